import StrictYAML

/// Who decides about outputs: the checker that `init.yml` names, or its interactor.
struct DMOJChecking {
    /// How outputs are judged.
    private(set) var validation = Validation.native(checker: "dmoj.standard", arguments: [])
    /// What a checker that DMOJ brings along is told of each test case.
    private(set) var arguments: [String] = []
    /// The limits of the package's own program.
    private(set) var limits: ProblemLimits

    private static let byName = [
        "standard", "easy", "floats", "floatsabs", "floatsrel", "identical", "linecount", "linematches", "rstripped",
        "sorted", "unordered",
    ]
    private static let keys = [
        "files", "lang", "flags", "type", "feedback", "args_format_string", "time_limit", "memory_limit",
        "compiler_time_limit", "cached", "preprocessing_time", "unbuffered",
    ]

    /// DMOJ runs interactors so that what they write is there at once, flushed or not.
    private static let unbuffered = """
        #include <stdio.h>
        __attribute__((constructor)) static void write_at_once(void) { setvbuf(stdout, NULL, _IONBF, 0); }

        """

    private let isBinary: Bool
    private let programs: DMOJPrograms
    private let findings: Findings

    /// Reads the one checker that all `items` have; where they have several, that is an error.
    /// - Parameters:
    ///   - isBinary: whether answers are no texts.
    ///   - limits: the package's, without those of its programs.
    init(
        _ items: [DMOJItem], interactor: YAMLNode?, isBinary: Bool, _ programs: DMOJPrograms, _ limits: ProblemLimits,
        _ findings: Findings
    ) {
        self.isBinary = isBinary
        self.programs = programs
        self.limits = limits
        self.findings = findings
        if let interactor {
            _ = findings.collect { () throws(YAMLError) in try self.read(interactor: interactor) }
            return
        }
        let nodes = items.flatMap(\.cases).map(\.checker)
        if let first = nodes.first ?? nil {
            _ = findings.collect { () throws(YAMLError) in try self.read(first) }
        } else {
            take("standard", [])
        }
        // A value that several test cases inherit stands in one place.
        let first = nodes.first ?? nil
        guard let other = nodes.first(where: { $0?.line != first?.line || $0?.name != first?.name }) else { return }
        let line = (other ?? first)?.line
        findings.error(
            DMOJReader.settingsFile, line: line,
            "test cases have different checkers; one package has one checker here, so give all the same")
    }

    private mutating func read(_ node: YAMLNode) throws(YAMLError) {
        guard node.isMapping else { return take(try Self.known(node), []) }
        let mapping = try node.mapping()
        try mapping.allow("name", "args")
        let given = try mapping["args"]?.mapping()
        guard try mapping.value("name").string() == "bridged" else {
            var values: [(key: String, value: String)] = []
            if let given { for key in given.keys { values.append((key, try Self.text(given.value(key)))) } }
            return take(try Self.known(mapping.value("name")), values)
        }
        guard let given else { throw node.error("has no \"args\" that name the program's \"files\"; add them") }
        let convention = try self.convention(given, isInteractor: false)
        validation = .custom(CustomValidation(.checker(convention), validators: [try program(given)]))
    }

    /// Judges by a checker that DMOJ brings along, with these arguments.
    private mutating func take(_ name: String, _ values: [(key: String, value: String)]) {
        let all = values + (isBinary ? [("binary_data", "true")] : [])
        let pairs = all.map { "\(Self.quoted($0.key)): \($0.value)" }
        arguments = pairs.isEmpty ? [] : ["{" + pairs.joined(separator: ", ") + "}"]
        validation = .native(checker: "dmoj.\(name)", arguments: arguments)
    }

    /// An interactor decides alone: what the package has for a checker is not asked.
    private mutating func read(interactor node: YAMLNode) throws(YAMLError) {
        let mapping = try node.mapping()
        let convention = try self.convention(mapping, isInteractor: true)
        var interactor = try program(mapping)
        if try mapping["unbuffered"]?.boolean() ?? true { interactor.preamble = Self.unbuffered }
        validation = .custom(
            CustomValidation(.checker(convention), validators: [], exchange: .interactive, interactor: interactor))
    }

    private func program(_ mapping: YAMLMapping) throws(YAMLError) -> Program {
        try programs.program(mapping.value("files"), language: mapping["lang"], flags: mapping["flags"])
    }

    private mutating func convention(
        _ mapping: YAMLMapping, isInteractor: Bool
    ) throws(YAMLError) -> CheckerConvention {
        findings.allow(Self.keys, in: mapping)
        return try programs.convention(mapping, &limits, isInteractor: isInteractor)
    }

    private static func known(_ node: YAMLNode) throws(YAMLError) -> String {
        let name = try node.string()
        if byName.contains(name) { return name }
        if name == "bridged" { throw node.error("needs \"args\" that name the program's \"files\"") }
        if name.contains(".") {
            throw node.error("is a class in Python for DMOJ's judge, which is not called here; name another checker")
        }
        throw node.error("must be one of \(byName.joined(separator: ", ")), not \(name)")
    }

    /// A value as it stands in a mapping in one line.
    private static func text(_ node: YAMLNode) throws(YAMLError) -> String {
        if node.isSequence {
            var texts: [String] = []
            for element in try node.sequence() { texts.append(try text(element)) }
            return "[" + texts.joined(separator: ", ") + "]"
        }
        if let number = try? node.integer() { return "\(number)" }
        if let flag = try? node.boolean() { return "\(flag)" }
        return quoted(try node.string())
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
}
