import Events
import Storage
import SwiftProtobuf
import Wire

/// What one follower of a submission was told, and what each thing that happens means to them. A pure value.
struct FollowedSubmission: Sendable {
    private let id: SubmissionID
    /// The follower knows what stands up to here.
    private let after: LogPosition
    /// What the entries up to now add up to, without the sources; nil before the first.
    private(set) var state: SubmissionState?
    /// What was told of test cases of the newest generation.
    private var told: [UInt32: LoggedVerdict] = [:]

    /// Somebody who follows `id` and knows what stands up to `after`.
    init(_ id: SubmissionID, after: LogPosition) {
        self.id = id
        self.after = after
    }

    /// The last entry that was taken.
    var position: LogPosition { state?.position ?? .start }

    /// Whether the newest generation's judging has ended: nothing follows, but for a rejudging.
    var hasEnded: Bool { state?.phase == .judged || state?.phase == .cancelled }

    /// Takes the next entry of the submission's stream.
    /// - Parameter names: the package's test cases.
    /// - Returns: what is told of it: nothing of what the follower knows, and the number with the last.
    /// - Throws: ``StorageError`` (`corrupted`).
    mutating func take(
        _ entry: LogEntry, testNames names: [String]
    ) throws(StorageError) -> [Verdict_V1_FollowResponse] {
        guard entry.position > position else { return [] }
        var responses: [Verdict_V1_FollowResponse] = []
        for event in entry.events {
            guard let event = try SubmissionEvent(event) else { continue }
            try apply(event, of: entry)
            responses += tell(event, names)
        }
        state?.apply([], at: entry.position)
        guard entry.position > after else { return [] }
        if !responses.isEmpty { responses[responses.count - 1].number = entry.position.number }
        return responses
    }

    /// The next entry of the submission's stream says nothing.
    mutating func pass(over entry: EntryPlace) { state?.pass(over: entry) }

    private mutating func apply(_ event: SubmissionEvent, of entry: LogEntry) throws(StorageError) {
        guard state == nil else {
            state?.apply([event], at: entry.position)
            return
        }
        guard case .accepted(var accepted) = event else {
            throw StorageError(
                .corrupted, stage: "read the submission \(id)", reason: "its first event does not take it",
                advice: "restore the store from a backup")
        }
        // Followers are many.
        accepted.sources = []
        state = try SubmissionState(id, accepted, at: entry.position, acceptedAt: entry.recordedAt)
    }

    /// What is told of an event that was applied.
    private mutating func tell(_ event: SubmissionEvent, _ names: [String]) -> [Verdict_V1_FollowResponse] {
        switch event {
        case .accepted: return [begin()]
        case .rejudge: return [begin()]
        case .built(let event): return [.with { $0.compiled = Verdict_V1_Compilation(event.result.compilation) }]
        case .batchJudged(let event): return event.result.tests.compactMap { tell($0.index, $0.result) }
        case .judged:
            guard let judgement = state?.judgement(testNames: names) else { return [] }
            return [.with { $0.judged = judgement }]
        case .cancelled(let event): return [.with { $0.cancelled.reason = event.reason }]
        case .stuck(let event): return [.with { $0.stuck.reason = event.reason }]
        case .groupGraded, .freed, .disagreement: return []
        }
    }

    private mutating func begin() -> Verdict_V1_FollowResponse {
        told = [:]
        return .with { response in
            response.accepted.tests = state?.accepted.tests ?? 0
            response.accepted.generation = state?.generation ?? 1
        }
    }

    /// What is told of a test case; nil if that was told.
    private mutating func tell(_ test: UInt32, _ result: LoggedTestResult) -> Verdict_V1_FollowResponse? {
        guard told.updateValue(result.verdict, forKey: test) != result.verdict else { return nil }
        return .with { response in
            response.testFinished.test = test
            response.testFinished.result = Verdict_V1_TestResult(result)
        }
    }

    /// Takes what a worker says while it works.
    /// - Returns: what is told of it; nil if that is known, or of something that is over.
    mutating func take(progress: Verdict_V1_FollowResponse) -> Verdict_V1_FollowResponse? {
        guard let state, state.phase == .open else { return nil }
        switch progress.event {
        case .compiling: return state.built == nil ? progress : nil
        case .testFinished(let event):
            // What is recorded stands; another worker may have found the same.
            guard state.built != nil, told[event.test] == nil else { return nil }
            return tell(event.test, LoggedTestResult(event.result))
        default: return nil
        }
    }
}
