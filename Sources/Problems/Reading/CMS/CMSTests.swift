import Grading
import PackageFiles
import StrictYAML

/// The tests of a task, in the order of their numbers.
struct CMSTests {
    /// The tests whose files are there.
    private(set) var cases: [TestCase] = []

    private let files: FilesByPath
    private let scoring: CMSScoring
    /// The names of files that are not there.
    private var missing: [String] = []

    init(_ files: FilesByPath, _ scoring: CMSScoring, _ findings: Findings) {
        self.files = files
        self.scoring = scoring
        for number in 0..<scoring.tests {
            guard let input = files[Self.input(number)], let answer = files[Self.answer(number)] else {
                missing.append(files[Self.input(number)] == nil ? Self.input(number) : Self.answer(number))
                continue
            }
            cases.append(
                TestCase(
                    name: name(of: number), input: input, answer: answer,
                    answerNames: ["output_\(number.digits(atLeast: 3)).txt"], checkerPoints: .any))
        }
    }

    /// The groups: one for each subtask, or none. That tests are missing is an error.
    func tree(_ findings: Findings) -> GroupTree {
        if let first = missing.first {
            let others = missing.count > 1 ? ", and files of \(missing.count - 1) more tests" : ""
            findings.error(
                CMSReader.settingsFile,
                "the file \(first) is not there\(others). `verdict judge` and `verdict submit` make what gen/GEN and a solution "
                    + "say; or add it")
            return GroupTree(tests: cases.count)
        }
        return findings.tree(of: cases.count, in: CMSReader.settingsFile) { () throws(GradingError) in
            guard scoring.subtasks.isEmpty else { return try GroupTree(scoring.subtasks) }
            let root = GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)
            let all = TestGroup.Member.tests(0..<cases.count, points: TestPoints(accepted: scoring.points))
            return try GroupTree([TestGroup(name: "", members: [all], rule: root)])
        }
    }

    /// How the files are made that are not there: inputs by the generator, answers by the solution.
    /// - Parameters:
    ///   - script: what the generator is called with.
    ///   - hasAnswers: whether somebody looks at answers; else they are empty.
    ///   - findings: takes what is in the way.
    func generation(
        _ script: CMSGeneratorScript, hasAnswers: Bool = true, _ findings: Findings
    ) -> TestGeneration {
        var generation = TestGeneration()
        var generators = GeneratorList<String>()
        let generator = Self.program(["gen/generator", "gen/generatore"], in: files)
        let solution = Self.program(["sol/solution", "sol/soluzione"], in: files)
        func place(_ program: Program) -> Int? {
            generators.place(of: program.name) { TestGeneration.Generator(program) }
        }
        for number in 0..<scoring.tests {
            guard let input = TreePath(Self.input(number)), let answer = TreePath(Self.answer(number)) else { continue }
            if files[input.text] == nil, script.lines.indices.contains(number) {
                let line = script.lines[number]
                guard case .arguments(let arguments) = line.source, let place = generator.flatMap(place) else {
                    findings.error(
                        "gen/GEN", line: line.number,
                        "\(input.text) is not there, and nothing makes it: copies are not made, and a generator is "
                            + "gen/generator or gen/generatore with an extension; add the file")
                    continue
                }
                generation.steps.append(
                    TestGeneration.Step(
                        "test \(number)", [TestGeneration.Command(place, arguments: arguments)],
                        products: [TestGeneration.Product(.standardOutput, at: input)]))
            }
            if !hasAnswers, files[answer.text] == nil { generation.texts.append(TestGeneration.Text([], at: answer)) }
            guard hasAnswers, files[answer.text] == nil, files[input.text] != nil || script.isThere,
                let place = solution.flatMap(place)
            else { continue }
            generation.steps.append(
                TestGeneration.Step(
                    "the answer of test \(number)", [TestGeneration.Command(place)], input: input,
                    products: [TestGeneration.Product(.standardOutput, at: answer)]))
        }
        generation.generators = generators.generators
        return generation
    }

    /// The program that is called by the first of `paths` for which there is a source.
    private static func program(_ paths: [String], in files: FilesByPath) -> Program? {
        paths.lazy.compactMap { files.program(called: $0) }.first
    }

    /// `subtask-2/007`, or `007` where there are no subtasks.
    private func name(of number: Int) -> String {
        let name = number.digits(atLeast: 3)
        var end = 0
        for subtask in scoring.subtasks {
            end += subtask.tests
            if number < end { return "\(subtask.name)/\(name)" }
        }
        return name
    }

    private static func input(_ number: Int) -> String { "input/input\(number).txt" }
    private static func answer(_ number: Int) -> String { "output/output\(number).txt" }
}
