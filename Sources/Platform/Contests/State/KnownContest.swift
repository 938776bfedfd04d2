internal import Events
internal import Grading
internal import Hacks
internal import Kernel
internal import Storage
internal import Units

/// A contest with all that counts: its streams and its submissions together.
struct KnownContest: Sendable {
    private(set) var contest = Contest()
    private(set) var roster = Roster()
    private(set) var messages = Messages()
    private(set) var deliveries = Deliveries()
    private(set) var balloons = Balloons()
    private(set) var hacks = HackList()
    private(set) var board = ContestBoard(
        ContestGame(timeline: ContestTimeline(start: Timestamp(nanoseconds: 0), length: .zero)))
    /// What has happened, for snapshots.
    private var history: [Event] = []

    /// Nothing has happened.
    init() {}

    /// Whether an event is the module's own.
    static func isKept(_ event: Event) -> Bool {
        event.type.hasPrefix("verdict.contests.v1.") || event.type.hasPrefix("verdict.hacks.v1.")
    }

    /// Something happened in one of the contest's streams.
    mutating func apply(_ event: Event) throws(StorageError) {
        history.append(event)
        try contest.apply(event)
        try messages.apply(event)
        try deliveries.apply(event)
        try applyToRoster(event)
        try hacks.apply(event)
        if let hack = try hacks.hack(in: event) {
            board.hack(BoardHack(hack), counts: hack.counted != nil)
            return
        }
        switch event.type {
        case TokenSpent.persistedType:
            if let id = EntityID(try event.unpacked(TokenSpent.self).submission) { board.token(id) }
        case ContestCreated.persistedType, ContestEdited.persistedType, ContestFrozen.persistedType,
            ContestThawed.persistedType, IntervalRemoved.persistedType, IntervalRestored.persistedType:
            board.change(contest.game)
            makeBalloons(of: board.attempts.keys)
        case SubmissionIgnored.persistedType:
            if let id = EntityID(try event.unpacked(SubmissionIgnored.self).submission) { board.ignore(id, true) }
        case SubmissionCounted.persistedType:
            if let id = EntityID(try event.unpacked(SubmissionCounted.self).submission) {
                board.ignore(id, false)
                makeBalloon(for: id)
            }
        case ExtraTimeGiven.persistedType: enter(EntityID(try event.unpacked(ExtraTimeGiven.self).participant))
        case PenaltyGiven.persistedType: enter(EntityID(try event.unpacked(PenaltyGiven.self).participant))
        case ParticipantDisqualified.persistedType:
            enter(EntityID(try event.unpacked(ParticipantDisqualified.self).participant))
        case ParticipantReinstated.persistedType:
            enter(EntityID(try event.unpacked(ParticipantReinstated.self).participant))
        default: break
        }
    }

    private mutating func applyToRoster(_ event: Event) throws(StorageError) {
        switch event.type {
        case PersonJoined.persistedType:
            try roster.apply(event)
            enter(EntityID(try event.unpacked(PersonJoined.self).person))
        case TeamFormed.persistedType:
            try roster.apply(event)
            enter(EntityID(try event.unpacked(TeamFormed.self).team))
        case PersonLeft.persistedType:
            let place = EntityID(try event.unpacked(PersonLeft.self).person).flatMap { roster.places[$0] }
            try roster.apply(event)
            enter(place)
        case WindowBegun.persistedType:
            try roster.apply(event)
            enter(EntityID(try event.unpacked(WindowBegun.self).participant))
        case VirtualBegun.persistedType:
            try roster.apply(event)
            let begun: VirtualBegun = try event.unpacked()
            guard let id = EntityID(begun.participant) else { return }
            board.enter(Entrant(start: Timestamp(nanoseconds: begun.atNs)), as: id)
        default: try roster.apply(event)
        }
    }

    /// A participant is on the board as is said of them now.
    private mutating func enter(_ participant: EntityID?) {
        guard let id = participant else { return }
        let start = board.entrants[id]?.start
        guard let known = roster.participants[id] ?? start.map({ _ in Participant() }) else {
            board.enter(nil, as: id)
            return
        }
        board.enter(
            Entrant(
                division: known.division, start: start, begun: roster.windows[id],
                extraTime: contest.extraTimes[id] ?? .zero,
                penalty: contest.penalties[id] ?? 0, isDisqualified: contest.disqualified.contains(id)), as: id)
        makeBalloons(of: [id])
    }

    /// Something was handed in.
    mutating func receive(_ submission: EntityID, at time: Timestamp, of participant: EntityID, for problem: EntityID) {
        let attempt = Attempt(
            submission: submission, received: time, isIgnored: contest.ignored.contains(submission))
        board.receive(attempt, of: participant, for: problem)
    }

