import Coordinator
import Events
import Grading
import GradingWire
import Storage
import SwiftProtobuf
import Testing
import Wire

/// What a submission's events add up to where groups of test cases get scores.
struct ScoredSubmissionTests {
    private static let id = SubmissionID(tenant: "course", key: "1")

    /// Two groups of two test cases, of 40 and 60 points, each a batch for each test case.
    private static func built(priority: LoggedPriority) throws -> SubmissionState {
        func group(_ name: String, _ tests: Range<Int>, _ points: Int) -> TestGroup {
            TestGroup(
                name: name, members: [.tests(tests, points: TestPoints(accepted: Score(points)))],
                rule: GroupRule(aggregate: .minimum))
        }
        let tree = try GroupTree([
            TestGroup(name: "", members: [.group(1), .group(2)], rule: GroupRule(aggregate: .sum, stop: .never)),
            group("1", 0..<2, 40), group("2", 2..<4, 60),
        ])
        var accepted = SubmissionAccepted()
        accepted.tests = 4
        accepted.groups = tree.logged
        accepted.priority = priority
        let entry = LogEntry(
            position: LogPosition(1), stream: try id.stream, recordedAt: 0, events: [try Event(accepted)])
        var state = try SubmissionState(id, first: entry)
        try SubmissionStateTests.follow(
            &state, state.recordBuild(SubmissionStateTests.built(), by: "one", expected: .seconds(1)))
        return state
    }

    private static func names(_ state: SubmissionState) -> [String] {
        state.outstanding(limitIsKnown: true).map { "\($0)".split(separator: "-").last.map(String.init) ?? "" }
    }

    private static func run(_ state: inout SubmissionState, _ batch: Int, _ verdict: LoggedVerdict) throws {
        let found = SubmissionStateTests.found([batch: verdict])
        #expect(state.isComplete(found, ofBatch: batch))
        try SubmissionStateTests.follow(
            &state, state.recordBatch(batch, found, limits: LoggedTestLimits(), by: "one"))
    }

    @Test("A failure ends its group only, and the score and the groups' results stand in the judgement")
    func groups() throws {
        var state = try Self.built(priority: .normal)
        #expect(Self.names(state) == ["0"])
        try Self.run(&state, 0, .wrongAnswer)
        #expect(Self.names(state) == ["2"])
        #expect(!state.wants(.batch(Self.id, generation: 1, 1)))
        try Self.run(&state, 2, .accepted)
        try Self.run(&state, 3, .accepted)
        #expect(state.phase == .judged)
        let judgement = try #require(state.judgement(testNames: ["a", "b", "c", "d"]))
        #expect(judgement.verdict == .wrongAnswer && judgement.decidingTest == "a" && judgement.score == "60")
        #expect(
            judgement.groups.map { "\($0.name) \($0.verdict) \($0.score)" } == ["1 wrongAnswer 0", "2 accepted 60"])
        #expect(judgement.tests.map(\.verdict) == [.wrongAnswer, .skipped, .accepted, .accepted])
        #expect(judgement.tests.map(\.score) == ["0", "", "60", "60"])
    }

    @Test("The order in which batches end changes nothing")
    func anyOrder() throws {
        var state = try Self.built(priority: .contest)
        #expect(Self.names(state) == ["0", "1", "2", "3"])
        try Self.run(&state, 3, .accepted)
        try Self.run(&state, 1, .timeLimit)
        try Self.run(&state, 2, .accepted)
        #expect(Self.names(state) == ["0"])
        try Self.run(&state, 0, .wrongAnswer)
        let judgement = try #require(state.judgement(testNames: ["a", "b", "c", "d"]))
        #expect(judgement.verdict == .wrongAnswer && judgement.score == "60")
        // What ran although it could not matter does not count.
        #expect(judgement.tests.map(\.verdict) == [.wrongAnswer, .skipped, .accepted, .accepted])
    }

    @Test("Groups that are no tree are damage of the log, not a submission")
    func damaged() throws {
        var accepted = SubmissionAccepted()
        accepted.tests = 1
        accepted.groups = [.with { $0.requires = [7] }]
        let entry = LogEntry(
            position: LogPosition(1), stream: try Self.id.stream, recordedAt: 0, events: [try Event(accepted)])
        #expect(throws: StorageError.self) { try SubmissionState(Self.id, first: entry) }
    }

    @Test("A worker's points that are none make its result one that cannot be right")
    func hostilePoints() throws {
        let state = try Self.built(priority: .normal)
        var found = SubmissionStateTests.found([0: .accepted])
        found.tests[0].result.points = .pointsScore("1e999999")
        #expect(!state.isComplete(found, ofBatch: 0))
        found.tests[0].result.points = .pointsScore("40")
        #expect(state.isComplete(found, ofBatch: 0))
    }
}
