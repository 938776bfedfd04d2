import Grading
import PackageFiles
import StrictYAML
import Units

/// The solutions of a package of Library Checker: `sol/correct.cpp`, and those that `info.toml` lists with what they may get.
struct LibraryCheckerSolutions {
    private static let accepted = "correct.cpp"
    private static let grader = "grader"
    private static let failures: [String: Set<Verdict>] = [
        "WA": [.wrongAnswer], "TLE": [.timeLimit, .idleLimit],
        "RE": [.runTimeError, .memoryLimit, .outputLimit, .securityViolation],
    ]

    private let files: LibraryCheckerFiles
    private let findings: Findings

    init(_ files: LibraryCheckerFiles, _ findings: Findings) {
        self.files = files
        self.findings = findings
    }

    /// All of them, the accepted one first.
    func read(_ node: YAMLNode?) -> [Submission] {
        let main = submission(Self.accepted, isFunction: false, ExpectedResult([.accepted]))
        let nodes = node.flatMap { node in findings.collect { () throws(Diagnostic) in try node.sequence() } } ?? []
        return [main].compactMap(\.self)
            + nodes.compactMap { node in findings.collect { () throws(Diagnostic) in try solution(node) } }
    }

    private func solution(_ node: YAMLNode) throws(Diagnostic) -> Submission? {
        let mapping = try node.mapping()
        findings.allow(["name", "expect", "allow_wa", "allow_re", "allow_tle", "wrong", "function"], in: mapping)
        let promise = findings.oddities {
            findings.collect { () throws(Diagnostic) in try self.promise(mapping) } ?? ExpectedResult()
        }
        let name = try mapping.string("name")
        guard let submission = submission(name, isFunction: try mapping["function"]?.boolean() ?? false, promise) else {
            throw try mapping.value("name").error("names sol/\(name), which is not there; add it")
        }
        return submission
    }

    private func promise(_ mapping: YAMLMapping) throws(Diagnostic) -> ExpectedResult {
        var permitted: Set<Verdict> = [.accepted]
        var required: Set<Verdict> = []
        if let expect = mapping["expect"] {
            let text = try expect.string()
            guard let verdicts = Self.failures[text] else { throw expect.error("must be WA, TLE or RE, not \(text)") }
            permitted.formUnion(verdicts)
            required = verdicts
        }
        for (key, name) in [("allow_wa", "WA"), ("allow_re", "RE"), ("allow_tle", "TLE"), ("wrong", "WA")] {
            if try mapping[key]?.boolean() ?? false { permitted.formUnion(Self.failures[name] ?? []) }
        }
        return permitted == [.accepted]
            ? ExpectedResult([.accepted])
            : ExpectedResult([], tests: [ExpectedTests(permitted: permitted, required: required)])
    }

    /// The solution `sol/NAME`; one that is a function only has the main program of `grader`.
    private func submission(_ name: String, isFunction: Bool, _ promise: ExpectedResult) -> Submission? {
        guard let program = files.program("sol/\(name)") else { return nil }
        var sources = program.files
        if isFunction {
            let all = files.files.files(in: Self.grader)
            sources += all.filter { $0.kind == "cpp" }.map { SourceFile($0.file, name: "\(Self.grader)/\($0.name)") }
            // A header is found without its folder, too.
            sources += all.filter { $0.kind == "hpp" }.map { SourceFile($0.file, name: $0.name) }
        }
        return Submission(path: program.name, sources: .inPackage(sources), expected: promise)
    }
}
