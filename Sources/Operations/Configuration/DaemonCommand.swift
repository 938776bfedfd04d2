internal import SystemPackage

/// A daemon's command line: a flag for every setting, the file they can stand in, and what can be asked for instead of
/// running.
public struct DaemonCommand<Values: Configuration>: Sendable {
    /// What the command line asks for.
    public enum Request: Sendable {
        /// To run with these settings.
        case run(Settings<Values>)
        /// To say this, and to end.
        case say(String)
    }

    /// The command line is wrong.
    public struct UsageError: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, ending in what to do.
        public let description: String

        /// Says what is wrong, and what to do.
        public init(description: String) { self.description = description }
    }

    /// The program's name.
    public let name: String
    /// What it does, in one line.
    public let abstract: String
    /// What its environment's variables begin with.
    public let prefix: String
    /// Its version.
    public let version: String
    /// Command lines that show how it is used.
    public let examples: [String]

    /// The command line of a program.
    public init(name: String, abstract: String, prefix: String, version: String, examples: [String]) {
        self.name = name
        self.abstract = abstract
        self.prefix = prefix
        self.version = version
        self.examples = examples
    }

    /// Reads a command line, without the program's name, and the settings that it leads to.
    /// - Throws: ``UsageError``; ``SettingsError`` for settings that are wrong.
    public func request(_ arguments: [String], environment: [String: String]) throws -> Request {
        var words = arguments[...]
        var overrides: [String: String] = [:]
        var file = environment[prefix + "_CONFIG"].map { FilePath($0) }
        var isOnlyChecked = false
        while let word = words.popFirst() {
            let (flag, attached) = Self.divided(word)
            switch flag {
            case "--help", "-h": return .say(help)
            case "--version": return .say(version + "\n")
            case "--sample-config":
                return .say(Values.sampleFile(title: "Settings of \(name): \(abstract)", prefix: prefix))
            case "--check-config": isOnlyChecked = true
            case "--config": file = FilePath(try Self.value(of: flag, attached, &words))
            default:
                guard let setting = Values.settings.first(where: { $0.flag == flag }) else {
                    throw UsageError(description: "\(LogText.escaped(word)) is no flag; see \(name) --help")
                }
                if setting.typeName == SettingType<Bool>.boolean.name, attached == nil {
                    overrides[setting.name] = "true"
                } else {
                    overrides[setting.name] = try Self.value(of: flag, attached, &words)
                }
            }
        }
        let settings = try Settings<Values>.load(
            file: file, environment: environment, prefix: prefix, overrides: overrides)
        return isOnlyChecked ? .say(settings.report) : .run(settings)
    }

    /// What `--help` prints.
    public var help: String {
        var text = "\(name): \(abstract)\n\nUsage: \(name) [--config FILE] [FLAG VALUE…]\n\n"
        text +=
            "Every flag is also a setting of the file and a variable of the environment (\(prefix)_…); a flag wins\n"
        text += "over the environment, that over the file. --config is \(prefix)_CONFIG.\n\n"
        let own = [
            ("--config FILE", "the settings' file, in YAML"),
            ("--check-config", "print the settings that apply, and exit"),
            ("--sample-config", "print a file with every setting and its default, and exit"),
            ("--version", "print the version, and exit"), ("--help", "print this, and exit"),
        ]
        for (flag, summary) in own { text += Self.row(flag, summary) }
        text += "\n"
        for setting in Values.settings {
            let standard = setting.isRequired ? "required" : "default: \(setting.show(Values()))"
            text += Self.row(setting.flag, "\(setting.summary): \(setting.typeName) (\(standard))")
        }
        text += "\nExamples:\n" + examples.map { "  \($0)\n" }.joined()
        text +=
            "\nExit status: 0 ended as requested, 1 a failure while it ran, 64 usage, 65 the stored data is damaged,\n"
        text += "78 wrong settings.\n"
        return text
    }

    private static func row(_ flag: String, _ summary: String) -> String {
        "  " + flag + String(repeating: " ", count: max(1, 26 - flag.count)) + summary + "\n"
    }

    /// `--flag=value` in two.
    private static func divided(_ word: String) -> (flag: String, value: String?) {
        guard word.hasPrefix("--"), let sign = word.firstIndex(of: "=") else { return (word, nil) }
        return (String(word[..<sign]), String(word[word.index(after: sign)...]))
    }

    private static func value(
        of flag: String, _ attached: String?, _ words: inout ArraySlice<String>
    ) throws -> String {
        if let attached { return attached }
        guard let next = words.popFirst() else { throw UsageError(description: "\(flag) needs a value") }
        return next
    }
}
