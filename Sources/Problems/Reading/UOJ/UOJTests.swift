import Grading
import PackageFiles
import Units

/// The tests of a package of UOJ, and what they are worth: each something, or subtasks that have all of their points or none. Who
/// passes all of them has 100 points, and loses 3 at the first extra test that it fails.
struct UOJTests {
    private(set) var cases: [TestCase] = []
    private(set) var groups: [TestGroup] = []
    /// The most that a test has.
    private(set) var limits = ProblemLimits()
    private(set) var time = Duration.zero

    /// Whether submissions are the outputs of the tests, called as the package's own: then there are no extra tests, and no points
    /// but those of the tests.
    let areAnswers: Bool

    private static let all = 100
    private static let extraLoss = Score(-3)

    private let settings: UOJSettings
    private let files: FilesByPath
    private let findings: Findings
    /// The groups that whoever has passed all tests has passed.
    private var passed: [Int] = []
    /// The most points that the tests give.
    private var total = Score.zero

    init(_ settings: UOJSettings, _ files: FilesByPath, _ findings: Findings) {
        self.settings = settings
        self.files = files
        self.findings = findings
        areAnswers = settings.isOn("submit_answer")
        limits.memory = ByteCount(0)
        limits.output = ByteCount(0)
        let most = UOJSettings.mostTests
        let tests = settings.integer("n_tests", in: 1...most, or: 10)
        let extras = settings.integer("n_ex_tests", in: 0...most, or: 0)
        let subtasks = settings.integer("n_subtasks", in: 0...min(tests, 1000), or: 0)
        _ = settings.integer("n_sample_tests", in: 0...extras, or: 0)
        groups = [TestGroup(name: "", rule: GroupRule(aggregate: .sum, stop: .never))]
        switch subtasks {
        case 0: addPoints(tests)
        case 1: addSubtask(1, 1...tests, points: Self.all)
        default: addSubtasks(subtasks, tests)
        }
        if !areAnswers {
            addRest()
            addExtra(extras)
        }
        let full = areAnswers ? total : Score(Self.all)
        groups[0].rule.verdict = full == .zero ? .first : VerdictRule(.byScore(full: full))
        narrow()
    }

    /// Tests that are worth something each.
    private mutating func addPoints(_ tests: Int) {
        var group = TestGroup(name: "tests", rule: GroupRule(aggregate: .sum, stop: .never))
        for number in 1...tests {
            let points = settings.integer("point_score", number, in: 0...1_000_000, or: Self.all / tests)
            let score = Score(points)
            total = total + score
            guard let index = add(number, named: "tests/\(number)", .whole(score)) else { continue }
            group.members.append(.tests(index..<index + 1, points: TestPoints(accepted: score)))
        }
        group.rule.verdict = total == .zero ? .first : VerdictRule(.byScore(full: total))
        append(group)
    }

    private mutating func addSubtasks(_ count: Int, _ tests: Int) {
        var end = 0
        for number in 1...count {
            let last = settings.integer("subtask_end", number, in: 0...tests, or: 0)
            guard last > end else {
                findings.error(
                    settings.file, line: settings.value("subtask_end", number)?.line,
                    "\"subtask_end_\(number)\" must be more than \(end), where the subtask before it ends; correct it")
                return
            }
            let points = settings.integer("subtask_score", number, in: 0...1_000_000, or: Self.all / count)
            addSubtask(number, end + 1...last, points: points)
            end = last
        }
        if end < tests {
            findings.warn(settings.file, "the tests from \(end + 1) to \(tests) are in no subtask, and not used")
        }
    }

    private mutating func addSubtask(_ number: Int, _ tests: ClosedRange<Int>, points: Int) {
        let name = "subtask-\(number)"
        let isPacked = self.isPacked(number)
        var group = TestGroup(
            name: name,
            rule: GroupRule(
                verdict: isPacked || points == 0 ? .first : VerdictRule(.byScore(full: Score(points))),
                aggregate: isPacked ? .allOrNothing : .minimum, factor: isPacked ? Score(points) : .one,
                stop: .afterRejection),
            requires: required(by: number))
        let start = cases.count
        for test in tests { _ = add(test, named: "\(name)/\(test)", isPacked ? .full : .whole(Score(points))) }
        group.members = [.tests(start..<cases.count, points: TestPoints(accepted: isPacked ? .one : Score(points)))]
        total = total + Score(points)
        append(group)
    }

