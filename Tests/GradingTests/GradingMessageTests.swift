import Events
import Grading
import GradingWire
import Testing
import Wire

struct GradingMessageTests {
    @Test("Every system's tree comes back from the log as it was", arguments: SystemsTests.rows)
    func trees(_ row: SystemsTests.Row) throws {
        let tree = try GroupTree(row.groups)
        let message = tree.logged
        let back = try GroupTree(message, tests: tree.testCount)
        #expect(tree.isFirstFailureDeciding ? message.isEmpty && back.isFirstFailureDeciding : back == tree)
    }

    @Test("All that a group can say comes back from the log as it was")
    func everything() throws {
        let group = TestGroup(
            name: "secret/1",
            members: [.tests(3..<9, points: TestPoints(accepted: Score(1) / Score(3), rejected: Score(-2)))],
            rule: GroupRule(
                verdict: VerdictRule(.byScore(full: Score(9)), isAnyEnough: true),
                aggregate: .threshold(Score(1) / Score(2)),
                factor: Score(7), range: ScoreRange(from: Score(-1), to: Score(8)), outOfRange: .limit,
                stop: .after([.timeLimit, .memoryLimit]), isOnlyLastCounted: true), requires: [1], feedback: .icpc)
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)]), TestGroup(name: "a", members: [.tests(0..<3)]), group,
        ])
        #expect(try GroupTree(tree.logged, tests: 9) == tree)
    }

    @Test("Groups that are no tree, name test cases that are not there, or say what nobody knows, are refused")
    func refused() throws {
        let tree = try GroupTree([
            TestGroup(name: "", members: [.tests(0..<9)], rule: GroupRule(aggregate: .sum, stop: .never))
        ])
        #expect(throws: GradingError.self) { try GroupTree(tree.logged, tests: 8) }
        var message = tree.logged
        message[0].factor = "1e999"
        #expect(throws: GradingError.self) { try GroupTree(message, tests: 9) }
        message = tree.logged
        message[0].aggregate = .UNRECOGNIZED(99)
        #expect(throws: GradingError.self) { try GroupTree(message, tests: 9) }
        message = tree.logged
        message[0].members.append(LoggedTestGroup.Member())
        #expect(throws: GradingError.self) { try GroupTree(message, tests: 9) }
        message = tree.logged
        message[0].members[0].tests.count = .max
        #expect(throws: GradingError.self) { try GroupTree(message, tests: 9) }
        #expect(throws: GradingError.self) { try GroupTree(tree.logged + tree.logged, tests: 9) }
    }

    @Test("A question to the package's own grader comes back from messages as it was")
    func questions() throws {
        let question = GraderQuestion(
            group: 3, arguments: ["--best", "2"],
            results: [
                GroupGrade(.accepted, score: Score(1) / Score(3)), GroupGrade(.partial),
                GroupGrade(.skipped, score: .zero),
            ])
        #expect(try GraderQuestion(question.message) == question)
        for change: (inout Verdict_V1_GroupResult) -> Void in [
            { $0.verdict = .unspecified }, { $0.score = "ten" }, { $0.score = String(repeating: "1", count: 4097) },
        ] {
            var message = question.message
            change(&message.results[1])
            #expect(throws: GradingError.self) { try GraderQuestion(message) }
        }
    }

    @Test("What a grader answers comes back from the log as it was, with any score that it can give")
    func answers() throws {
        let digits = String(repeating: "9", count: 63)
        for text in ["10", "-0.5", "1e64", "0.\(digits)e-64", "\(digits)e64"] {
            let score = try #require(Score(parsing: text))
            let answer = GroupGrade(.wrongAnswer, score: score, remark: "slow")
            let message = answer.logged(ofGroup: 7)
            #expect(GroupGrade(message) == answer && message.group == 7)
        }
        #expect(GroupGrade(GroupGrade(.judgeError).logged(ofGroup: 0)) == GroupGrade(.judgeError))
    }

    @Test("A checker's points come back from messages as they were, and what are none are refused")
    func points() {
        var result = Verdict_V1_TestResult()
        result.verdict = .accepted
        for points in [TestOutcome.Points.score(Score(5) / Score(3)), .part(Score(1) / Score(2))] {
            result.points = points.message
            #expect(TestOutcome(result) == TestOutcome(.accepted, points: points))
        }
        for text in ["", "nan", "1e99", String(repeating: "9", count: 1000)] {
            result.points = .pointsScore(text)
            #expect(TestOutcome(result) == nil)
        }
    }
}
