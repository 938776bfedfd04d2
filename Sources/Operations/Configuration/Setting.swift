/// One declared setting of a ``Configuration``: name, type, default, meaning and check in one place.
public struct Setting<Root: Sendable>: Sendable {
    /// The place in the file, `cache.size`: lower-case words with `-` between them, and at most one `.`.
    public let name: String
    /// What it is for, in one line, without a capital letter and a full stop.
    public let summary: String
    /// What may be written; see ``SettingType/name``.
    public let typeName: String
    /// Whether somebody has to set it, because no default can be right.
    public let isRequired: Bool
    /// The value as text.
    let show: @Sendable (Root) -> SettingText
    /// Puts the value of a text into the configuration; what is wrong with it otherwise.
    let assign: @Sendable (SettingText, inout Root) -> String?

    /// Declares the property at `keyPath`.
    ///
    /// - Parameters:
    ///   - keyPath: The property; its value in `Root()` is the default.
    ///   - name: The place in the file.
    ///   - type: How values are written.
    ///   - summary: What it is for, in one line.
    ///   - isRequired: Whether it must be set.
    ///   - check: What is wrong with a value, continuing its name: `must be below the lease`; nil if nothing is.
    public init<Value: Sendable>(
        _ keyPath: any WritableKeyPath<Root, Value> & Sendable, _ name: String, _ type: SettingType<Value>,
        _ summary: String, isRequired: Bool = false, check: @escaping @Sendable (Value) -> String? = { _ in nil }
    ) {
        self.name = name
        self.summary = summary
        self.typeName = type.name
        self.isRequired = isRequired
        self.show = { type.format($0[keyPath: keyPath]) }
        self.assign = { text, root in
            guard let value = type.parse(text) else { return "must be \(type.name), not \"\(text)\"" }
            if let problem = check(value) { return problem }
            root[keyPath: keyPath] = value
            return nil
        }
    }

    private init<Part>(_ setting: Setting<Part>, at keyPath: any WritableKeyPath<Root, Part> & Sendable) {
        self.name = setting.name
        self.summary = setting.summary
        self.typeName = setting.typeName
        self.isRequired = setting.isRequired
        self.show = { setting.show($0[keyPath: keyPath]) }
        self.assign = { setting.assign($0, &$1[keyPath: keyPath]) }
    }

    /// The settings of a part that several daemons share.
    public static func group<Part: Configuration>(
        _ keyPath: any WritableKeyPath<Root, Part> & Sendable
    ) -> [Setting<Root>] {
        Part.settings.map { Setting($0, at: keyPath) }
    }

    /// The flag that sets it, `--cache-size`.
    public var flag: String { "--" + name.replacing(".", with: "-") }

    /// The variable that sets it, `VERDICT_WORKER_CACHE_SIZE` with the prefix `VERDICT_WORKER`.
    public func variable(prefix: String) -> String {
        prefix + "_" + name.uppercased().replacing(".", with: "_").replacing("-", with: "_")
    }
}

/// Who said a setting's value, in ascending order of who wins.
public enum SettingOrigin: Hashable, Sendable {
    /// Nobody.
    case standard
    /// The file, at a line.
    case file(String, line: Int)
    /// A variable of the environment.
    case environment(String)
    /// A flag of the command line.
    case flag(String)
}

extension SettingOrigin: CustomStringConvertible {
    /// `default`, `worker.yaml:3`, `VERDICT_WORKER_SLOTS` or `--slots`.
    public var description: String {
        switch self {
        case .standard: "default"
        case .file(let name, let line): "\(name):\(line)"
        case .environment(let variable): variable
        case .flag(let flag): flag
        }
    }
}