    /// Whether a subtask has all of its points or none; else the least part that one of its tests gets.
    private func isPacked(_ number: Int) -> Bool {
        guard let value = settings.value("subtask_type", number), value.text != "packed" else { return true }
        if value.text != "min" {
            findings.error(
                settings.file, line: value.line,
                "\"subtask_type\" must be packed or min, not \"\(value.text.prefix(40))\"")
        }
        return false
    }

    /// The groups of the subtasks that the one of that number requires.
    private func required(by number: Int) -> [Int] {
        let key = "subtask_dependence"
        var names: [UOJSettings.Value] = []
        if let value = settings["\(key)_\(number)"] {
            if value.text == "many" {
                var place = 1
                while let next = settings["\(key)_\(number)_\(place)"], next.text != "0", place < number {
                    names.append(next)
                    place += 1
                }
            } else if value.text != "none", value.text != "0" {
                names = [value]
            }
        }
        var required: Set<Int> = []
        for name in names {
            guard let other = Int(name.text), (1..<number).contains(other) else {
                findings.error(
                    settings.file, line: name.line,
                    "\"\(name.text.prefix(40))\" is no subtask before the subtask \(number), which depends on it; correct it"
                )
                continue
            }
            // Subtasks stand in the order of their numbers.
            required.insert(other)
        }
        return required.sorted()
    }

    private mutating func append(_ group: TestGroup) {
        groups[0].members.append(.group(groups.count))
        passed.append(groups.count)
        groups.append(group)
    }

    /// What is missing to 100 points, for who has passed all tests.
    private mutating func addRest() {
        let rest = Score(Self.all) + Score(-1) * total
        guard rest != .zero, !cases.isEmpty else { return }
        groups[0].members.append(.group(groups.count))
        groups.append(
            TestGroup(
                name: "rest", members: [.tests(0..<1, points: TestPoints(accepted: rest))],
                rule: GroupRule(aggregate: .sum, stop: .never), requires: passed))
    }

    private mutating func addExtra(_ count: Int) {
        guard count > 0 else { return }
        let start = cases.count
        for number in 1...count { _ = add(number, named: "extra/\(number)", .full, isExtra: true) }
        groups[0].members.append(.group(groups.count))
        groups.append(
            TestGroup(
                name: "extra",
                members: [.tests(start..<cases.count, points: TestPoints(accepted: .zero, rejected: Self.extraLoss))],
                rule: GroupRule(aggregate: .minimum, stop: .afterRejection), requires: passed))
    }

    /// Adds a test; nil, and an error, if a file of it is missing.
    private mutating func add(
        _ number: Int, named name: String, _ points: CheckerPoints, isExtra: Bool = false
    ) -> Int? {
        let names = ["input", "output"].map { settings.name($0, number, isExtra: isExtra) }
        for name in names where files[name] == nil {
            findings.error(name, "is not there; add it, or correct \(settings.file)")
        }
        guard let input = files[names[0]], let answer = files[names[1]] else { return nil }
        // What is said of one test by its number is not said of an extra test.
        let own = isExtra ? nil : number
        let limits = OwnLimits(
            cpuTime: settings.time("time_limit", own, or: .seconds(1)),
            memory: settings.size("memory_limit", own, or: 256),
            output: settings.size("output_limit", own, or: 64))
        cases.append(
            TestCase(
                name: name, input: input, answer: answer, limits: limits, answerNames: areAnswers ? [names[1]] : [],
                checkerPoints: points))
        return cases.count - 1
    }

    /// Takes the greatest limits as the problem's, and leaves the lower ones to the tests.
    private mutating func narrow() {
        time = cases.compactMap(\.limits.cpuTime).max() ?? .seconds(1)
        limits.memory = cases.compactMap(\.limits.memory).max() ?? .mebibytes(256)
        limits.output = cases.compactMap(\.limits.output).max() ?? .mebibytes(64)
        for index in cases.indices {
            let own = cases[index].limits
            cases[index].limits = OwnLimits(
                cpuTime: own.cpuTime == time ? nil : own.cpuTime,
                memory: own.memory == limits.memory ? nil : own.memory,
                output: own.output == limits.output ? nil : own.output)
        }
    }
}
