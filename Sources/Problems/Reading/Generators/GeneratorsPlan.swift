import PackageFiles
import StrictYAML
import Units

/// Says how test data is made that a package of the ICPC's formats lacks and `generators/generators.yaml` lists.
///
/// Nothing is made where `data/secret` has test cases: what is there counts, however it came about.
struct GeneratorsPlan {
    /// What a generator may write instead of standard output.
    private static let inputName = "testcase.in"
    /// Folders whose answers a solution writes.
    private static let judged: Set<String> = ["sample", "secret"]
    /// Folders that are for other tools.
    private static let unused: Set<String> = ["testing_tool_test", "fuzz"]

    private let package: LoadedPackage
    private let findings: Findings
    /// Whether answers mean nothing, as submissions talk with a validator.
    private let hasEmptyAnswers: Bool
    private var generators = GeneratorList<String>()
    private(set) var generation = TestGeneration()

    /// What is made for the package whose `problem.yaml` is `settings`.
    static func generation(
        of package: LoadedPackage, _ settings: YAMLMapping, _ findings: Findings
    ) -> TestGeneration {
        guard let entry = package.root.entry(at: GeneratorsFile.path), entry.file != nil,
            !hasTests(package.root.entry(at: "data/secret"))
        else { return TestGeneration() }
        let untold = Findings([])
        let constants = Constants(settings["constants"], untold)
        let file = findings.collect { () throws(Diagnostic) in
            try GeneratorsFile(try package.yaml(entry, untold), of: package, constants: constants)
        }
        guard let file else { return TestGeneration() }
        var plan = GeneratorsPlan(package, settings, findings)
        plan.make(file)
        return plan.generation
    }

    private init(_ package: LoadedPackage, _ settings: YAMLMapping, _ findings: Findings) {
        self.package = package
        self.findings = findings
        let words = [settings["type"], settings["validation"]].compactMap(\.self).flatMap { node in
            ((try? node.strings()) ?? []).flatMap { $0.split(separator: " ").map { String($0) } }
        }
        hasEmptyAnswers = words.contains("interactive") || words.contains("multi-pass")
    }

    private static func hasTests(_ folder: PackageEntry?) -> Bool {
        folder?.files.contains { $0.path.hasSuffix(".in") } ?? false
    }

    private mutating func make(_ file: GeneratorsFile) {
        for (path, text) in file.settings { add(.text(text), at: path) }
        for planned in file.cases where !Self.unused.contains(planned.root) {
            for (kind, source) in planned.files.sorted(by: { $0.key < $1.key }) {
                add(source, at: "\(planned.path).\(kind)", from: file)
            }
            if planned.files["in"] == nil {
                findings.error(
                    GeneratorsFile.path, line: planned.line, "says of no file that it is the input of \(planned.path)")
            } else if Self.judged.contains(planned.root), planned.files["ans"] == nil {
                addAnswer(of: planned)
            }
        }
        for included in file.included where !Self.unused.contains(file.cases[included.origin].root) {
            let origin = file.cases[included.origin]
            for kind in Set(origin.files.keys).union(["in", "ans"]).sorted() {
                guard let input = TreePath("data/\(origin.path).\(kind)") else { continue }
                add([], input: input, [.standardOutput], at: "\(included.path).\(kind)")
            }
        }
        generation.generators = generators.generators
    }

    /// The file at `path` below `data`, unless it is there.
    private mutating func add(_ source: PlannedCase.Source, at path: String, from file: GeneratorsFile? = nil) {
        switch source {
        case .text(let text):
            guard package.root.entry(at: "data/\(path)") == nil, let place = TreePath("data/\(path)") else { return }
            generation.texts.append(TestGeneration.Text(Array(text.utf8), at: place))
        case .copy(let original): add([], input: original.path, [.standardOutput], at: path)
        case .command(let name, let arguments, let line):
            let package = package
            let place = generators.place(of: name) {
                Self.program(name, file?.programs[name], in: package).map { TestGeneration.Generator($0) }
            }
            guard let place else {
                return findings.error(
                    GeneratorsFile.path, line: line, "calls \(name), which is not in the folder generators; add it")
            }
            let command = TestGeneration.Command(place, arguments: arguments)
            add([command], [.fileOrStandardOutput(name: Self.inputName)], at: path)
        }
    }

    private mutating func add(
        _ commands: [TestGeneration.Command], input: TreePath? = nil, _ origins: [TestGeneration.Origin],
        at path: String
    ) {
        guard package.root.entry(at: "data/\(path)") == nil, let place = TreePath("data/\(path)") else { return }
        generation.steps.append(
            TestGeneration.Step(
                "data/\(path)", commands, input: input,
                products: origins.map { TestGeneration.Product($0, at: place) }))
    }

    private mutating func addAnswer(of planned: PlannedCase) {
        if hasEmptyAnswers { return add(.text(""), at: planned.path + ".ans") }
        let name: String?
        switch planned.solution {
        case .none: name = nil
        case .named(let path, _): name = path
        case .usual: name = accepted
        }
        let package = package
        let place = name.flatMap { name in
            generators.place(of: "/" + name) {
                package.root.entry(at: name).flatMap { entry -> TestGeneration.Generator? in
                    let files = package.sourceFiles(entry)
                    return files.isEmpty ? nil : TestGeneration.Generator(Program(name: entry.location, files: files))
                }
            }
        }
        guard let place, let input = TreePath("data/\(planned.path).in") else {
            return findings.error(
                GeneratorsFile.path, line: planned.line,
                "gives no answer to \(planned.path), and no solution that writes it; name one in \"solution\"")
        }
        add([TestGeneration.Command(place)], input: input, [.standardOutput], at: planned.path + ".ans")
    }

    /// The first solution that is to be accepted, by name.
    private var accepted: String? {
        package.root.entry(at: "submissions/accepted")?.children.first.map { "submissions/accepted/\($0.name)" }
    }

    /// The program called `name`: its files are listed, or it is a file or folder of that name.
    private static func program(_ name: String, _ files: [String]?, in package: LoadedPackage) -> Program? {
        let folder = GeneratorsFile.folder
        guard let files else {
            guard let entry = package.root.entry(at: "\(folder)/\(name)") else { return nil }
            let sources = package.sourceFiles(entry)
            return sources.isEmpty ? nil : Program(name: entry.location, files: sources)
        }
        let sources = files.compactMap { path in
            package.root.entry(at: "\(folder)/\(path)")?.file.map { SourceFile($0, name: FilesByPath.name(of: path)) }
        }
        guard sources.count == files.count, !sources.isEmpty else { return nil }
        return Program(name: PrintableText.escape("\(folder)/\(name)"), files: sources)
    }
}
