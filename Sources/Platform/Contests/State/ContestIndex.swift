internal import Events
internal import Grading
internal import Kernel
internal import Storage
internal import Submissions
internal import Synchronization
internal import Units

/// All contests with their boards, kept up to the end of the log, in memory.
final class ContestIndex: Sendable {
    private struct State {
        var contests: [EntityID: KnownContest] = [:]
        /// The contest of each submission.
        var places: [EntityID: EntityID] = [:]
    }

    private let state = Mutex(State())

    /// Reads one contest; nil if there is none.
    func read<Value: Sendable>(_ id: EntityID, _ body: (KnownContest) throws -> Value) rethrows -> Value? {
        try state.withLock { try $0.contests[id].map(body) }
    }
}

extension ContestIndex: LogProjection {
    var name: String { "contests" }
    var version: UInt32 { 1 }
    var streams: StreamPattern { .anyOf([.prefixed(ContestStream.all), .prefixed("submissions-")]) }

    func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        if let contest = ContestStream.contest(entry.stream) {
            try state.withLock { state throws(StorageError) in
                for event in entry.events where KnownContest.isKept(event) {
                    try state.contests[contest, default: KnownContest()].apply(event)
                }
            }
        } else if let submission = EntityID(entry.stream.text.dropFirst("submissions-".count)) {
            try state.withLock { state throws(StorageError) in
                for event in entry.events { try Self.apply(event, of: submission, &state) }
            }
        }
    }

    private static func apply(_ event: Event, of submission: EntityID, _ state: inout State) throws(StorageError) {
        switch event.type {
        case SubmissionReceived.persistedType:
            let received: SubmissionReceived = try event.unpacked()
            guard let contest = EntityID(received.contest), let participant = EntityID(received.participant),
                let problem = EntityID(received.problem)
            else { return }
            state.places[submission] = contest
            state.contests[contest]?.receive(
                submission, at: Timestamp(nanoseconds: received.atNs), of: participant, for: problem)
        case JudgementRecorded.persistedType:
            // One that failed is none: what was before counts until there is another.
            guard let contest = state.places[submission] else { return }
            let judgement = Judgement(try event.unpacked(JudgementRecorded.self))
            state.contests[contest]?.board.judge(submission, judgement)
        case SubmissionDeleted.persistedType:
            guard let contest = state.places.removeValue(forKey: submission) else { return }
            state.contests[contest]?.board.delete(submission)
        default: break
        }
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let contests = state.withLock { $0.contests }
        return { writer in
            try writer.add(UInt32(contests.count))
            for (id, contest) in contests {
                try writer.add(id.number)
                try contest.write(to: &writer)
            }
        }
    }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        for _ in 0..<(try reader.count()) {
            let id = EntityID(number: try reader.number())
            let contest = try KnownContest(from: &reader)
            for submission in contest.board.submissions { restored.places[submission] = id }
            restored.contests[id] = contest
        }
        return { [self, restored] in state.withLock { $0 = restored } }
    }
}

extension Judgement {
    /// What counts of a judgement; nil: it is none, and the submission waits.
    init?(_ recorded: JudgementRecorded) {
        guard let verdict = Verdict(rawValue: recorded.verdict), verdict != .judgeError, verdict != .skipped else {
            return nil
        }
        self.init(verdict: verdict, score: Score(exactly: recorded.score, limit: Self.mostDigits))
        if score == nil { score = Score(parsing: recorded.score) }
        for group in recorded.groups {
            groups[group.name] = Score(exactly: group.score, limit: Self.mostDigits) ?? Score(parsing: group.score)
        }
    }

    /// How long an exact score may be.
    static let mostDigits = 4096
}
