internal import Events
internal import Grading
internal import Hacks
internal import Kernel
internal import Storage
internal import Submissions
internal import Synchronization
internal import Units

/// All contests with their boards, kept up to the end of the log, in memory.
final class ContestIndex: Sendable {
    fileprivate struct State {
        var contests: [EntityID: KnownContest] = [:]
        /// The contest of each submission, and which of its judgements counts.
        var places: [EntityID: Place] = [:]
        var rejudgings = OpenRejudgings()
        /// The submissions that are judged again: what counts of them may be otherwise soon.
        var awaited: Set<EntityID> = []
    }

    fileprivate struct Place {
        var contest: EntityID
        var stamp = JudgingStamp()
    }

    private let state = Mutex(State())

    /// Reads one contest; nil if there is none.
    func read<Value: Sendable>(_ id: EntityID, _ body: (KnownContest) throws -> Value) rethrows -> Value? {
        try state.withLock { try $0.contests[id].map(body) }
    }

    /// What is made of all contests that something is made of, the first to begin first.
    func compactMap<Value: Sendable>(_ body: (EntityID, KnownContest) -> Value?) -> [Value] {
        let found = state.withLock { state in
            state.contests.compactMap { id, known in
                body(id, known).map { (start: known.contest.timeline.start, id: id, value: $0) }
            }
        }
        return found.sorted { ($0.start, $0.id.number) < ($1.start, $1.id.number) }.map(\.value)
    }

    /// How many submissions that count in a contest wait to be judged, or to be judged again.
    func unjudged(in contest: EntityID) -> Int {
        state.withLock { state in
            guard let board = state.contests[contest]?.board else { return 0 }
            let again = state.awaited.count { submission in
                state.places[submission]?.contest == contest && board.counts(submission)
                    && board.attempt(submission)?.attempt.judgement != nil
            }
            return board.unjudged + again
        }
    }

    /// What a set that is judged anew has found so far of submissions that nobody had judged again meanwhile, and the board that
    /// it would change; nil if nobody is to decide about such a set of the contest.
    func found(by rejudging: EntityID, in contest: EntityID) -> (
        board: ContestBoard, judgements: [EntityID: Judgement]
    )? {
        state.withLock { state in
            guard let open = state.rejudgings.open[rejudging], open.contest == contest,
                let board = state.contests[contest]?.board
            else { return nil }
            let judgements = open.found.compactMap { submission, found in
                state.counts(found, of: submission).map { (submission, $0) }
            }
            return (board, Dictionary(judgements) { first, _ in first })
        }
    }
}

extension ContestIndex.State {
    /// The stamp of a submission that the fleet was asked to judge once.
    fileprivate func usual(of submission: EntityID, in contest: EntityID) -> JudgingStamp {
        let judgement = contests[contest]?.board.attempt(submission)?.attempt.judgement
        return JudgingStamp(fleetGeneration: judgement.map { _ in 1 })
    }

    /// What a set has found of a submission, if nobody had it judged again or deleted it since the set was made.
    fileprivate func counts(_ found: OpenRejudgings.Found, of submission: EntityID) -> Judgement? {
        places[submission]?.stamp == found.stamp ? found.judgement : nil
    }

    /// Something happened to a set that is judged anew. What it has found counts all at once.
    fileprivate mutating func apply(_ event: Event, ofRejudging id: EntityID) throws(StorageError) {
        guard let applied = try rejudgings.apply(event, of: id) else { return }
        // In the same order on every coordinator, and after every restart.
        for (submission, found) in applied.found.sorted(by: { $0.key.number < $1.key.number }) {
            guard let judgement = counts(found, of: submission) else { continue }
            rejudgings.lead(
                submission, by: id, before: contests[applied.contest]?.board.attempt(submission)?.attempt.judgement)
            contests[applied.contest]?.judge(submission, judgement)
        }
    }
}

extension ContestIndex: LogProjection {
    var name: String { "contests" }
    var version: UInt32 { 5 }
    var streams: StreamPattern {
        .anyOf([.prefixed(ContestStream.all), .prefixed(HackStream.prefix + "-"), .prefixed("submissions-")])
    }

