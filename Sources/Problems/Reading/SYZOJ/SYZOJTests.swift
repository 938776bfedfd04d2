import Grading
import PackageFiles
import StrictYAML
import Units

/// The test cases and subtasks that `data.yml` lists.
struct SYZOJTests {
    private enum Kind: String, CaseIterable { case sum, mul, min }

    private(set) var cases: [TestCase] = []
    private(set) var groups: [TestGroup] = [TestGroup(name: "", rule: GroupRule(aggregate: .sum, stop: .never))]

    /// Whether submissions are the outputs of the test cases.
    var areAnswers: Bool { data["userOutput"] != nil }

    private let data: YAMLMapping
    private let files: FilesByPath
    private let findings: Findings

    init(_ data: YAMLMapping, _ files: FilesByPath, _ findings: Findings) {
        self.data = data
        self.files = files
        self.findings = findings
        var total = Score.zero
        let nodes = findings.collect { () throws(Diagnostic) in try data.sequence("subtasks") } ?? []
        for (index, node) in nodes.enumerated() {
            let score = findings.collect { () throws(Diagnostic) in try self.add(node, number: index + 1) }
            total = total + (score ?? .zero)
        }
        groups[0].rule.verdict = total == .zero ? .first : VerdictRule(.byScore(full: total))
        if cases.isEmpty, findings.errors.isEmpty {
            findings.error(data.node.file, line: data.line(of: "subtasks"), "there are no test cases; list some")
        }
    }

    /// Adds a subtask.
    /// - Returns: what it is worth.
    private mutating func add(_ node: YAMLNode, number: Int) throws(Diagnostic) -> Score {
        let given = try node.mapping()
        findings.allow(["score", "type", "cases"], in: given)
        let score = try ScoreSettings.score(given.value("score"))
        guard score >= .zero else { throw try given.value("score").error("must be 0 or more") }
        let kind: Kind = try given.value("type").choice()
        let names = try given.sequence("cases")
        guard !names.isEmpty else { throw try given.value("cases").error("must name a test case at least") }
        let start = cases.count
        for name in names { try add(name, folder: "subtask-\(number)") }
        var rule = GroupRule(
            verdict: score == .zero ? .first : VerdictRule(.byScore(full: score)), stop: .afterRejection)
        var points = TestPoints(accepted: .one)
        switch kind {
        case .sum:
            rule.aggregate = .sum
            rule.stop = .never
            points = TestPoints(accepted: score / Score(names.count))
        case .mul: (rule.aggregate, rule.factor) = (.product, score)
        case .min: (rule.aggregate, rule.factor) = (.minimum, score)
        }
        groups[0].members.append(.group(groups.count))
        groups.append(
            TestGroup(name: "subtask-\(number)", members: [.tests(start..<cases.count, points: points)], rule: rule))
        return score
    }

    private mutating func add(_ node: YAMLNode, folder: String) throws(Diagnostic) {
        let name = try node.string()
        let (input, answer) = (try file("inputFile", name, node), try file("outputFile", name, node))
        var names: [String] = []
        if areAnswers {
            let handedIn = try path("userOutput", name)
            guard TreePath(handedIn) != nil else {
                throw try data.value("userOutput").error("must be the name of a file")
            }
            names = [handedIn]
        }
        cases.append(
            TestCase(
                name: "\(folder)/\(PrintableText.escape(name))", input: input, answer: answer, answerNames: names,
                checkerPoints: .any))
    }

    /// The pattern with the name of a test case where it has the first `#`.
    private func path(_ key: String, _ name: String) throws(Diagnostic) -> String {
        try data.string(key).replacing("#", with: name, maxReplacements: 1)
    }

    /// The file whose name is that of the test case where the pattern has the first `#`.
    private func file(_ key: String, _ name: String, _ node: YAMLNode) throws(Diagnostic) -> PackageFile {
        let place = try path(key, name)
        guard let file = files[place] else { throw node.error("needs the file \(place), which is not there; add it") }
        return file
    }
}
