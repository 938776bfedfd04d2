import Grading
import PackageFiles
import StrictYAML

/// The tests of a task, in the order of their numbers.
struct CMSTests {
    /// The tests whose files are there.
    private(set) var cases: [TestCase] = []

    private let files: CMSFiles
    private let scoring: CMSScoring
    /// The names of files that are not there.
    private var missing: [String] = []

    init(_ files: CMSFiles, _ scoring: CMSScoring, _ findings: Findings) {
        self.files = files
        self.scoring = scoring
        for number in 0..<scoring.tests {
            guard let input = files[Self.input(number)], let answer = files[Self.answer(number)] else {
                missing.append(files[Self.input(number)] == nil ? Self.input(number) : Self.answer(number))
                continue
            }
            cases.append(
                TestCase(name: name(of: number), input: input, answer: answer, checkerPoints: .any))
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
        let root = GroupRule(verdict: VerdictRule(.firstWithoutPoints), aggregate: .sum, stop: .never)
        var groups = [TestGroup(name: "", rule: root)]
        if scoring.subtasks.isEmpty {
            groups[0].members = [.tests(0..<cases.count, points: TestPoints(accepted: scoring.points))]
        }
        var start = 0
        for (index, subtask) in scoring.subtasks.enumerated() {
            let range = start..<start + subtask.tests
            start = range.upperBound
            groups[0].members.append(.group(groups.count))
            groups.append(
                TestGroup(
                    name: "subtask-\(index + 1)", members: [.tests(range, points: TestPoints(accepted: .one))],
                    rule: GroupRule(
                        verdict: VerdictRule(.firstWithoutPoints), aggregate: subtask.aggregate, factor: subtask.points,
                        stop: .afterRejection)))
        }
        do throws(GradingError) {
            return try GroupTree(groups)
        } catch {
            findings.error(CMSReader.settingsFile, error.description)
            return GroupTree(tests: cases.count)
        }
    }

    /// How the files are made that are not there: inputs by the generator, answers by the solution.
    func generation(_ script: CMSGeneratorScript, _ findings: Findings) -> TestGeneration {
        var generation = TestGeneration()
        let generator = program(["gen/generator", "gen/generatore"], headersOf: "gen")
        let solution = program(["sol/solution", "sol/soluzione"], headersOf: "sol")
        var places: [String: Int] = [:]
        func place(_ program: Program) -> Int {
            if let place = places[program.name] { return place }
            places[program.name] = generation.generators.count
            generation.generators.append(TestGeneration.Generator(program))
            return generation.generators.count - 1
        }
        for number in 0..<scoring.tests {
            guard let input = TreePath(Self.input(number)), let answer = TreePath(Self.answer(number)) else { continue }
            if files[input.text] == nil, script.lines.indices.contains(number) {
                let line = script.lines[number]
                guard case .arguments(let arguments) = line.source, let generator else {
                    findings.error(
                        "gen/GEN", line: line.number,
                        "\(input.text) is not there, and nothing makes it: copies are not made, and a generator is "
                            + "gen/generator or gen/generatore with an extension; add the file")
                    continue
                }
                generation.steps.append(
                    TestGeneration.Step(
                        "test \(number)", [TestGeneration.Command(place(generator), arguments: arguments)],
                        products: [TestGeneration.Product(.standardOutput, at: input)]))
            }
            guard files[answer.text] == nil, let solution, files[input.text] != nil || script.isThere else { continue }
            generation.steps.append(
                TestGeneration.Step(
                    "the answer of test \(number)", [TestGeneration.Command(place(solution))], input: input,
                    products: [TestGeneration.Product(.standardOutput, at: answer)]))
        }
        return generation
    }

    /// The program whose source has one of these names with an extension, with the headers of its folder.
    private func program(_ names: [String], headersOf folder: String) -> Program? {
        let all = files.files(in: folder)
        let kinds = CMSPrograms.kinds
        for name in names {
            let stem = name.dropFirst(folder.count + 1) + "."
            let sources = all.filter { $0.name.hasPrefix(stem) && kinds.contains($0.kind) }
            let first = sources.min { (kinds.firstIndex(of: $0.kind) ?? 0) < (kinds.firstIndex(of: $1.kind) ?? 0) }
            guard let first else { continue }
            let headers = all.filter { CMSPrograms.headers.contains($0.kind) }
            return Program(
                name: PrintableText.escape("\(folder)/\(first.name)"),
                files: ([first] + headers).map { SourceFile($0.file, name: $0.name) })
        }
        return nil
    }

    /// `subtask-2/007`, or `007` where there are no subtasks.
    private func name(of number: Int) -> String {
        let digits = "\(number)"
        let name = String(repeating: "0", count: max(0, 3 - digits.count)) + digits
        var end = 0
        for (index, subtask) in scoring.subtasks.enumerated() {
            end += subtask.tests
            if number < end { return "subtask-\(index + 1)/\(name)" }
        }
        return name
    }

    private static func input(_ number: Int) -> String { "input/input\(number).txt" }
    private static func answer(_ number: Int) -> String { "output/output\(number).txt" }
}