    func apply(_ entry: LogEntry, isLive: Bool) throws(StorageError) {
        if let contest = ContestStream.contest(entry.stream) ?? HackStream.contest(entry.stream) {
            try state.withLock { state throws(StorageError) in
                for event in entry.events where KnownContest.isKept(event) {
                    try state.contests[contest, default: KnownContest()].apply(event)
                }
            }
        } else if let submission = EntityID(entry.stream.text.dropFirst("submissions-".count)) {
            try state.withLock { state throws(StorageError) in
                for event in entry.events { try Self.apply(event, of: submission, &state) }
            }
        } else if let rejudging = RejudgingStream.id(entry.stream) {
            try state.withLock { state throws(StorageError) in
                for event in entry.events { try state.apply(event, ofRejudging: rejudging) }
            }
        }
    }

    private static func apply(_ event: Event, of submission: EntityID, _ state: inout State) throws(StorageError) {
        if let before = try state.rejudgings.follow(event, of: submission), let place = state.places[submission] {
            state.contests[place.contest]?.judge(submission, before)
        }
        try state.places[submission]?.stamp.apply(event)
        switch event.type {
        case SubmissionReceived.persistedType:
            let received: SubmissionReceived = try event.unpacked()
            guard let contest = EntityID(received.contest), let participant = EntityID(received.participant),
                let problem = EntityID(received.problem)
            else { return }
            state.places[submission] = Place(contest: contest)
            state.contests[contest]?.receive(
                submission, at: Timestamp(nanoseconds: received.atNs), of: participant, for: problem)
        case RejudgingWanted.persistedType:
            guard let contest = state.places[submission]?.contest else { return }
            state.awaited.insert(submission)
            state.contests[contest]?.refuse(submission, false)
        case JudgingFailed.persistedType:
            // What cannot be judged for what it is waits for nothing; all else waits until it is judged.
            guard let contest = state.places[submission]?.contest, try event.unpacked(JudgingFailed.self).refused
            else { return }
            state.awaited.remove(submission)
            state.contests[contest]?.refuse(submission, true)
        case JudgementRecorded.persistedType:
            // One that failed is none: what was before counts until there is another.
            guard let contest = state.places[submission]?.contest else { return }
            state.awaited.remove(submission)
            let judgement = Judgement(try event.unpacked(JudgementRecorded.self))
            state.contests[contest]?.judge(submission, judgement)
        case SubmissionDeleted.persistedType:
            guard let contest = state.places.removeValue(forKey: submission)?.contest else { return }
            state.awaited.remove(submission)
            state.contests[contest]?.delete(submission)
        default: break
        }
    }

    func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void {
        let state = state.withLock { $0 }
        return { writer in
            try writer.add(UInt32(state.contests.count))
            for (id, contest) in state.contests {
                try writer.add(id.number)
                try contest.write(to: &writer)
            }
            // Most were judged once: what is not said of them is read from the board.
            let others = state.places.filter { $0.value.stamp != state.usual(of: $0.key, in: $0.value.contest) }
            try writer.add(UInt32(others.count))
            for (submission, place) in others {
                try writer.add(submission.number)
                try place.stamp.write(to: &writer)
            }
            try state.rejudgings.write(to: &writer)
            try writer.add(UInt32(state.awaited.count))
            for submission in state.awaited { try writer.add(submission.number) }
        }
    }

    func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void {
        var restored = State()
        for _ in 0..<(try reader.count()) {
            let id = EntityID(number: try reader.number())
            let contest = try KnownContest(from: &reader)
            restored.contests[id] = contest
            for submission in contest.board.submissions {
                restored.places[submission] = Place(contest: id, stamp: restored.usual(of: submission, in: id))
            }
        }
        for _ in 0..<(try reader.count()) {
            let submission = EntityID(number: try reader.number())
            let stamp = try JudgingStamp(from: &reader)
            restored.places[submission]?.stamp = stamp
        }
        restored.rejudgings = try OpenRejudgings(from: &reader)
        for _ in 0..<(try reader.count()) { restored.awaited.insert(EntityID(number: try reader.number())) }
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
        for group in Self.parts(recorded.groups) {
            groups[group.name] = Score(exactly: group.score, limit: Self.mostDigits) ?? Score(parsing: group.score)
        }
    }

    /// The groups whose scores add up to the whole's. Where that is not said, as in old logs, those that have no others within
    /// them, as their names tell.
    private static func parts(_ groups: [JudgedGroup]) -> [JudgedGroup] {
        if groups.contains(where: \.hasIsPart) { return groups.filter(\.isPart) }
        return groups.filter { group in !groups.contains { $0.name.hasPrefix(group.name + "/") } }
    }

    /// How long an exact score may be.
    static let mostDigits = 4096
}
