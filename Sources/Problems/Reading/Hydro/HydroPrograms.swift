import PackageFiles
import StrictYAML
import Units

/// The programs that `config.yaml` names: a checker or an interactor, an input validator, files that are built with submissions.
struct HydroPrograms {
    private static let conventions: [String: CheckerConvention.Answer] = [
        "testlib": .hydro, "hustoj": .hustoj, "lemon": .lemon, "qduoj": .qduoj, "syzoj": .syzoj,
    ]

    private let config: YAMLMapping
    private let files: HydroFiles
    private let findings: Findings

    init(_ config: YAMLMapping, _ files: HydroFiles, _ findings: Findings) {
        self.config = config
        self.files = files
        self.findings = findings
        if let node = config["template"] {
            findings.error(
                node.file, line: node.line, "\"template\" puts code around that of submissions, which is not done")
        }
        for key in ["time_limit_rate", "memory_limit_rate"] {
            guard let node = config[key] else { continue }
            findings.warn(node.file, line: node.line, "\"\(key)\" is not used: all languages have the same limits here")
        }
    }

    /// How submissions to a problem of the type are judged.
    func validation(of type: HydroType) -> Validation {
        let usual = Validation.native(checker: "hydro.default", arguments: [])
        return findings.collect { () throws(Diagnostic) in
            switch type {
            case .default, .submitAnswer, .objective: return try checking()
            case .interactive:
                return .custom(
                    CustomValidation(
                        .checker(CheckerConvention(.hydro)), validators: [], exchange: .interactive,
                        interactor: try program(config.value("interactor"))))
            case .communication:
                // A single one would be called with its number, too, which is not done.
                let count = try config.value("num_processes").integer(in: 2...ManagedProcesses.most)
                return .custom(
                    CustomValidation(
                        .checker(CheckerConvention(.cms)), validators: [], exchange: .interactive,
                        interactor: try program(config.value("manager")),
                        processes: ManagedProcesses(count, over: .standard)))
            }
        } ?? usual
    }

    private func checking() throws(Diagnostic) -> Validation {
        let type = try config["checker_type"]?.string() ?? "default"
        if type == "default" || type == "strict" {
            if let node = config["checker"] {
                findings.warn(
                    node.file, line: node.line, "not used: \"checker_type\" is \(type); name the checker's own")
            }
            return .native(checker: "hydro.\(type)", arguments: [])
        }
        let node = try config.value("checker")
        if type == "testlib", !node.isMapping, try !node.string().contains("."),
            files.all[files.path(of: try node.string())] == nil
        {
            guard let native = StandardChecker.native(ofTestlib: try node.string()) else {
                throw node.error("is none of testlib's checkers; name one, such as wcmp, or a file")
            }
            return .native(checker: native, arguments: [])
        }
        if type == "kattis" { return .custom(CustomValidation(validators: [try program(node)])) }
        guard let answer = Self.conventions[type] else {
            let known = (["default", "strict", "kattis"] + Self.conventions.keys.sorted()).joined(separator: ", ")
            throw try config.value("checker_type").error("must be one of \(known), not \(type.prefix(40))")
        }
        return .custom(CustomValidation(.checker(CheckerConvention(answer)), validators: [try program(node)]))
    }

    /// A program by the name of its source, or a mapping with `file` and `lang`.
    private func program(_ node: YAMLNode) throws(Diagnostic) -> Program {
        var (place, language): (YAMLNode, String?) = (node, nil)
        if node.isMapping {
            let mapping = try node.mapping()
            place = try mapping.value("file")
            if let given = mapping["lang"] {
                guard let id = HydroLanguage.id(of: try given.string()) else {
                    throw given.error("is no language known here")
                }
                language = id
            }
        }
        _ = try files.file(place)
        let path = files.path(of: try place.string())
        guard let program = files.all.program(at: path, language: language, with: try extra("judge_extra_files")) else {
            throw place.error("is not there; add it")
        }
        return program
    }

    private func extra(_ key: String) throws(Diagnostic) -> [SourceFile] {
        guard let node = config[key] else { return [] }
        var sources: [SourceFile] = []
        for element in node.isSequence ? try node.sequence() : [node] {
            sources.append(SourceFile(try files.file(element), name: FilesByPath.name(of: try element.string())))
        }
        return sources
    }

    /// The input validator.
    func inputValidators() -> [Program] {
        let validator = findings.collect { () throws(Diagnostic) in
            try config["validator"].map { node throws(Diagnostic) in try program(node) }
        }
        return [validator].compactMap(\.self)
    }

    /// What is put beside submissions in all languages.
    func includes() -> [String: [SourceFile]] {
        let sources = findings.collect { () throws(Diagnostic) in try extra("user_extra_files") } ?? []
        for source in sources where ["c", "cc", "cpp"].contains(FilesByPath.kind(of: source.name)) {
            findings.warn(
                config.node.file, line: config.line(of: "user_extra_files"),
                "\(source.name) is built together with a submission, which Hydro does not do; if submissions include it, call it a "
                    + "header")
        }
        return sources.isEmpty ? [:] : ["default": sources]
    }

    /// The languages that submissions may use; nil: all.
    func languages() -> [String]? {
        findings.collect { () throws(Diagnostic) in
            guard let node = config["langs"] else { return nil }
            var ids: Set<String> = []
            for name in try node.strings() {
                if let id = HydroLanguage.id(of: name) {
                    ids.insert(id)
                } else {
                    findings.warn(
                        node.file, line: node.line, "\"\(name.prefix(40))\" is no language that is known here")
                }
            }
            return ids.isEmpty ? nil : ids.sorted()
        }
    }

    /// What the files that submissions read and write are called, without `.in` and `.out`; nil: they use standard streams.
    func fileName() -> String? {
        findings.collect { () throws(Diagnostic) in
            guard let node = config["filename"] else { return nil }
            let name = try node.string()
            guard !name.contains("/"), TreePath(name) != nil, name.utf8.count <= 200 else {
                throw node.error("must be the name of a file, without a folder")
            }
            if config["interactor"] != nil {
                throw node.error("is given, and submissions talk with an interactor; remove one")
            }
            return name
        }
    }
}
