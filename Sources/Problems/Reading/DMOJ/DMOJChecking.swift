import PackageFiles
import StrictYAML
import Units

/// Who decides about outputs: the checker that `init.yml` names, or its interactor.
struct DMOJChecking {
    /// How outputs are judged.
    private(set) var validation = Validation.native(checker: "dmoj.standard", arguments: [])
    /// What a checker that DMOJ brings along is told of each test case.
    private var arguments: [String] = []
    /// What the package's own in Python is called with as its arguments, as JSON; nil: there is none.
    private var pythonArguments: String?
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
    private let package: LoadedPackage
    private let programs: DMOJPrograms
    private let findings: Findings

    /// Reads the one checker that all `items` have; where they have several, that is an error.
    /// - Parameters:
    ///   - items: the test cases.
    ///   - root: the settings, which may name an interactor, or a grader in Python.
    ///   - isBinary: whether answers are no texts.
    ///   - package: what the programs are in.
    ///   - limits: the package's, without those of its programs.
    ///   - findings: takes what is wrong.
    init(
        _ items: [DMOJItem], of root: DMOJNode, isBinary: Bool, in package: LoadedPackage, _ limits: ProblemLimits,
        _ findings: Findings
    ) {
        self.isBinary = isBinary
        self.package = package
        self.limits = limits
        self.findings = findings
        programs = DMOJPrograms(package.root)
        if let interactor = root["interactive"] {
            _ = findings.collect { () throws(Diagnostic) in try self.read(interactor: interactor) }
            return
        }
        if let grader = root["custom_judge"] {
            _ = findings.collect { () throws(Diagnostic) in try self.read(grader: grader, besides: root["checker"]) }
            return
        }
        let nodes = items.flatMap(\.cases).map(\.checker)
        if let first = nodes.first ?? nil {
            _ = findings.collect { () throws(Diagnostic) in try self.read(first) }
        } else {
            take("standard", [])
        }
        let first = nodes.first ?? nil
        guard let other = nodes.first(where: { !Self.isEqual($0, first) }) else { return }
        let line = (other ?? first)?.line
        findings.error(
            DMOJReader.settingsFile, line: line,
            "test cases have different checkers; one package has one checker here, so give all the same")
    }

    /// Whether two test cases have the same checker: one that both inherit, or one that is written for both.
    private static func isEqual(_ one: YAMLNode?, _ other: YAMLNode?) -> Bool {
        guard let one, let other else { return one == nil && other == nil }
        if one.line == other.line, one.name == other.name { return true }
        do throws(Diagnostic) {
            return try FlowText.json(one) == FlowText.json(other)
        } catch {
            // What has no such text is said to be wrong where it is read.
            return false
        }
    }

    /// Whether submissions talk with a program while they run.
    var isInteractive: Bool {
        if case .custom(let custom) = validation { custom.exchange == .interactive } else { false }
    }

    /// What the checker is called with about a test case.
    func arguments(of place: DMOJGroups.Place) -> [String] {
        guard let pythonArguments else { return arguments }
        return DMOJPython.arguments(
            place, isBinary: isBinary, arguments: pythonArguments)
    }

    private mutating func read(_ node: YAMLNode) throws(Diagnostic) {
        if DMOJPython.isCode(node) { return try read(code: node) }
        guard node.isMapping else { return take(try Self.known(node), []) }
        let mapping = try node.mapping()
        try mapping.allow("name", "args")
        let given = try mapping["args"]?.mapping()
        guard try mapping.value("name").string() == "bridged" else {
            var values: [(key: String, value: String)] = []
            if let given { for key in given.keys { values.append((key, try FlowText.json(given.value(key)))) } }
            return take(try Self.known(mapping.value("name")), values)
        }
        guard let given else { throw node.error("has no \"args\" that name the program's \"files\"; add them") }
        let convention = try self.convention(given, isInteractor: false)
        validation = .custom(CustomValidation(.checker(convention), validators: [try program(given)]))
    }

    /// A checker in Python.
    private mutating func read(code node: YAMLNode) throws(Diagnostic) {
        guard node.isMapping else { return take(try DMOJPython(checker: node, of: package), arguments: "{}") }
        let mapping = try node.mapping()
        try mapping.allow("name", "args")
        let python = try DMOJPython(checker: mapping.value("name"), of: package)
        take(python, arguments: try mapping["args"].map { node throws(Diagnostic) in try FlowText.json(node) } ?? "{}")
    }

    /// A grader in Python decides alone.
    private mutating func read(grader node: YAMLNode, besides checker: YAMLNode?) throws(Diagnostic) {
        let python = try DMOJPython(grader: node, of: package)
        if python.kind == .check, let checker {
            throw checker.error("stands beside a \"custom_judge\" with a word of its own about outputs; remove one")
        }
        take(python, arguments: "{}")
    }

    private mutating func take(_ python: DMOJPython, arguments: String) {
        pythonArguments = arguments
        limits.validationTime = python.kind == .check ? DMOJPrograms.time : DMOJPrograms.patience
        limits.validationMemory = DMOJPrograms.memory
        let isInteractor = python.kind == .interact
        validation = .custom(
            CustomValidation(
                .checker(python.convention), validators: isInteractor ? [] : [python.program],
                exchange: isInteractor ? .interactive : .afterTheRun, interactor: isInteractor ? python.program : nil))
    }

    /// Judges by a checker that DMOJ brings along, with these arguments.
    private mutating func take(_ name: String, _ values: [(key: String, value: String)]) {
        let all = values + (isBinary ? [("binary_data", "true")] : [])
        let pairs = all.map { "\(FlowText.quoted($0.key)): \($0.value)" }
        arguments = pairs.isEmpty ? [] : ["{" + pairs.joined(separator: ", ") + "}"]
        validation = .native(checker: "dmoj.\(name)", arguments: arguments)
    }

    /// An interactor decides alone: what the package has for a checker is not asked.
    private mutating func read(interactor node: YAMLNode) throws(Diagnostic) {
        let mapping = try node.mapping()
        let convention = try self.convention(mapping, isInteractor: true)
        var interactor = try program(mapping)
        if try mapping["unbuffered"]?.boolean() ?? true { interactor.preamble = Self.unbuffered }
        validation = .custom(
            CustomValidation(.checker(convention), validators: [], exchange: .interactive, interactor: interactor))
    }

    private func program(_ mapping: YAMLMapping) throws(Diagnostic) -> Program {
        try programs.program(mapping.value("files"), language: mapping["lang"], flags: mapping["flags"])
    }

    private mutating func convention(
        _ mapping: YAMLMapping, isInteractor: Bool
    ) throws(Diagnostic) -> CheckerConvention {
        findings.allow(Self.keys, in: mapping)
        return try programs.convention(mapping, &limits, isInteractor: isInteractor)
    }

    private static func known(_ node: YAMLNode) throws(Diagnostic) -> String {
        let name = try node.string()
        if byName.contains(name) { return name }
        if name == "bridged" { throw node.error("needs \"args\" that name the program's \"files\"") }
        throw node.error("must be one of \(byName.joined(separator: ", ")), not \(name)")
    }
}
