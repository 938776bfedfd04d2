import Grading
import PackageFiles
import StrictYAML
import Units

/// The solutions of a task, and what `solutions.json` promises of each.
struct TPSSolutions {
    static let folder = "solution"
    private static let model = "model_solution"
    /// What at least one test case gets; empty: nothing is promised.
    private static let failures: [String: Set<Verdict>] = [
        "incorrect": [.wrongAnswer], "time_limit": [.timeLimit, .idleLimit], "memory_limit": [.memoryLimit],
        "runtime_error": [.runTimeError, .securityViolation],
        "time_limit_and_runtime_error": [.timeLimit, .idleLimit, .runTimeError],
        "failed": [.wrongAnswer, .timeLimit, .idleLimit, .memoryLimit, .outputLimit, .runTimeError],
        "partially_correct": [],
    ]

    private let programs: TPSPrograms
    private let subtasks: Set<String>
    private let findings: Findings

    init(_ programs: TPSPrograms, _ subtasks: Set<String>, _ findings: Findings) {
        self.programs = programs
        self.subtasks = subtasks
        self.findings = findings
    }

    /// All solutions that can be built, in the order of the file.
    func read(_ package: LoadedPackage) -> [Submission] {
        guard let solutions = solutions(package) else { return [] }
        return solutions.keys.compactMap { name in
            findings.collect { () throws(Diagnostic) in try submission(name, solutions.mapping(name)) }
        }
    }

    /// The solution that makes the answers, with its grader; nil if there is none.
    func model(_ package: LoadedPackage) -> Program? {
        guard let solutions = solutions(package) else { return nil }
        let name = solutions.keys.first { name in
            let verdict = findings.collect { () throws(Diagnostic) in
                try solutions.mapping(name).value("verdict").string()
            }
            return verdict == Self.model
        }
        guard let name, let file = programs.files["\(Self.folder)/\(name)"] else { return nil }
        let kind = name.split(separator: ".").last.map { String($0) } ?? ""
        return Program(
            name: PrintableText.escape("\(Self.folder)/\(name)"),
            files: [SourceFile(file, name: "\(programs.code).\(kind)")] + (programs.graders[kind] ?? []))
    }

    private func solutions(_ package: LoadedPackage) -> YAMLMapping? {
        guard let entry = package.child(TPSReader.solutionsFile) else { return nil }
        return findings.collect { () throws(Diagnostic) in try package.yaml(entry, findings) }
    }

    private func submission(_ name: String, _ solution: YAMLMapping) throws(Diagnostic) -> Submission? {
        let path = "\(Self.folder)/\(name)"
        guard let file = programs.files[path] else {
            throw solution.node.error("names \(path), which is not there; add it")
        }
        let kind = name.split(separator: ".").last.map { String($0) } ?? ""
        guard programs.graders.isEmpty || programs.graders[kind] != nil else {
            findings.warn(path, "is not judged: the grader of its language is not built with it, only that of C++ is")
            return nil
        }
        return Submission(
            path: PrintableText.escape(path),
            sources: .inPackage([SourceFile(file, name: "\(programs.code).\(kind)")]),
            expected: findings.oddities {
                findings.collect { () throws(Diagnostic) in try promise(solution) } ?? ExpectedResult()
            })
    }

    private func promise(_ solution: YAMLMapping) throws(Diagnostic) -> ExpectedResult {
        var promise = ExpectedResult()
        let required = try verdicts(solution.value("verdict"))
        if required == [.accepted] {
            promise.verdicts = [.accepted]
        } else if !required.isEmpty {
            promise.tests = [ExpectedTests(permitted: [], required: required)]
        }
        guard let exceptions = try solution["except"]?.mapping() else { return promise }
        for name in exceptions.keys {
            let node = try exceptions.value(name)
            guard subtasks.contains(name) else { throw node.error("is of no subtask of gen/data") }
            // A subtask may have further words about its score.
            let verdict = node.isMapping ? try node.mapping().value("verdict") : node
            let verdicts = try verdicts(verdict)
            guard !verdicts.isEmpty else { continue }
            promise.groups[PrintableText.escape(name)] = ExpectedResult.ExpectedGroup(verdicts: verdicts)
        }
        return promise
    }

    /// What is promised in one word; empty: nothing.
    private func verdicts(_ node: YAMLNode) throws(Diagnostic) -> Set<Verdict> {
        let text = try node.string()
        if text == "correct" || text == Self.model { return [.accepted] }
        if let verdicts = Self.failures[text] { return verdicts }
        let known = (["correct", Self.model] + Self.failures.keys.sorted()).joined(separator: ", ")
        throw node.error("must be one of \(known), not \(text)")
    }
}
