internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Storage
internal import SwiftProtobuf
internal import Units

/// What a contest asks of those who take part.
struct JoinTerms: Sendable {
    var contest: EntityID
    var details: ContestDetails
    var timeline: ContestTimeline
    /// When the last one may hand something in.
    var lastMoment: Timestamp
    var isFrozen: Bool

    /// Terms of a contest.
    init(_ id: EntityID, _ state: Contest) {
        (contest, details, timeline, lastMoment) = (id, state.details, state.timeline, state.lastMoment)
        isFrozen = timeline.freeze != nil && state.thawed == nil
    }

    /// When one can join no more.
    var closing: Timestamp {
        details.joinUntilNs == 0 ? timeline.end : min(timeline.end, Timestamp(nanoseconds: details.joinUntilNs))
    }
}

/// A command that changes who takes part.
protocol RosterCommand: Command where State == Roster {
    var terms: JoinTerms { get }
}

extension RosterCommand {
    var stream: StreamName { get throws(StorageError) { try terms.contest.stream(ContestStream.rosters) } }

    /// Asks that one more may take part, who does not yet.
    func requirePlace(for person: EntityID, in roster: Roster, at now: Timestamp) throws(DomainError) {
        guard roster.places[person] == nil else {
            throw DomainError(.alreadyExists, "you take part in this contest already")
        }
        guard now < terms.closing else { throw DomainError(.wrongState, "one can join this contest no more") }
        if let left = roster.departures[person], left >= terms.timeline.start {
            throw DomainError(.forbidden, "whoever leaves a contest that has begun does not come back")
        }
    }

    /// Asks that there is room for one more, in that division.
    func requireRoom(in roster: Roster, division: String) throws(DomainError) {
        guard terms.details.capacity == 0 || roster.count < Int(terms.details.capacity) else {
            throw DomainError(.exhausted, "all \(terms.details.capacity) places are taken")
        }
        let divisions = terms.details.divisions
        guard divisions.isEmpty ? division.isEmpty : divisions.contains(division) else {
            throw DomainError(
                .invalid, "the contest has no such division",
                advice: divisions.isEmpty ? "name none" : "choose one of \(divisions.joined(separator: ", "))")
        }
    }

    static func person(_ context: CommandContext) throws(DomainError) -> EntityID {
        guard let person = context.actor.person else { throw ContestRefusal.onlyPeople }
        return person
    }
}

/// Takes part alone.
struct JoinContest: RosterCommand {
    static let action: Action = "contests.join"

    var terms: JoinTerms
    var division: String

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard terms.details.teamSize == 0 else {
            throw DomainError(.invalid, "teams take part in this contest", advice: "form one, or join one")
        }
        try requirePlace(for: person, in: roster, at: context.now)
        try requireRoom(in: roster, division: division)
        var joined = PersonJoined()
        (joined.person, joined.division, joined.atNs) = ("\(person)", division, context.now.nanoseconds)
        return try Decision(joined)
    }
}

/// Takes part no more.
struct LeaveContest: RosterCommand {
    static let action: Action = "contests.leave"

    var terms: JoinTerms

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard roster.places[person] != nil else { throw DomainError(.wrongState, "you do not take part") }
        guard context.now < terms.lastMoment else { throw DomainError(.wrongState, "the contest is over") }
        var left = PersonLeft()
        (left.person, left.atNs) = ("\(person)", context.now.nanoseconds)
        return try Decision(left)
    }
}

/// Begins the own time of whoever takes part, in a contest where each has such.
struct BeginWindow: RosterCommand {
    static let action: Action = "contests.begin-window"

    var terms: JoinTerms

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard terms.timeline.window != nil else {
            throw DomainError(.wrongState, "all work at once in this contest")
        }
        guard let place = roster.places[person] else {
            throw DomainError(.forbidden, "you do not take part in this contest", advice: "join it first")
        }
        guard context.now >= terms.timeline.start else { throw DomainError(.wrongState, "the contest has not begun") }
        guard context.now < terms.timeline.end else { throw DomainError(.wrongState, "the contest is over") }
        // Somebody else of the team may have begun it: there is one for all of them.
        guard roster.windows[place] == nil else {
            throw DomainError(.alreadyExists, "your time has begun already")
        }
        return try Decision(
            WindowBegun.with { ($0.participant, $0.atNs) = ("\(place)", context.now.nanoseconds) })
    }
}

/// Takes part alone after the end, from now on.
struct BeginVirtual: RosterCommand {
    static let action: Action = "contests.begin-virtual"

    var terms: JoinTerms

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard terms.details.allowsVirtual else {
            throw DomainError(.wrongState, "one cannot take part in this contest after its end")
        }
        guard context.now >= terms.lastMoment, !terms.isFrozen else {
            throw DomainError(.wrongState, "this is possible when the contest is over and its board is shown")
        }
        guard roster.virtuals[person] == nil else {
            throw DomainError(.alreadyExists, "you have taken part after the end already")
        }
        var begun = VirtualBegun()
        begun.participant = "\(EntityID("virtual participant", by: context.actor, key: "\(terms.contest)"))"
        (begun.person, begun.atNs) = ("\(person)", context.now.nanoseconds)
        return try Decision(begun)
    }
}
