internal import StrictYAML
internal import SystemPackage
import Units

/// Reads settings from one place after the other and gathers what is wrong.
struct SettingsLoader<Values: Configuration> {
    private let settings = Values.settings
    private var values = Values()
    private var origins: [String: SettingOrigin] = [:]
    private var problems: [String] = []
    /// Settings that a file names, or may name, though their values cannot be read.
    private var isIncomplete = false
    private var unread: Set<String> = []

    mutating func read(file: FilePath) {
        do {
            let document = try YAMLDocument(path: file)
            try read(document.root.mapping(), below: "")
        } catch let error {
            problems.append("\(error)")
            isIncomplete = true
        }
    }

    /// The keys of a mapping that stands below `path`, which is empty or ends in a dot.
    private mutating func read(_ mapping: YAMLMapping, below path: String) throws(Diagnostic) {
        let names = settings.map(\.name).filter { $0.hasPrefix(path) }.map { $0.dropFirst(path.count) }
        var known: [String] = []
        for name in names.map({ String($0.prefix { $0 != "." }) }) where !known.contains(name) { known.append(name) }
        problems += mapping.unknownKeys(allowing: known).map(\.description)
        for key in known {
            guard let node = mapping[key] else { continue }
            do {
                if let setting = settings.first(where: { $0.name == path + key }) {
                    let origin = SettingOrigin.file(node.file, line: mapping.line(of: key) ?? node.line)
                    apply(try text(of: node), to: setting, from: origin, shownAs: "\"\(node.name)\"")
                } else {
                    try read(node.mapping(), below: path + key + ".")
                }
            } catch {
                problems.append("\(error)")
                unread.formUnion(settings.map(\.name).filter { ($0 + ".").hasPrefix(path + key + ".") })
            }
        }
    }

    private func text(of node: YAMLNode) throws(Diagnostic) -> SettingText {
        node.isSequence ? .list(try node.strings()) : .text(try node.string())
    }

    mutating func read(environment: [String: String], prefix: String) {
        var unknown = Set(environment.keys.filter { $0.hasPrefix(prefix + "_") })
        unknown.remove(prefix + "_CONFIG")
        for setting in settings {
            let variable = setting.variable(prefix: prefix)
            unknown.remove(variable)
            if let text = environment[variable] {
                apply(.text(text), to: setting, from: .environment(variable), shownAs: "it")
            }
        }
        problems += unknown.sorted().map {
            "\(LogText.escaped($0)): no setting has this variable; unset it, or see --check-config for the settings"
        }
    }

    mutating func read(overrides: [String: String]) {
        for (name, text) in overrides.sorted(by: { $0.key < $1.key }) {
            guard let setting = settings.first(where: { $0.name == name }) else {
                problems.append("\(name): there is no such setting; --sample-config lists them all")
                continue
            }
            apply(.text(text), to: setting, from: .flag(setting.flag), shownAs: "it")
        }
    }

    private mutating func apply(
        _ text: SettingText, to setting: Setting<Values>, from origin: SettingOrigin, shownAs name: String
    ) {
        origins[setting.name] = origin
        if let problem = setting.assign(text, &values) {
            problems.append("\(origin): \(name) \(problem)")
        }
    }

    func finish() throws(SettingsError) -> Settings<Values> {
        var problems = problems
        for setting in settings where setting.isRequired && !isIncomplete {
            guard origins[setting.name] == nil, !unread.contains(setting.name) else { continue }
            problems.append("\"\(setting.name)\" must be set: \(setting.summary)")
        }
        if problems.isEmpty {
            problems = values.contradictions
        }
        guard problems.isEmpty else { throw SettingsError(problems: problems) }
        return Settings(values: values, origins: origins)
    }
}
