import Events
import Foundation
import Storage
import SwiftProtobuf
import Testing
import Wire

@testable import Coordinator

/// What a submission's events add up to, and what follows from that.
struct SubmissionStateTests {
    static let id = SubmissionID(tenant: "course", key: "1")

    /// A submission of `tests` test cases that nothing has happened to.
    static func taken(tests: Int, allTests: Bool = false, priority: LoggedPriority = .normal) throws
        -> SubmissionState
    {
        var accepted = SubmissionAccepted()
        accepted.tenant = "course"
        accepted.language = "cpp"
        accepted.tests = UInt32(tests)
        accepted.allTests = allTests
        accepted.priority = priority
        let entry = LogEntry(
            position: LogPosition(1), stream: try id.stream, recordedAt: 0, events: [try Event(accepted)])
        return try SubmissionState(id, first: entry)
    }

    static func built(_ succeeded: Bool = true) -> LoggedBuildResult {
        var result = LoggedBuildResult()
        result.compilation.succeeded = succeeded
        result.compilation.message = succeeded ? "" : "no main"
        return result
    }

    static func found(_ verdicts: [Int: LoggedVerdict]) -> LoggedExecuteResult {
        var result = LoggedExecuteResult()
        for (index, verdict) in verdicts {
            var test = LoggedExecuteResult.Test()
            test.index = UInt32(index)
            test.result.verdict = verdict
            result.tests.append(test)
        }
        return result
    }

    /// Appends what was decided, as the log would.
    static func follow(_ state: inout SubmissionState, _ events: [SubmissionEvent]) throws {
        let entry = LogEntry(
            position: LogPosition(state.position.number + 1), stream: try id.stream, recordedAt: 0,
            events: try events.map { try $0.event() })
        try state.apply(entry)
    }

    /// A submission in batches of one test case each.
    static func inBatches(tests: Int, allTests: Bool = false, priority: LoggedPriority = .normal) throws
        -> SubmissionState
    {
        var state = try taken(tests: tests, allTests: allTests, priority: priority)
        try follow(&state, state.recordBuild(built(), by: "one", expected: .seconds(1)))
        return state
    }

    static func batch(_ number: Int, generation: UInt32 = 1) -> JobName {
        .batch(id, generation: generation, number)
    }

    @Test func itsJudgementSaysWhatItWasMadeOf() throws {
        var accepted = try Self.taken(tests: 1).accepted
        accepted.content.sourceSha256 = Data(repeating: 1, count: 32)
        accepted.content.testsSha256 = Data(repeating: 2, count: 32)
        accepted.content.checkerSha256 = Data(repeating: 3, count: 32)
        let entry = LogEntry(
            position: LogPosition(1), stream: try Self.id.stream, recordedAt: 0, events: [try Event(accepted)])
        var state = try SubmissionState(Self.id, first: entry)
        var result = Self.built(false)
        result.toolchain = "cpp: g++ 14"
        try Self.follow(&state, state.recordBuild(result, by: "one", expected: nil))
        var content = accepted.content
        content.toolchain = "cpp: g++ 14"
        #expect(state.judgement?.content == content)
        // What is built again, elsewhere, is of another toolchain.
        try Self.follow(&state, state.rejudge(by: "course"))
        result.toolchain = "cpp: g++ 15"
        try Self.follow(&state, state.recordBuild(result, by: "two", expected: nil))
        content.toolchain = "cpp: g++ 15"
        #expect(state.judgement?.content == content)
    }

    @Test func whatAnOldLogDoesNotSayItWasMadeOfIsNotKnown() throws {
        var state = try Self.taken(tests: 1)
        try Self.follow(&state, state.recordBuild(Self.built(false), by: "one", expected: nil))
        let judgement = try #require(state.judgement)
        #expect(judgement.content == nil)
    }

