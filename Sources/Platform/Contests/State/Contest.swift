internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Submissions
internal import Units

/// What organisers have decided of a contest: what its stream adds up to. A pure value.
struct Contest: Aggregate {
    private(set) var isCreated = false
    /// Who made it; nil if that was no person.
    private(set) var owner: EntityID?
    private(set) var details = ContestDetails()
    /// By what they are called.
    private(set) var removed: [String: RemovedInterval] = [:]
    private(set) var thawed: Timestamp?
    private(set) var finalized: Timestamp?
    private(set) var extraBronze = 0
    private(set) var extraTimes: [EntityID: Duration] = [:]
    /// Of those who have extra time, who takes part alone after the others.
    private var alone: Set<EntityID> = []
    private(set) var penalties: [EntityID: Int64] = [:]
    private(set) var disqualified: Set<EntityID> = []
    private(set) var ignored: Set<EntityID> = []

    /// When it is.
    var timeline: ContestTimeline { details.timeline(without: removed.values) }

    /// What decides how submissions count.
    var game: ContestGame {
        var game = ContestGame(rules: details.rules, timeline: timeline, isThawed: thawed != nil)
        for problem in details.problems {
            guard let id = EntityID(problem.problem) else { continue }
            game.problems.append(id)
            game.worths[id] = problem.worth
            if problem.dueAfterNs > 0 { game.dues[id] = .nanoseconds(problem.dueAfterNs) }
            if details.tokenRules.mode == .infinite, problem.tokenRules.mode == .infinite {
                game.freelyTokened.insert(id)
            }
        }
        return game
    }

    /// From when on everybody sees the problems.
    var problemsSeen: Timestamp { timeline.window == nil ? timeline.start : timeline.end }

    /// When the last one may hand something in that counts. For those who take part alone afterwards nobody waits.
    var lastMoment: Timestamp { lastMoment(in: details, timeline) }

    /// The same, where it is otherwise.
    func lastMoment(in details: ContestDetails, _ timeline: ContestTimeline) -> Timestamp {
        let longest = extraTimes.filter { !alone.contains($0.key) }.values.max()
        return timeline.end(with: longest ?? .zero) + details.rules.lateTime
    }

    /// When somebody may work who takes part with the others.
    func entrant(_ participant: EntityID, _ roster: Roster) -> Entrant {
        Entrant(begun: roster.windows[participant], extraTime: extraTimes[participant] ?? .zero)
    }

    /// When somebody may work who takes part alone, after them.
    func entrant(_ alone: VirtualStart) -> Entrant {
        Entrant(start: alone.start, extraTime: extraTimes[alone.participant] ?? .zero)
    }

    /// Whether others' results are hidden while the contest runs.
    var hidesResults: Bool { details.isBoardClosed || details.feedbackView == .pending }

    /// Whether they are hidden then.
    func isClosed(at now: Timestamp) -> Bool { hidesResults && now < lastMoment }

    /// Whether judges have put something right for a participant.
    func hasAdjusted(_ participant: EntityID) -> Bool {
        extraTimes[participant] != nil || penalties[participant] != nil || disqualified.contains(participant)
    }

    /// Until when others' programs can be shown to fail.
    var lastHack: Timestamp { lastMoment + .nanoseconds(details.hacksAfterNs) }

    /// Whose it is, for permissions.
    func subject(_ id: EntityID) -> Subject {
        Subject(scopes: [Scope("contest", "\(id)")], owners: Set([owner].compactMap(\.self)))
    }

    /// In what state it is then.
    func phase(at now: Timestamp) -> ContestPhase {
        let timeline = timeline
        if finalized != nil { return .finalized }
        if now < timeline.start { return .before }
        if now < timeline.end { return timeline.isFrozen(at: now) && thawed == nil ? .frozen : .running }
        return .ended
    }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case ContestCreated.persistedType:
            let created: ContestCreated = try event.unpacked()
            (isCreated, owner, details) = (true, EntityID(created.by), created.details)
        case ContestEdited.persistedType: details = try event.unpacked(ContestEdited.self).details
        case ContestFrozen.persistedType: details.freezeAfterNs = try event.unpacked(ContestFrozen.self).afterNs
        case ContestThawed.persistedType:
            thawed = Timestamp(nanoseconds: try event.unpacked(ContestThawed.self).atNs)
        case ContestFinalized.persistedType:
            let end: ContestFinalized = try event.unpacked()
            (finalized, extraBronze) = (Timestamp(nanoseconds: end.atNs), Int(end.extraBronze))
        case IntervalRemoved.persistedType:
            let interval: IntervalRemoved = try event.unpacked()
            removed[interval.id] = RemovedInterval(
                from: Timestamp(nanoseconds: interval.fromNs), until: Timestamp(nanoseconds: interval.untilNs))
        case IntervalRestored.persistedType: removed[try event.unpacked(IntervalRestored.self).id] = nil
        default: try adjust(event)
        }
    }

    /// Somebody has more time from now on.
    mutating func give(_ given: ExtraTimeGiven) {
        guard let id = EntityID(given.participant) else { return }
        extraTimes[id] = given.extraNs == 0 ? nil : .nanoseconds(given.extraNs)
        if given.isAlone { alone.insert(id) } else { alone.remove(id) }
    }

    private mutating func adjust(_ event: Event) throws(StorageError) {
        switch event.type {
        case SubmissionIgnored.persistedType:
            if let id = EntityID(try event.unpacked(SubmissionIgnored.self).submission) { ignored.insert(id) }
        case SubmissionCounted.persistedType:
            if let id = EntityID(try event.unpacked(SubmissionCounted.self).submission) { ignored.remove(id) }
        case ExtraTimeGiven.persistedType:
            give(try event.unpacked())
        case PenaltyGiven.persistedType:
            let given: PenaltyGiven = try event.unpacked()
            guard let id = EntityID(given.participant) else { return }
            penalties[id] = given.minutes == 0 ? nil : given.minutes
        case ParticipantDisqualified.persistedType:
            if let id = EntityID(try event.unpacked(ParticipantDisqualified.self).participant) {
                disqualified.insert(id)
            }
        case ParticipantReinstated.persistedType:
            if let id = EntityID(try event.unpacked(ParticipantReinstated.self).participant) {
                disqualified.remove(id)
            }
        default: break
        }
    }
}

/// In what state a contest is.
enum ContestPhase: String, CaseIterable, Sendable {
    case before, running, frozen
    case ended = "over"
    case finalized = "final"
}
