import Grading
import Testing

struct GraderTests {
    /// A grade in one line: `WA 20 @3`, and of the groups `AC 20 | WA 0 @3`.
    static func text(_ grade: GroupGrade) -> String {
        [grade.verdict.rawValue, grade.score?.text(), grade.decidingTest.map { "@\($0)" }].compactMap(\.self)
            .joined(separator: " ")
    }

    @Test("Without groups the first failing test case in order decides, whichever is known first")
    func firstInOrder() {
        var grader = Grader(GroupTree(tests: 4))
        grader.record(TestOutcome(.timeLimit), of: 2)
        #expect(!grader.isComplete && grader.matters(1) && grader.matters(2) && !grader.matters(3))
        grader.record(TestOutcome(.accepted), of: 0)
        grader.record(TestOutcome(.wrongAnswer), of: 1)
        #expect(grader.grade.map { Self.text($0.groups[0]) } == "WA @1")
        #expect(!grader.matters(2))
    }

    @Test("What is said of a test case a second time, or of one that there is not, changes nothing")
    func repeated() {
        var grader = Grader(GroupTree(tests: 1))
        grader.record(TestOutcome(.wrongAnswer), of: 7)
        #expect(grader.grade == nil)
        grader.record(TestOutcome(.accepted), of: 0)
        grader.record(TestOutcome(.wrongAnswer), of: 0)
        #expect(grader.grade?.verdict == .accepted)
    }

    @Test("If all test cases are wanted, the verdict is the same and comes when all are judged")
    func allWanted() {
        var grader = Grader(GroupTree(tests: 3), wantsAll: true)
        grader.record(TestOutcome(.wrongAnswer), of: 0)
        grader.record(TestOutcome(.judgeError), of: 2)
        #expect(grader.grade == nil && grader.matters(1))
        grader.record(TestOutcome(.accepted), of: 1)
        #expect(grader.grade.map { Self.text($0.groups[0]) } == "WA @0")
    }

    @Test("Without test cases a submission is accepted")
    func empty() {
        #expect(Grader(GroupTree(tests: 0)).grade?.verdict == .accepted)
    }

    @Test("A judge error stands above every other verdict of the group")
    func judgeErrors() throws {
        let rule = GroupRule(verdict: VerdictRule(.none, isAnyEnough: true), aggregate: .sum, stop: .never)
        var grader = Grader(try GroupTree([TestGroup(name: "", members: [.tests(0..<2)], rule: rule)]))
        grader.record(TestOutcome(.accepted), of: 0)
        grader.record(TestOutcome(.judgeError), of: 1)
        #expect(grader.grade.map { Self.text($0.groups[0]) } == "JE @1")
    }

    @Test("A group whose requirement fails is skipped, gets nothing, and counts as failed like the requirement")
    func requirements() throws {
        let rule = GroupRule(aggregate: .allOrNothing, factor: Score(50))
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)], rule: GroupRule(aggregate: .sum, stop: .never)),
            TestGroup(name: "1", members: [.tests(0..<2)], rule: rule),
            TestGroup(name: "2", members: [.tests(2..<4)], rule: rule, requires: [1]),
        ])
        var grader = Grader(tree)
        grader.record(TestOutcome(.accepted), of: 2)
        grader.record(TestOutcome(.accepted), of: 3)
        #expect(grader.grade == nil && grader.matters(2))
        grader.record(TestOutcome(.memoryLimit), of: 0)
        let grade = try #require(grader.grade)
        #expect(grade.groups.map(Self.text) == ["MLE 0 @0", "MLE 0 @0", "SK 0"])
        #expect(!grader.matters(2) && !grader.matters(1))
    }

    @Test("The package's own grader is asked when all is known that it needs, and its answer is the group's result")
    func ownGrader() throws {
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1)], rule: GroupRule(aggregate: .sum)),
            TestGroup(
                name: "1", members: [.tests(0..<2)],
                rule: GroupRule(
                    aggregate: .program(arguments: ["best"]), range: ScoreRange(from: .zero, to: Score(10)),
                    stop: .never)),
        ])
        var grader = Grader(tree)
        grader.record(TestOutcome(.wrongAnswer), of: 1)
        #expect(grader.questions.isEmpty)
        grader.record(TestOutcome(.accepted, points: .score(Score(3))), of: 0)
        let question = try #require(grader.questions.first)
        #expect(question.arguments == ["best"] && question.results.map(Self.text) == ["AC 3", "WA 0 @1"])
        #expect(grader.grade == nil && !grader.isComplete)
        grader.record(GroupGrade(.wrongAnswer, score: Score(11)), of: 1)
        let grade = try #require(grader.grade)
        #expect(grader.questions.isEmpty && grade.groups.map(Self.text) == ["WA 11 @1", "WA 11 @1"])
        #expect(grade.groups[1].remark == "the group 1 got 11 points, and 0 to 10 are possible")
    }

    @Test("The package's own grader is not asked about a group that cannot count any more")
    func idleQuestions() throws {
        let rule = GroupRule(aggregate: .program(arguments: []), stop: .never)
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)], rule: GroupRule(aggregate: .sum)),
            TestGroup(name: "1", members: [.tests(0..<1)], rule: GroupRule(aggregate: .sum)),
            TestGroup(name: "2", members: [.tests(1..<2)], rule: rule),
        ])
        var grader = Grader(tree)
        grader.record(TestOutcome(.accepted), of: 1)
        #expect(grader.questions.map(\.group) == [2])
        grader.record(TestOutcome(.wrongAnswer), of: 0)
        #expect(grader.questions.isEmpty && grader.isComplete)
        grader.record(GroupGrade(.accepted, score: .one), of: 2)
        #expect(grader.grade?.groups.map(Self.text) == ["WA 0 @0", "WA 0 @0", "SK 0"])
    }

    @Test(
        "A tree that is not sound is refused with the reason",
        arguments: [
            ([], "there is no group"),
            ([TestGroup(name: ""), TestGroup(name: "a")], "the group \"a\" is no member of a group before it"),
            (
                [TestGroup(name: "", members: [.group(0)])],
                "the group \"\" has a member that does not come after it, or is one of another group"
            ),
            (
                [TestGroup(name: "", members: [.group(3)])],
                "the group \"\" has a member that does not come after it, or is one of another group"
            ),
            ([TestGroup(name: "", members: [.tests(-1..<2)])], "the group \"\" has a test case before the first"),
            ([TestGroup(name: "", requires: [1])], "the group \"\" requires one that is not judged before it"),
            (
                [TestGroup(name: "", members: [.group(1)]), TestGroup(name: "a", requires: [0])],
                "the group \"a\" requires one that is not judged before it"
            ),
            (
                [
                    TestGroup(name: "", members: [.group(1), .group(2)]), TestGroup(name: "a", requires: [2]),
                    TestGroup(name: "b"),
                ], "the group \"a\" requires one that is not judged before it"
            ),
            (
                [TestGroup(name: "", members: [.group(1), .group(1)]), TestGroup(name: "a")],
                "the group \"\" has a member that does not come after it, or is one of another group"
            ),
        ] as [([TestGroup], String)])
    func unsound(_ groups: [TestGroup], _ reason: String) {
        #expect { try GroupTree(groups) } throws: { "\($0)" == reason }
    }
}
