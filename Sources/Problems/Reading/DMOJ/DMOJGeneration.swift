import PackageFiles
import StrictYAML
import Units

/// Files of test cases that `init.yml` names no file for: empty ones, and those that a generator makes, which writes the input to
/// standard output and the answer to standard error.
struct DMOJGeneration {
    /// Where such files are put in the package.
    private static let folder = "verdict-generated"

    private let root: PackageEntry
    private let programs: DMOJPrograms
    private let findings: Findings
    private(set) var generation = TestGeneration()
    /// The generators that were read, by the lines where they are named.
    private var generators = GeneratorList<Int>()
    /// The number of the test case, from 1.
    private var number = 0

    private init(_ root: PackageEntry, _ findings: Findings) {
        self.root = root
        self.findings = findings
        programs = DMOJPrograms(root)
    }

    /// What makes the files that `items` lack.
    static func generation(of items: [DMOJItem], in root: PackageEntry, _ findings: Findings) -> TestGeneration {
        var maker = DMOJGeneration(root, findings)
        for testCase in items.flatMap(\.cases) {
            maker.number += 1
            _ = findings.collect { () throws(Diagnostic) in try maker.add(testCase) }
        }
        maker.generation.generators = maker.generators.generators
        return maker.generation
    }

    /// The same items with the files that were made for them; what was not is an error.
    static func completed(_ items: [DMOJItem], in root: PackageEntry, _ findings: Findings) -> [DMOJItem] {
        var number = 0
        return items.map { item in
            var item = item
            for index in item.cases.indices {
                number += 1
                item.cases[index].input = item.cases[index].input ?? made("in", number, in: root)
                item.cases[index].answer = item.cases[index].answer ?? made("out", number, in: root)
                if let key = item.cases[index].lacks {
                    findings.error(
                        DMOJReader.settingsFile, line: item.cases[index].element?.line,
                        "the test case \(number) has no file for \"\(key)\". `verdict judge` and `verdict submit` make it; or "
                            + "add the file and name it")
                }
            }
            return item
        }
    }

    private static func path(_ kind: String, _ number: Int) -> String { "\(folder)/\(number).\(kind)" }

    private static func made(_ kind: String, _ number: Int, in root: PackageEntry) -> PackageFile? {
        root.entry(at: path(kind, number))?.file
    }

    private mutating func add(_ testCase: DMOJCase) throws(Diagnostic) {
        var products: [TestGeneration.Product] = []
        for (kind, origin, given) in [
            ("in", TestGeneration.Origin.standardOutput, testCase.input), ("out", .standardError, testCase.answer),
        ] {
            let place = Self.path(kind, number)
            guard given == nil, root.entry(at: place) == nil, let path = TreePath(place) else { continue }
            if testCase.generator == nil {
                generation.texts.append(TestGeneration.Text([], at: path))
            } else {
                products.append(TestGeneration.Product(origin, at: path))
            }
        }
        guard !products.isEmpty, let node = testCase.generator else { return }
        let programs = programs
        let place = try generators.place(of: node.line) { () throws(Diagnostic) in
            try Self.generator(node, of: programs)
        }
        guard let place else { return }
        var arguments = try testCase.arguments?.strings() ?? []
        if arguments.isEmpty, node.isMapping { arguments = try node.mapping()["args"]?.strings() ?? [] }
        let command = TestGeneration.Command(place, arguments: arguments)
        generation.steps.append(
            TestGeneration.Step(
                "test case \(number)", [command], input: testCase.generatorInput?.path, products: products))
    }

    private static func generator(
        _ node: YAMLNode, of programs: DMOJPrograms
    ) throws(Diagnostic) -> TestGeneration.Generator {
        guard node.isMapping else {
            return TestGeneration.Generator(
                try programs.program(node), time: DMOJPrograms.time, memory: DMOJPrograms.memory)
        }
        let mapping = try node.mapping()
        let program = try programs.program(
            mapping.value("source"), language: mapping["language"], flags: mapping["flags"])
        var generator = TestGeneration.Generator(program, time: DMOJPrograms.time, memory: DMOJPrograms.memory)
        if let time = mapping["time_limit"] { generator.time = .seconds(try time.integer(in: 1...86_400)) }
        if let memory = mapping["memory_limit"] {
            generator.memory = .kibibytes(Int64(try memory.integer(in: 1...1 << 30)))
        }
        return generator
    }
}
