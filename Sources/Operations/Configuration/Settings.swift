public import SystemPackage

/// A daemon's settings as they apply, each with who said it.
public struct Settings<Values: Configuration>: Sendable {
    /// The configuration that applies.
    public let values: Values
    /// Who said the setting of each name.
    public let origins: [String: SettingOrigin]

    /// Reads the settings: what a flag says wins over the environment, that over the file, that over the default.
    ///
    /// - Parameters:
    ///   - type: The daemon's configuration.
    ///   - file: The YAML file; nil: none.
    ///   - environment: Where variables are looked up.
    ///   - prefix: What these variables begin with, `VERDICT_WORKER`. One that begins so and is no setting's is an error,
    ///     but for `PREFIX_CONFIG`, which is for the caller.
    ///   - overrides: Values of flags by the setting's name (`cache.size`).
    /// - Throws: All that is wrong, at once.
    public static func load(
        _ type: Values.Type = Values.self, file: FilePath? = nil, environment: [String: String] = [:],
        prefix: String, overrides: [String: String] = [:]
    ) throws(SettingsError) -> Settings {
        var loader = SettingsLoader<Values>()
        if let file {
            loader.read(file: file)
        }
        loader.read(environment: environment, prefix: prefix)
        loader.read(overrides: overrides)
        return try loader.finish()
    }

    /// Every setting with its value and who said it, a line each, as `--check-config` prints it. Secrets are not among
    /// them: settings name the files that hold them.
    public var report: String {
        let rows = Values.settings.map { setting in
            (line: "\(setting.name) = \(setting.show(values).yaml)", origin: origins[setting.name] ?? .standard)
        }
        let width = min(rows.map(\.line.count).max() ?? 0, 60)
        return rows.map { row in
            let padding = String(repeating: " ", count: max(0, width - row.line.count))
            return "\(row.line)\(padding)  # \(row.origin)\n"
        }.joined()
    }
}

/// Everything that is wrong with a daemon's settings, at once.
public struct SettingsError: Error, Hashable, Sendable {
    /// What is wrong, each with where: `worker.yaml:3: "slots" must be an integer from 1 to 64, not "many"`.
    public let problems: [String]

    /// Fails for `problems`, of which there is at least one.
    public init(problems: [String]) {
        self.problems = problems
    }
}

extension SettingsError: CustomStringConvertible {
    /// One problem a line.
    public var description: String { problems.joined(separator: "\n") }
}
