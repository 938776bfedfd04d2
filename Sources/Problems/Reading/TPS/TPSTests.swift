import Grading
import PackageFiles
import StrictYAML
import Units

/// The tests of a task. One that several subtasks have is a test case of each: it is made once, and judged in each.
struct TPSTests {
    /// What makes answers.
    enum Answers {
        /// A run of the model solution.
        case oneRun
        /// Two runs of it, in steps.
        case twoRuns
        /// Nothing: nobody looks at them.
        case empty
    }

    /// Where what is made is put in the package.
    private static let folder = "verdict-generated"

    private let data: TPSData
    private let files: FilesByPath
    /// The test cases, those of a subtask together.
    private(set) var cases: [TestCase] = []
    /// The names of the subtasks.
    var names: Set<String> { Set(data.subtasks.map(\.name)) }
    /// Files that are not there.
    private var missing: Set<String> = []

    init(_ data: TPSData, _ files: FilesByPath, _ findings: Findings) {
        self.data = data
        self.files = files
        for (name, tests) in data.subtasks {
            for test in tests {
                let (input, answer) = (input(test), Self.path(test, "out"))
                guard let inputFile = files[input], let answerFile = files[answer] else {
                    missing.insert(files[input] == nil ? input : answer)
                    continue
                }
                cases.append(
                    TestCase(
                        name: PrintableText.escape("\(name)/\(test.digits(atLeast: 3))"), input: inputFile,
                        answer: answerFile, answerNames: Self.answerNames(test), checkerPoints: .any))
            }
        }
    }

    /// What an output is called that is handed in: CMS' name for it, and TPS' own; TPS counts the tests from 1.
    private static func answerNames(_ test: Int) -> [String] {
        let number = (test + 1).digits(atLeast: 2)
        return ["output_\(number).txt", "\(number).out"]
    }

    /// A group for each subtask, with the points of `subtasks.json`: the least of its test cases counts.
    func tree(_ package: LoadedPackage, _ findings: Findings) -> GroupTree {
        if let first = missing.min() {
            let others = missing.count > 1 ? ", and \(missing.count - 1) more files" : ""
            findings.error(
                TPSData.file,
                "the file \(first) is not there\(others). `verdict judge` and `verdict submit` make what the commands and the "
                    + "model solution write")
            return GroupTree(tests: cases.count)
        }
        let points = points(package, findings)
        for (name, _) in data.subtasks where points[name] == nil {
            findings.error(TPSReader.subtasksFile, "has no subtask \(name), which gen/data has; add it")
        }
        if cases.isEmpty, findings.errors.isEmpty { findings.error(TPSData.file, "there are no tests in a subtask") }
        return findings.tree(of: cases.count, in: TPSReader.subtasksFile) { () throws(GradingError) in
            try GroupTree(
                data.subtasks.map { name, tests in
                    Subtask(name: PrintableText.escape(name), tests: tests.count, points: points[name] ?? .zero)
                })
        }
    }

    private func points(_ package: LoadedPackage, _ findings: Findings) -> [String: Score] {
        guard let entry = package.child(TPSReader.subtasksFile) else {
            findings.error(TPSReader.subtasksFile, "is not there; add it, with the points of each subtask")
            return [:]
        }
        return findings.collect { () throws(Diagnostic) in
            let subtasks = try package.yaml(entry, findings).mapping("subtasks")
            var points: [String: Score] = [:]
            for name in subtasks.keys {
                points[name] = try ScoreSettings.score(subtasks.mapping(name).value("score"))
            }
            return points
        } ?? [:]
    }

    /// How the files are made: inputs by the programs of `gen`, answers by the model solution.
    /// - Parameters:
    ///   - programs: those of the task.
    ///   - model: the model solution, with its grader; nil: there is none.
    ///   - answers: what makes answers.
    ///   - findings: takes what is in the way.
    func generation(
        _ programs: TPSPrograms, model: Program?, answers: Answers, _ findings: Findings
    ) -> TestGeneration {
        var generation = TestGeneration()
        var generators = GeneratorList<String>()
        for (number, test) in data.tests.enumerated() {
            guard let input = TreePath(input(number)), let answer = TreePath(Self.path(number, "out")) else {
                findings.error(TPSData.file, line: test.line, "names a file that is not below the package")
                continue
            }
            if files[input.text] == nil {
                guard case .command(let name, let arguments) = test.source else {
                    findings.error(TPSData.file, line: test.line, "there is no \(input.text); add it")
                    continue
                }
                let place = generators.place(of: name) {
                    files.program(called: "gen/\(name)").map { TestGeneration.Generator($0) }
                }
                guard let place else {
                    findings.error(TPSData.file, line: test.line, "there is no generator gen/\(name); add its source")
                    continue
                }
                generation.steps.append(
                    TestGeneration.Step(
                        "test \(number)", [TestGeneration.Command(place, arguments: arguments)],
                        products: [TestGeneration.Product(.standardOutput, at: input)]))
            }
            guard files[answer.text] == nil else { continue }
            guard answers != .empty else {
                generation.texts.append(TestGeneration.Text([], at: answer))
                continue
            }
            // No program of `gen` has an empty name.
            guard let place = generators.place(of: "", { model.map { TestGeneration.Generator($0) } }) else {
                findings.error(
                    TPSReader.solutionsFile, "no solution is the \"model_solution\", which makes the answers")
                break
            }
            generation.steps += Self.steps(answers, of: number, by: place, from: input, to: answer)
        }
        generation.generators = generators.generators
        return generation
    }

    /// What makes the answer of a test by the program with the number `place`.
    private static func steps(
        _ answers: Answers, of test: Int, by place: Int, from input: TreePath, to answer: TreePath
    ) -> [TestGeneration.Step] {
        let product = TestGeneration.Product(.standardOutput, at: answer)
        guard answers == .twoRuns, let between = TreePath(path(test, "pipe")) else {
            return [
                TestGeneration.Step(
                    "the answer of test \(test)", [TestGeneration.Command(place)], input: input, products: [product])
            ]
        }
        // One after the other: the first writes a file, and the second reads it as if it were the pipe.
        let file = TestGeneration.Product(.file(names: ["pipe"]), at: between)
        return [
            TestGeneration.Step(
                "what the first step says of test \(test)", [TestGeneration.Command(place, arguments: ["0", "pipe"])],
                input: input, products: [file]),
            TestGeneration.Step(
                "the answer of test \(test)", [TestGeneration.Command(place, arguments: ["1", "/dev/stdin"])],
                input: between, products: [product]),
        ]
    }

    /// Where the input of a test is, or is put.
    private func input(_ test: Int) -> String {
        if case .file(let path) = data.tests[test].source { path } else { Self.path(test, "in") }
    }

    private static func path(_ test: Int, _ kind: String) -> String { "\(folder)/\(test.digits(atLeast: 3)).\(kind)" }
}