    /// A submission was judged, or judged again; nil: what came of it counts no more.
    mutating func judge(_ submission: EntityID, _ judgement: Judgement?) {
        board.judge(submission, judgement)
        makeBalloon(for: submission)
    }

    /// The fleet did not take a submission for what it is, or is asked again.
    mutating func refuse(_ submission: EntityID, _ isRefused: Bool) { board.refuse(submission, isRefused) }

    /// A submission is there no more.
    mutating func delete(_ submission: EntityID) { board.delete(submission) }

    // MARK: Balloons

    /// What has earned a balloon; nil: nothing has.
    func solution(_ key: BalloonKey) -> Attempt? {
        guard board.game.rules.format == .icpc else { return nil }
        let givesFrozen = contest.details.givesFrozenBalloons
        return board.solution(of: key.participant, at: key.problem) {
            givesFrozen || !board.game.timeline.isFrozen(at: $0)
        }
    }

    private mutating func makeBalloon(for submission: EntityID) {
        guard let place = board.attempt(submission), place.attempt.judgement?.verdict == .accepted else { return }
        let key = BalloonKey(participant: place.participant, problem: place.problem)
        if solution(key) != nil { balloons.make(key) }
    }

    /// Makes the balloons that participants have earned, in the order in which they did: the same whenever it is read.
    private mutating func makeBalloons(of participants: some Sequence<EntityID>) {
        var earned: [(attempt: Attempt, key: BalloonKey)] = []
        for participant in participants {
            for problem in (board.attempts[participant] ?? [:]).keys {
                let key = BalloonKey(participant: participant, problem: problem)
                if let attempt = solution(key) { earned.append((attempt, key)) }
            }
        }
        for (_, key) in earned.sorted(by: { $0.attempt.isBefore($1.attempt) }) { balloons.make(key) }
    }

    // MARK: Snapshots

    /// Writes all of it.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(UInt32(history.count))
        for event in history {
            try writer.add(event.type)
            try writer.add(event.payload)
        }
        try writer.add(UInt32(board.count))
        for (participant, problems) in board.attempts {
            for (problem, attempts) in problems {
                for attempt in attempts {
                    try writer.add(participant.number)
                    try writer.add(problem.number)
                    try writer.add(attempt.submission.number)
                    try writer.add(attempt.received.nanoseconds)
                    try attempt.judgement.write(to: &writer)
                    try writer.add(attempt.isRefused ? 1 : 0 as UInt8)
                }
            }
        }
        try balloons.write(to: &writer)
    }

    /// Reads what ``write(to:)`` wrote.
    init(from reader: inout SnapshotReader) throws {
        for _ in 0..<(try reader.count()) {
            try apply(Event(type: try reader.text(), payload: try reader.bytes()))
        }
        for _ in 0..<(try reader.count()) {
            let (participant, problem) = (EntityID(number: try reader.number()), EntityID(number: try reader.number()))
            let submission = EntityID(number: try reader.number())
            receive(submission, at: Timestamp(nanoseconds: try reader.number()), of: participant, for: problem)
            board.judge(submission, try Judgement(from: &reader))
            if try reader.number(UInt8.self) == 1 { board.refuse(submission, true) }
        }
        // Of the order in which they were earned the board knows nothing any more.
        balloons = try Balloons(from: &reader)
    }
}

extension BoardHack {
    fileprivate init(_ hack: Hack) {
        self.init(
            id: hack.id, hacker: hack.hacker, submission: hack.submission, received: hack.received,
            number: hack.number,
            isSuccessful: hack.counted == .successful)
    }
}

extension Judgement? {
    /// Writes it, or that there is none.
    func write(to writer: inout SnapshotWriter) throws {
        try writer.add(optional: self?.verdict.rawValue)
        guard let judgement = self else { return }
        try writer.add(optional: judgement.score.map { "\($0)" })
        try writer.add(UInt32(judgement.groups.count))
        for (name, score) in judgement.groups {
            try writer.add(name)
            try writer.add("\(score)")
        }
    }
}

extension Judgement {
    /// Reads what ``write(to:)`` wrote.
    init?(from reader: inout SnapshotReader) throws {
        guard let text = try reader.optionalText() else { return nil }
        guard let verdict = Verdict(rawValue: text) else { throw SnapshotError("a verdict is none") }
        self.init(verdict: verdict, score: try reader.optionalText().flatMap(Self.score))
        for _ in 0..<(try reader.count()) { groups[try reader.text()] = Self.score(try reader.text()) }
    }

    private static func score(_ text: String) -> Score? { Score(exactly: text, limit: mostDigits) }
}
