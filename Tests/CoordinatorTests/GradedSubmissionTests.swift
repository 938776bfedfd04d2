import Coordinator
import Events
import Grading
import GradingWire
import Storage
import Testing
import Wire

/// What a submission's events add up to where the package's own grader puts results together.
struct GradedSubmissionTests {
    private static let id = SubmissionStateTests.id

    /// Two groups of one test case each, both graded by the package, in a batch for each test case.
    private static func built(
        _ priority: LoggedPriority = .normal, _ stop: GroupRule.Stop = .never
    ) throws -> SubmissionState {
        var accepted = SubmissionAccepted()
        accepted.tests = 2
        accepted.groups = try GradedTree.of(tests: 2, stop: stop).logged
        accepted.priority = priority
        let entry = LogEntry(
            position: LogPosition(1), stream: try id.stream, recordedAt: 0, events: [try Event(accepted)])
        var state = try SubmissionState(id, first: entry)
        try SubmissionStateTests.follow(
            &state, state.recordBuild(SubmissionStateTests.built(), by: "one", expected: .seconds(1)))
        return state
    }

    private static func run(
        _ state: inout SubmissionState, _ batch: Int, _ verdict: LoggedVerdict = .accepted
    ) throws {
        try SubmissionStateTests.follow(
            &state,
            state.recordBatch(batch, SubmissionStateTests.found([batch: verdict]), limits: .init(), by: "one"))
    }

    private static func grade(_ group: Int, generation: UInt32 = 1) -> JobName {
        .grade(id, generation: generation, group)
    }

    private static func answer(
        _ group: Int, _ verdict: Verdict = .accepted, _ score: Int = 7
    ) -> LoggedGradeResult {
        GroupGrade(verdict, score: Score(score)).logged(ofGroup: group)
    }

    private static func answered(_ state: inout SubmissionState, _ result: LoggedGradeResult) throws {
        try SubmissionStateTests.follow(&state, state.recordGrade(result, by: "two"))
    }

    @Test("The package's grader is asked about one group after the other when all test cases were run")
    func asksInOrder() throws {
        var state = try Self.built()
        try Self.run(&state, 0)
        #expect(state.outstanding(limitIsKnown: true) == [.batch(Self.id, generation: 1, 1)])
        try Self.run(&state, 1, .wrongAnswer)
        #expect(state.phase == .open)
        #expect(state.outstanding(limitIsKnown: true) == [Self.grade(1)])
        #expect(state.jobs(limitIsKnown: true).map(\.id) == ["\(Self.id)-1-grade-1"])
        try Self.answered(&state, Self.answer(1))
        #expect(state.outstanding(limitIsKnown: true) == [Self.grade(2)])
        try Self.answered(&state, Self.answer(2, .wrongAnswer, 0))
        let judgement = try #require(state.judgement(testNames: ["a", "b"]))
        #expect(judgement.verdict == .wrongAnswer && judgement.score == "7" && judgement.decidingTest == "b")
        #expect(judgement.groups.map { "\($0.name) \($0.verdict) \($0.score)" } == ["1 accepted 7", "2 wrongAnswer 0"])
        #expect(judgement.workers == ["one", "two"])
        #expect(state.outstanding(limitIsKnown: true).isEmpty)
    }

    @Test("Where somebody waits, all that is open is asked at once, and the order of the answers changes nothing")
    func asksAtOnce() throws {
        var state = try Self.built(.contest)
        try Self.run(&state, 1)
        try Self.run(&state, 0)
        #expect(state.outstanding(limitIsKnown: true) == [Self.grade(1), Self.grade(2)])
        try Self.answered(&state, Self.answer(2, .accepted, 1))
        #expect(state.outstanding(limitIsKnown: true) == [Self.grade(1)])
        try Self.answered(&state, Self.answer(1, .timeLimit, 2))
        #expect(state.judgement?.verdict == .timeLimit && state.judgement?.score == "3")
    }

