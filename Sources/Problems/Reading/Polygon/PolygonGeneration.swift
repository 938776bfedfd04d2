import PackageFiles
import StrictXML

/// Says how the test files are made that a standard package leaves out: inputs by the commands of `problem.xml`, answers by the
/// main solution.
struct PolygonGeneration {
    /// Where what is between runs is put in the package.
    private static let folder = "verdict-generated"

    private let root: XMLElement
    private let files: FilesByPath
    private let findings: Findings
    private let assets: XMLElement?
    /// By the names of their sources, with and without extension.
    private let executables: [String: XMLElement]
    private(set) var generation = TestGeneration()
    /// The programs, by the paths of their sources.
    private var generators = GeneratorList<String>()

    init(_ root: XMLElement, _ files: FilesByPath, _ findings: Findings) {
        self.root = root
        self.files = files
        self.findings = findings
        assets = root.child("assets")
        executables = Self.executables(root)
        let testsets = root.child("judging")?.children("testset") ?? []
        guard let testset = testsets.first(where: { $0["name"] == PolygonJudging.judged }),
            let list = PolygonTestList(testset, findings)
        else { return }
        makeInputs(list.items.filter { files[$0.input] == nil })
        makeAnswers(list.items.filter { files[$0.answer] == nil })
        generation.generators = generators.generators
    }

    /// The inputs that commands make. What no command makes is missing, and for the reader to say.
    private mutating func makeInputs(_ items: [PolygonTestList.Item]) {
        /// Where the step of a command is that writes files: one run makes all that it writes.
        var steps: [String: Int] = [:]
        for item in items {
            guard let text = item.element["cmd"], let path = path(item.input, of: item) else { continue }
            let file = item.element["from-file"]
            // Polygon calls the files of a command by the numbers of tests, with or without zeros.
            let names = file.map { [$0, "0" + $0, "00" + $0] }
            let product = TestGeneration.Product(names.map { .file(names: $0) } ?? .standardOutput, at: path)
            if names != nil, let step = steps[text] {
                generation.steps[step].products.append(product)
                continue
            }
            guard let commands = commands(text, of: item) else { continue }
            if names != nil { steps[text] = generation.steps.count }
            generation.steps.append(TestGeneration.Step("test \(item.number)", commands, products: [product]))
        }
    }

    private mutating func makeAnswers(_ items: [PolygonTestList.Item]) {
        guard let first = items.first else { return }
        let judging = root.child("judging")
        if let name = [judging?["input-file"], judging?["output-file"]].compactMap(\.self)
            .first(where: { !["", "stdin", "stdout"].contains($0) })
        {
            findings.error(
                first.element,
                "the answer of test \(first.number) is not there, and a solution that reads or writes the file \(name) is not "
                    + "run to make it; download the full package")
            return
        }
        guard let solution = assets?.child("solutions")?.children("solution").first(where: { $0["tag"] == "main" }),
            let generator = generator(solution, isSolution: true)
        else {
            findings.error(
                first.element,
                "the answer of test \(first.number) is not there, and no solution has the tag \"main\" to make it")
            return
        }
        let interactor = assets?.child("interactor").flatMap { self.generator($0) }
        // What is wrong with them is said when the package is read.
        let runs = PolygonJudging.runs(root, Findings([]))
        for item in items {
            guard let input = path(item.input, of: item), let answer = path(item.answer, of: item) else { continue }
            let talks = runs.isEmpty ? [interactor] : runs.map { $0 == .withInteractor ? interactor : nil }
            makeAnswer(
                of: item, from: input, at: answer, talks.map { TestGeneration.Command(generator, interactor: $0) })
        }
    }

    /// The answer is what comes of the last of `runs`; each but the first works on what came of the one before it.
    private mutating func makeAnswer(
        of item: PolygonTestList.Item, from input: TreePath, at answer: TreePath, _ runs: [TestGeneration.Command]
    ) {
        var source = input
        for (index, run) in runs.enumerated() {
            let isLast = index == runs.count - 1
            guard let place = isLast ? answer : TreePath("\(Self.folder)/\(item.digits).run-\(index + 1)") else {
                return
            }
            let purpose = isLast ? "the answer of test \(item.number)" : "run \(index + 1) on test \(item.number)"
            generation.steps.append(
                TestGeneration.Step(
                    purpose, [run], input: source, products: [TestGeneration.Product(.standardOutput, at: place)]))
            source = place
        }
    }

    private func path(_ text: String, of item: PolygonTestList.Item) -> TreePath? {
        if let path = TreePath(text) { return path }
        findings.error(item.element, "\"\(text.prefix(80))\" is no path below the package; export it again")
        return nil
    }

    private mutating func commands(
        _ text: String, of item: PolygonTestList.Item
    ) -> [TestGeneration.Command]? {
        guard let words = CommandWords(text) else {
            findings.error(item.element, "\"cmd\" is no command: \(text.prefix(80))")
            return nil
        }
        var commands: [TestGeneration.Command] = []
        for command in words.commands {
            guard let executable = executables[command[0]] else {
                findings.error(
                    item.element, "test \(item.number) is made by \(command[0]), which is not among the <executables>")
                return nil
            }
            guard let generator = generator(executable) else { return nil }
            commands.append(TestGeneration.Command(generator, arguments: Array(command.dropFirst())))
        }
        return commands
    }

    private static func executables(_ root: XMLElement) -> [String: XMLElement] {
        var executables: [String: XMLElement] = [:]
        for element in root.child("files")?.child("executables")?.children("executable") ?? [] {
            let file = FilesByPath.name(of: element.child("source")?["path"] ?? "")
            for name in [file, file.split(separator: ".").dropLast().joined(separator: ".")] where !name.isEmpty {
                executables[name] = executables[name] ?? element
            }
        }
        return executables
    }

    /// Where the program of `element` stands among the generators; nil, and an error, if it cannot be built.
    private mutating func generator(_ element: XMLElement, isSolution: Bool = false) -> Int? {
        let (root, files, findings) = (root, files, findings)
        return generators.place(of: element.child("source")?["path"] ?? "") {
            guard let source = PolygonSource(of: element, files, findings) else { return nil }
            var sources = source.files
            if isSolution {
                let includes = PolygonResources(files, findings).includes(root.child("files")?.child("resources"))
                sources = sources.prefix(1) + (includes[source.language] ?? includes["default"] ?? [])
            }
            return TestGeneration.Generator(Program(name: source.name, files: sources, language: source.language))
        }
    }
}
