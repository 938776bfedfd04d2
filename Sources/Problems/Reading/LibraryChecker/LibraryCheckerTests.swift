import PackageFiles
import StrictYAML
import Units

/// The tests that `info.toml` lists: so many of each generator, which is called with their numbers, or files called by them.
struct LibraryCheckerTests {
    private struct Item {
        /// `random_00`.
        var name: String
        /// Where its input is, or is put.
        var input: String
        /// The program that makes the input, and what it is called with; nil: the input was written by hand.
        var generator: (path: String, seed: Int)?
        /// Where the answer is, or is put.
        var answer: String { "out/\(name).out" }
        /// The line of `info.toml`.
        var line: Int
    }

    private static let solution = "sol/correct.cpp"

    private let programs: LibraryCheckerFiles
    private var files: FilesByPath { programs.files }
    private var items: [Item] = []

    init(_ info: YAMLMapping, _ programs: LibraryCheckerFiles, _ findings: Findings) {
        self.programs = programs
        let nodes = findings.collect { () throws(Diagnostic) in try info.value("tests").sequence() } ?? []
        for node in nodes {
            _ = findings.collect { () throws(Diagnostic) in try self.add(node) }
        }
    }

    private mutating func add(_ node: YAMLNode) throws(Diagnostic) {
        let mapping = try node.mapping()
        try mapping.allow("name", "number")
        let name = try mapping.string("name")
        let number = try mapping.integer("number", in: 0...10_000)
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let stem = parts.first, !stem.isEmpty, !name.contains("/"),
            ["in", "cpp", "py"].contains(parts[1])
        else { throw try mapping.value("name").error("must be the name of a generator, NAME.cpp, or NAME.in") }
        guard items.count + number <= TreeLimits.files else {
            throw try mapping.value("number").error("makes more than \(TreeLimits.files) tests; make fewer")
        }
        for seed in 0..<number {
            let test = "\(stem)_" + seed.digits(atLeast: 2)
            let isGiven = parts[1] == "in"
            items.append(
                Item(
                    name: test, input: isGiven ? "gen/\(test).in" : "in/\(test).in",
                    generator: isGiven ? nil : ("gen/\(name)", seed), line: node.line))
        }
    }

    /// The tests whose files are there; that some are not is an error.
    func cases(_ findings: Findings) -> [TestCase] {
        var cases: [TestCase] = []
        var missing: [String] = []
        for item in items {
            guard let input = files[item.input], let answer = files[item.answer] else {
                missing.append(files[item.input] == nil ? item.input : item.answer)
                continue
            }
            let folder = item.name.hasPrefix("example_") ? "sample" : "secret"
            cases.append(TestCase(name: "\(folder)/\(item.name)", input: input, answer: answer))
        }
        if let first = missing.first {
            let others = missing.count > 1 ? ", and files of \(missing.count - 1) more tests" : ""
            findings.error(
                LibraryCheckerReader.settingsFile,
                "the file \(first) is not there\(others). `verdict judge` and `verdict submit` make what the package's "
                    + "generators and sol/correct.cpp write")
        } else if cases.isEmpty {
            findings.error(LibraryCheckerReader.settingsFile, "there are no tests; list some as [[tests]]")
        }
        return cases.sorted { $0.isSample && !$1.isSample }
    }

    /// How the files are made that are not there.
    func generation(_ findings: Findings) -> TestGeneration {
        var generation = TestGeneration()
        var generators = GeneratorList<String>()
        func generator(_ path: String, line: Int) -> Int? {
            let place = generators.place(of: path) { programs.program(path).map { TestGeneration.Generator($0) } }
            if place == nil {
                findings.error(LibraryCheckerReader.settingsFile, line: line, "there is no \(path); add it")
            }
            return place
        }
        for item in items {
            guard let input = TreePath(item.input), let answer = TreePath(item.answer) else { continue }
            if files[item.input] == nil {
                guard let made = item.generator else {
                    findings.error(
                        LibraryCheckerReader.settingsFile, line: item.line, "there is no \(item.input); add it")
                    continue
                }
                guard let place = generator(made.path, line: item.line) else { continue }
                generation.steps.append(
                    TestGeneration.Step(
                        item.name, [TestGeneration.Command(place, arguments: ["\(made.seed)"])],
                        products: [TestGeneration.Product(.standardOutput, at: input)]))
            }
            guard files[item.answer] == nil, let place = generator(Self.solution, line: item.line) else { continue }
            generation.steps.append(
                TestGeneration.Step(
                    "the answer of \(item.name)", [TestGeneration.Command(place)], input: input,
                    products: [TestGeneration.Product(.standardOutput, at: answer)]))
        }
        generation.generators = generators.generators
        return generation
    }
}