    @Test func warnsOfTestCasesThatRanNearTheLimit() throws {
        var state = try Self.inBatches(tests: 2)
        var limits = LoggedTestLimits()
        limits.cpuTimeNs = 1_000_000_000
        for index in 0..<2 {
            var found = Self.found([index: .accepted])
            found.tests[0].result.name = "secret/\(index)"
            found.tests[0].result.cpuTimeNs = 950_000_000 + UInt64(index) * 20_000_000
            found.tests[0].result.measurementsNs = [1_010_000_000, found.tests[0].result.cpuTimeNs]
            found.tests[0].result.repeatedBecause = "near_limit"
            try Self.follow(&state, state.recordBatch(index, found, limits: limits, by: "one"))
        }
        let judgement = try #require(state.judgement(testNames: ["secret/0", "secret/1"]))
        #expect(
            judgement.warnings == [
                "near the time limit of 1.000 s on 2 test cases, measured again alone; nearest: secret/1 with 1.010 s, 0.970 s"
            ])
    }

    @Test func isBuiltFirst() throws {
        let state = try Self.taken(tests: 3)
        #expect(state.outstanding(limitIsKnown: true) == [.build(Self.id, generation: 1)])
        #expect(state.jobs(limitIsKnown: true).map(\.lane.requirement) == ["cpp"])
    }

    @Test func isNotRunWhileNoTimeLimitIsKnown() throws {
        let state = try Self.inBatches(tests: 3)
        #expect(state.outstanding(limitIsKnown: false).isEmpty)
        #expect(state.outstanding(limitIsKnown: true) == [Self.batch(0)])
    }

    @Test(arguments: [LoggedPriority.contest, .interactive])
    func isRunInAllBatchesAtOnceWhereSomebodyWaits(priority: LoggedPriority) throws {
        let state = try Self.inBatches(tests: 3, priority: priority)
        #expect(state.outstanding(limitIsKnown: true) == [Self.batch(0), Self.batch(1), Self.batch(2)])
    }

    @Test func endsWithTheCompilersRefusal() throws {
        var state = try Self.taken(tests: 3)
        try Self.follow(&state, state.recordBuild(Self.built(false), by: "one", expected: nil))
        #expect(state.phase == .judged)
        #expect(state.judgement?.verdict == .compileError)
        #expect(state.judgement?.message == "no main")
        #expect(state.outstanding(limitIsKnown: true).isEmpty)
    }

    @Test func isAcceptedWhenAllBatchesAre() throws {
        var state = try Self.inBatches(tests: 2)
        for batch in 0..<2 {
            #expect(state.phase == .open)
            try Self.follow(
                &state, state.recordBatch(batch, Self.found([batch: .accepted]), limits: .init(), by: "one"))
        }
        #expect(state.judgement(testNames: ["1", "2"])?.verdict == .accepted)
    }

    @Test func waitsForEarlierBatchesBeforeALaterFailureDecides() throws {
        var state = try Self.inBatches(tests: 3, priority: .contest)
        try Self.follow(&state, state.recordBatch(1, Self.found([1: .wrongAnswer]), limits: .init(), by: "one"))
        #expect(state.phase == .open)
        #expect(state.outstanding(limitIsKnown: true) == [Self.batch(0)])
        #expect(!state.wants(Self.batch(2)))
        try Self.follow(&state, state.recordBatch(0, Self.found([0: .timeLimit]), limits: .init(), by: "two"))
        let judgement = try #require(state.judgement(testNames: ["1", "2", "3"]))
        #expect(judgement.verdict == .timeLimit)
        #expect(judgement.decidingTest == "1")
        #expect(judgement.tests.map(\.verdict) == [.timeLimit, .skipped, .skipped])
        #expect(judgement.workers == ["one", "two"])
    }

    @Test func runsEverythingWhereThatIsWanted() throws {
        var state = try Self.inBatches(tests: 2, allTests: true)
        try Self.follow(&state, state.recordBatch(0, Self.found([0: .wrongAnswer]), limits: .init(), by: "one"))
        #expect(state.wants(Self.batch(1)))
        try Self.follow(&state, state.recordBatch(1, Self.found([1: .accepted]), limits: .init(), by: "one"))
        #expect(state.judgement(testNames: ["1", "2"])?.tests.map(\.verdict) == [.wrongAnswer, .accepted])
        #expect(state.judgement?.verdict == .wrongAnswer)
    }

    @Test func recordsEachResultOnce() throws {
        var state = try Self.inBatches(tests: 2)
        try Self.follow(&state, state.recordBatch(0, Self.found([0: .accepted]), limits: .init(), by: "one"))
        #expect(state.recordBatch(0, Self.found([0: .wrongAnswer]), limits: .init(), by: "two").isEmpty)
        #expect(state.recordBuild(Self.built(false), by: "two", expected: nil).isEmpty)
    }

    @Test(
        arguments: [
            ([0: .accepted, 1: .accepted], true), ([0: .wrongAnswer], true), ([0: .accepted], false),
            ([1: .accepted], false), ([0: .accepted, 2: .accepted], false), ([:], false),
            ([0: .accepted, 1: .skipped], false), ([0: .accepted, 1: .unspecified], false),
        ] as [([Int: LoggedVerdict], Bool)])
    func knowsWhichResultsABatchCanHave(verdicts: [Int: LoggedVerdict], isComplete: Bool) throws {
        var state = try Self.taken(tests: 4)
        try Self.follow(&state, state.recordBuild(Self.built(), by: "one", expected: .milliseconds(500)))
        #expect(state.batchTests == [0..<2, 2..<4])
        #expect(state.isComplete(Self.found(verdicts), ofBatch: 0) == isComplete)
    }

    @Test func isCancelledUntilItIsJudged() throws {
        var state = try Self.inBatches(tests: 1)
        try Self.follow(&state, state.cancel(by: "course", reason: "mistake"))
        #expect(state.phase == .cancelled)
        #expect(!state.wants(Self.batch(0)))
        #expect(state.cancel(by: "course", reason: "again").isEmpty)
        #expect(state.recordBatch(0, Self.found([0: .accepted]), limits: .init(), by: "one").isEmpty)
    }

    @Test func keepsTheJudgementWhileItIsJudgedAgain() throws {
        var state = try Self.inBatches(tests: 1)
        #expect(state.rejudge(by: "course").isEmpty)
        try Self.follow(&state, state.recordBatch(0, Self.found([0: .accepted]), limits: .init(), by: "one"))
        try Self.follow(&state, state.rejudge(by: "course"))
        #expect(state.generation == 2)
        #expect(state.lane.priority == 3)
        #expect(state.outstanding(limitIsKnown: true) == [.build(Self.id, generation: 2)])
        #expect(state.currentJudgement(testNames: ["1"])?.verdict == .accepted)
        #expect(!state.wants(Self.batch(0)))
        #expect(state.knows(Self.batch(0)))
    }

    @Test func goesOnWhereItWasStuck() throws {
        var state = try Self.inBatches(tests: 2, priority: .contest)
        try Self.follow(&state, state.recordStuck(Self.batch(0), reason: "given out three times"))
        #expect(state.phase == .stuck)
        #expect(state.outstanding(limitIsKnown: true).isEmpty)
        try Self.follow(&state, state.recordBatch(1, Self.found([1: .accepted]), limits: .init(), by: "one"))
        #expect(state.phase == .stuck)
        #expect(state.recordFreed(Self.batch(1)).isEmpty)
        try Self.follow(&state, state.recordFreed(Self.batch(0)))
        #expect(state.outstanding(limitIsKnown: true) == [Self.batch(0)])
    }

    @Test func takesAResultThatComesAfterItsJobWasGivenUp() throws {
        var state = try Self.inBatches(tests: 2)
        try Self.follow(&state, state.recordStuck(Self.batch(0), reason: "no answer"))
        try Self.follow(&state, state.recordBatch(0, Self.found([0: .accepted]), limits: .init(), by: "late"))
        #expect(state.phase == .open)
        #expect(state.outstanding(limitIsKnown: true) == [Self.batch(1)])
    }

    @Test(arguments: [
        (JobName.build(id, generation: 3)), .batch(id, generation: 1, 17), .grade(id, generation: 2, 0),
        .measure(ContentHash(of: [1])),
    ])
    func jobsNamesAreRead(name: JobName) {
        #expect(JobName("\(name)") == name)
    }

    @Test(arguments: [
        "", "measure-", "x-1-build", "\(id)-1", "\(id)--build", "\(id)-1-b", "\(id)-1-build-2", "\(id)--1-0",
        "\(id)-1-grade", "\(id)-1-grade-", "\(id)-1-grade-a", "\(id)-1-grade-1-2",
    ])
    func otherNamesAreNot(text: String) {
        #expect(JobName(text) == nil)
    }

    @Test(arguments: [1, 2, 63, 64, 65, 1000])
    func batchesCoverAllTestCases(tests: Int) {
        for expected in [nil, Duration.microseconds(10), .milliseconds(300), .seconds(20)] {
            let sizes = BatchPlan(tests: tests, expected: expected).sizes
            #expect(sizes.reduce(0, +) == tests)
            #expect(sizes.allSatisfy { (1...BatchPlan.most).contains($0) })
        }
    }
}
