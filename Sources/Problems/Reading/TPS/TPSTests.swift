import Grading
import PackageFiles
import StrictYAML

/// The tests of a task. One that several subtasks have is a test case of each: it is made once, and judged in each.
struct TPSTests {
    /// Where what is made is put in the package.
    private static let folder = "verdict-generated"

    private let data: TPSData
    private let files: CMSFiles
    /// The test cases, those of a subtask together.
    private(set) var cases: [TestCase] = []
    /// The names of the subtasks.
    var names: Set<String> { Set(data.subtasks.map(\.name)) }
    /// Files that are not there.
    private var missing: Set<String> = []

    init(_ data: TPSData, _ files: CMSFiles, _ findings: Findings) {
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
                        name: PrintableText.escape("\(name)/\(Self.digits(test))"), input: inputFile,
                        answer: answerFile, checkerPoints: .any))
            }
        }
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
        let root = GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)
        var groups = [TestGroup(name: "", rule: root)]
        let points = points(package, findings)
        var start = 0
        for (name, tests) in data.subtasks {
            let range = start..<start + tests.count
            start = range.upperBound
            if points[name] == nil {
                findings.error(TPSReader.subtasksFile, "has no subtask \(name), which gen/data has; add it")
            }
            groups[0].members.append(.group(groups.count))
            groups.append(
                TestGroup(
                    name: PrintableText.escape(name), members: [.tests(range, points: TestPoints(accepted: .one))],
                    rule: GroupRule(
                        verdict: VerdictRule(.firstWithoutPoints), aggregate: .minimum, factor: points[name] ?? .zero,
                        stop: .afterRejection)))
        }
        if cases.isEmpty, findings.errors.isEmpty { findings.error(TPSData.file, "there are no tests in a subtask") }
        do throws(GradingError) {
            return try GroupTree(groups)
        } catch {
            findings.error(TPSReader.subtasksFile, error.description)
            return GroupTree(tests: cases.count)
        }
    }

    private func points(_ package: LoadedPackage, _ findings: Findings) -> [String: Score] {
        guard let entry = package.child(TPSReader.subtasksFile) else {
            findings.error(TPSReader.subtasksFile, "is not there; add it, with the points of each subtask")
            return [:]
        }
        return findings.collect { () throws(YAMLError) in
            let subtasks = try package.yaml(entry, findings).mapping("subtasks")
            var points: [String: Score] = [:]
            for name in subtasks.keys {
                points[name] = try ScoreSettings.score(subtasks.mapping(name).value("score"))
            }
            return points
        } ?? [:]
    }

    /// How the files are made: inputs by the programs of `gen`, answers by the model solution.
    /// - Parameter model: the model solution, with its grader; nil: there is none.
    func generation(_ programs: TPSPrograms, model: Program?, _ findings: Findings) -> TestGeneration {
        var generation = TestGeneration()
        var places: [String: Int] = [:]
        func place(_ program: Program) -> Int {
            if let place = places[program.name] { return place }
            places[program.name] = generation.generators.count
            generation.generators.append(TestGeneration.Generator(program))
            return generation.generators.count - 1
        }
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
                guard let program = TPSPrograms.program("gen/\(name)", in: files) else {
                    findings.error(TPSData.file, line: test.line, "there is no generator gen/\(name); add its source")
                    continue
                }
                generation.steps.append(
                    TestGeneration.Step(
                        "test \(number)", [TestGeneration.Command(place(program), arguments: arguments)],
                        products: [TestGeneration.Product(.standardOutput, at: input)]))
            }
            guard files[answer.text] == nil else { continue }
            guard let model else {
                findings.error(
                    TPSReader.solutionsFile, "no solution is the \"model_solution\", which makes the answers")
                break
            }
            generation.steps.append(
                TestGeneration.Step(
                    "the answer of test \(number)", [TestGeneration.Command(place(model))], input: input,
                    products: [TestGeneration.Product(.standardOutput, at: answer)]))
        }
        return generation
    }

    /// Where the input of a test is, or is put.
    private func input(_ test: Int) -> String {
        if case .file(let path) = data.tests[test].source { path } else { Self.path(test, "in") }
    }

    private static func path(_ test: Int, _ kind: String) -> String { "\(folder)/\(digits(test)).\(kind)" }

    private static func digits(_ test: Int) -> String {
        let digits = "\(test)"
        return String(repeating: "0", count: max(0, 3 - digits.count)) + digits
    }
}
