import Events
import Storage

/// What one follower of a submission knows, and which updates the next entries lead to. A pure value.
struct FollowerState: Sendable {
    private let id: SubmissionID
    /// The follower knows all entries up to here.
    private let after: LogPosition
    /// What the entries up to now add up to, without the sources; nil before the first.
    private(set) var state: SubmissionState?
    /// What was reported of test cases of the newest generation.
    private var reported: [UInt32: LoggedVerdict] = [:]

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
    /// - Returns: what is reported of it: nothing of what the follower knows, and the position with the last.
    /// - Throws: ``StorageError`` (`corrupted`).
    mutating func take(
        _ entry: LogEntry, testNames names: [String]
    ) throws(StorageError) -> [SubmissionUpdate] {
        guard entry.position > position else { return [] }
        var updates: [SubmissionUpdate] = []
        for event in entry.events {
            guard let event = try SubmissionEvent(event) else { continue }
            try apply(event, of: entry)
            updates += events(for: event, names).map { SubmissionUpdate($0) }
        }
        state?.apply([], at: entry.position)
        guard entry.position > after else { return [] }
        if !updates.isEmpty { updates[updates.count - 1].position = entry.position }
        return updates
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
                .corrupted, stage: "read the submission \(id)", reason: "its first event does not accept it",
                advice: "restore the store from a backup")
        }
        // Followers are many.
        accepted.sources = []
        state = try SubmissionState(id, accepted, at: entry.position, acceptedAt: entry.recordedAt)
    }

    /// What is reported of an event that was applied.
    private mutating func events(for event: SubmissionEvent, _ names: [String]) -> [SubmissionUpdate.Event] {
        switch event {
        case .accepted: return [begin()]
        case .rejudge: return [begin()]
        case .built(let event): return [.compiled(event.result.compilation)]
        case .batchJudged(let event): return event.result.tests.compactMap { testEvent($0.index, $0.result) }
        case .judged:
            guard let judgement = state?.judgement(testNames: names) else { return [] }
            return [.judged(judgement)]
        case .cancelled(let event): return [.cancelled(reason: event.reason)]
        case .stuck(let event): return [.stuck(reason: event.reason)]
        case .groupGraded, .freed, .disagreement: return []
        }
    }

    private mutating func begin() -> SubmissionUpdate.Event {
        reported = [:]
        return .accepted(tests: state?.accepted.tests ?? 0, generation: state?.generation ?? 1)
    }

    /// What is reported of a test case; nil if that was reported.
    private mutating func testEvent(_ test: UInt32, _ result: LoggedTestResult) -> SubmissionUpdate.Event? {
        guard reported.updateValue(result.verdict, forKey: test) != result.verdict else { return nil }
        return .testFinished(test, result)
    }

    /// Takes what a worker says while it works.
    /// - Returns: what is reported of it; nil if that is known, or of something that is over.
    mutating func take(progress: SubmissionProgress) -> SubmissionUpdate? {
        guard let state, state.phase == .open else { return nil }
        switch progress {
        case .compiling(let worker, let language):
            return state.built == nil ? SubmissionUpdate(.compiling(worker: worker, language: language)) : nil
        case .testFinished(let test, let result):
            // What is recorded stands; another worker may have found the same.
            guard state.built != nil, reported[test] == nil else { return nil }
            return testEvent(test, result).map { SubmissionUpdate($0) }
        }
    }
}
