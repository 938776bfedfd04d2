import Grading
import PackageFiles
import StrictYAML
import Units

/// One test case of `init.yml`.
struct DMOJCase {
    /// What is named as its input; nil: nothing.
    var input: PackageFile?
    /// What is named as its answer; nil: nothing.
    var answer: PackageFile?
    /// The checker of it; nil: the default one.
    var checker: YAMLNode?
    /// The program that makes what is not named; nil: it is empty.
    var generator: YAMLNode?
    /// What the generator is called with.
    var arguments: YAMLNode?
    /// What the generator reads.
    var generatorInput: PackageFile?
    /// Where `init.yml` lists it; nil: the archive's names tell it.
    var element: YAMLNode?

    /// The first of the keys `in` and `out` that there is no file for; nil if both are there.
    var lacks: String? { input == nil ? "in" : answer == nil ? "out" : nil }
}

/// What `test_cases` lists: a test case, or a batch of them.
struct DMOJItem {
    var cases: [DMOJCase]
    /// What it is worth.
    var points: Score
    /// The numbers of the batches that have to be passed, from 1, if this is a batch; nil for a single test case.
    var dependencies: [Int]?
}

/// Reads `test_cases` and `pretest_test_cases`.
struct DMOJCases {
    private let files: DMOJFiles
    private let findings: Findings

    init(_ files: DMOJFiles, _ findings: Findings) {
        self.files = files
        self.findings = findings
    }

    /// Pretests, which are worth nothing, then the test cases.
    func items(of root: DMOJNode) -> [DMOJItem] {
        var items: [DMOJItem] = []
        if let node = root["pretest_test_cases"] {
            items = list(node, in: root).map { item in
                var item = item
                item.points = .zero
                return item
            }
        }
        guard let node = root["test_cases"] else { return items + guessed(root, node: nil) }
        return items + (node.isSequence ? list(node, in: root) : guessed(root, node: node))
    }

    private func list(_ node: YAMLNode, in root: DMOJNode) -> [DMOJItem] {
        var items: [DMOJItem] = []
        var batches = 0
        for element in findings.collect({ () throws(Diagnostic) in try node.sequence() }) ?? [] {
            let item = findings.collect { () throws(Diagnostic) in
                let inner = root.inner(try element.mapping())
                guard let batch = inner.own("batched") else {
                    return DMOJItem(cases: [try self.testCase(inner, element)], points: try Self.points(inner))
                }
                batches += 1
                return try self.batch(batch, in: inner, number: batches)
            }
            if let item { items.append(item) }
        }
        return items
    }

    private func batch(_ node: YAMLNode, in outer: DMOJNode, number: Int) throws(Diagnostic) -> DMOJItem {
        var cases: [DMOJCase] = []
        for element in try node.sequence() {
            let inner = outer.inner(try element.mapping())
            guard inner.own("batched") == nil else { throw element.error("is a batch in a batch; move it out") }
            cases.append(try testCase(inner, element))
        }
        var dependencies: [Int] = []
        if let given = outer["dependencies"] {
            for dependency in try given.sequence() {
                dependencies.append(try dependency.integer(in: 1...Int.max))
                guard dependencies[dependencies.count - 1] < number else {
                    throw dependency.error("must be the number of an earlier batch; this one is \(number)")
                }
            }
        }
        return DMOJItem(cases: cases, points: try Self.points(outer), dependencies: dependencies)
    }

    private func testCase(_ node: DMOJNode, _ element: YAMLNode) throws(Diagnostic) -> DMOJCase {
        let testCase = DMOJCase(
            input: try file("in", of: node), answer: try file("out", of: node), checker: node["checker"],
            generator: node["generator"], arguments: node["generator_args"],
            generatorInput: try file("generator_in", of: node), element: element)
        if testCase.generator != nil, testCase.input != nil, testCase.arguments ?? node["generator_in"] != nil {
            throw element.error("has both \"in\" and what a generator is called with; remove one")
        }
        return testCase
    }

    /// The file that the value of `key` names; nil if it names none.
    private func file(_ key: String, of node: DMOJNode) throws(Diagnostic) -> PackageFile? {
        guard let value = node[key], !value.isNull else { return nil }
        let name = try value.string()
        guard let file = files.file(name) else {
            throw value.error("names the file \(name), which is neither in the package nor in its archive; add it")
        }
        return file
    }

    private static func points(_ node: DMOJNode) throws(Diagnostic) -> Score {
        guard let points = node["points"] else { return .one }
        let score = try ScoreSettings.score(points)
        guard score >= .zero else { throw points.error("must be 0 or more") }
        return score
    }

    /// The test cases that the names of the archive's files tell.
    private func guessed(_ root: DMOJNode, node: YAMLNode?) -> [DMOJItem] {
        findings.collect { () throws(Diagnostic) in
            try DMOJNames(self.files, root: root, node: node).items()
        } ?? []
    }
}