    @Test("An answer ends the asking where a group that fails ends the judging")
    func answersEndTheAsking() throws {
        var state = try Self.built(.contest, .afterRejection)
        try Self.run(&state, 0)
        try Self.run(&state, 1)
        #expect(state.outstanding(limitIsKnown: true).count == 2)
        try Self.answered(&state, Self.answer(1, .wrongAnswer, 0))
        #expect(state.phase == .judged && !state.wants(Self.grade(2)))
        let judgement = try #require(state.judgement(testNames: ["a", "b"]))
        #expect(judgement.tests.map(\.verdict) == [.accepted, .skipped])
        #expect(judgement.groups.map(\.verdict) == [.wrongAnswer, .skipped])
    }

    @Test("An answer to what is not asked changes nothing")
    func strayAnswers() throws {
        var state = try Self.built()
        try Self.run(&state, 0)
        // All of its own test cases were run, but a group that is graded by nobody has no question.
        for group in [0, 2, 3, 77] {
            #expect(!state.wants(Self.grade(group)))
            #expect(state.recordGrade(Self.answer(group), by: "two").isEmpty)
        }
        try Self.run(&state, 1)
        try Self.answered(&state, Self.answer(1))
        #expect(state.recordGrade(Self.answer(1, .wrongAnswer), by: "three").isEmpty)
        #expect(state.answers[1]?.worker == "two")
    }

    @Test("A job of the grader is known as long as its judging, and after it, and no other is")
    func knownJobs() throws {
        var state = try Self.built()
        #expect(state.knows(Self.grade(1)) && state.knows(Self.grade(2)))
        #expect(
            !state.knows(Self.grade(0)) && !state.knows(Self.grade(3)) && !state.knows(Self.grade(1, generation: 2)))
        try SubmissionStateTests.follow(&state, state.cancel(by: "course", reason: ""))
        try SubmissionStateTests.follow(&state, state.rejudge(by: "course"))
        #expect(state.knows(Self.grade(1)) && !state.wants(Self.grade(1)))
    }

    @Test("A judging that begins anew knows no answers of the one before")
    func rejudging() throws {
        var state = try Self.built()
        for batch in 0..<2 { try Self.run(&state, batch) }
        for group in 1...2 { try Self.answered(&state, Self.answer(group)) }
        #expect(state.phase == .judged)
        try SubmissionStateTests.follow(&state, state.rejudge(by: "course"))
        try SubmissionStateTests.follow(
            &state, state.recordBuild(SubmissionStateTests.built(), by: "one", expected: .seconds(1)))
        for batch in 0..<2 { try Self.run(&state, batch) }
        #expect(state.outstanding(limitIsKnown: true) == [Self.grade(1, generation: 2)])
        #expect(state.previous?.judged.score == "14")
    }

    @Test("A question that nobody answers leaves the submission stuck until it is answered after all")
    func stuck() throws {
        var state = try Self.built()
        for batch in 0..<2 { try Self.run(&state, batch) }
        try SubmissionStateTests.follow(&state, state.recordStuck(Self.grade(1), reason: "three workers died"))
        #expect(state.phase == .stuck && state.wants(Self.grade(1)))
        try Self.answered(&state, Self.answer(1))
        #expect(state.phase == .open && state.outstanding(limitIsKnown: true) == [Self.grade(2)])
    }

    @Test("A grader that fails is the judge's error, with its words")
    func failingGrader() throws {
        var state = try Self.built()
        for batch in 0..<2 { try Self.run(&state, batch) }
        try Self.answered(&state, GroupGrade(.judgeError, remark: "the package's grader failed").logged(ofGroup: 1))
        try Self.answered(&state, Self.answer(2))
        #expect(state.judgement?.verdict == .judgeError)
        #expect(state.judgement?.message == "the package's grader failed")
    }
}

/// Problems whose groups the package's own grader grades.
enum GradedTree {
    /// Two groups, `1` and `2`, with the first and the second half of the test cases.
    static func of(tests: Int, stop: GroupRule.Stop = .never) throws -> GroupTree {
        func group(_ name: String, _ tests: Range<Int>) -> TestGroup {
            TestGroup(
                name: name, members: [.tests(tests)],
                rule: GroupRule(aggregate: .program(arguments: ["--group", name]), stop: .never))
        }
        return try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)], rule: GroupRule(aggregate: .sum, stop: stop)),
            group("1", 0..<(tests / 2)), group("2", (tests / 2)..<tests),
        ])
    }
}
