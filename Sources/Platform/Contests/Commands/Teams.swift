internal import Coordinator
internal import FoundationEssentials
internal import Kernel
internal import Units

/// Forms a team, and is its captain.
struct FormTeam: RosterCommand {
    static let action: Action = "contests.form-team"

    var terms: JoinTerms
    var team: EntityID
    var nameSealed: [UInt8]
    var division: String

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard terms.details.teamSize > 0 else { throw DomainError(.invalid, "this contest has no teams") }
        try requirePlace(for: person, in: roster, at: context.now)
        try requireRoom(in: roster, division: division)
        guard roster.participants[team] == nil else {
            throw DomainError(.conflict, "this idempotency key was another request's", advice: "take a new key")
        }
        var formed = TeamFormed()
        (formed.team, formed.captain, formed.nameSealed) = ("\(team)", "\(person)", Data(nameSealed))
        (formed.division, formed.atNs) = (division, context.now.nanoseconds)
        return try Decision(formed)
    }
}

/// Lets somebody join a team, or lets them no more.
struct InviteToTeam: RosterCommand {
    static let action: Action = "contests.invite"
    private static let most = 50

    var terms: JoinTerms
    var team: EntityID
    var person: EntityID
    var isWithdrawn: Bool

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let captain = try Self.person(context)
        guard let known = roster.participants[team], known.isTeam, known.people.contains(captain) else {
            throw DomainError(.notFound, "you have no team of that id")
        }
        guard known.people.first == captain else {
            throw DomainError(.forbidden, "a team's captain says who may join")
        }
        if isWithdrawn {
            guard known.invited.contains(person) else { return Decision() }
            var uninvited = TeamUninvited()
            (uninvited.team, uninvited.person) = ("\(team)", "\(person)")
            return try Decision(uninvited)
        }
        guard context.now < terms.closing else { throw DomainError(.wrongState, "one can join this contest no more") }
        guard !known.invited.contains(person), !known.people.contains(person) else { return Decision() }
        guard known.invited.count < Self.most else {
            throw DomainError(.exhausted, "a team has at most \(Self.most) open invitations")
        }
        var invited = TeamInvited()
        (invited.team, invited.person) = ("\(team)", "\(person)")
        return try Decision(invited)
    }
}

/// Joins a team that one was invited to.
struct JoinTeam: RosterCommand {
    static let action: Action = "contests.join-team"

    var terms: JoinTerms
    var team: EntityID

    func decide(_ roster: Roster, _ context: CommandContext) throws(DomainError) -> Decision {
        let person = try Self.person(context)
        guard let known = roster.participants[team], known.invited.contains(person) else {
            throw DomainError(.notFound, "no team of that id has invited you")
        }
        try requirePlace(for: person, in: roster, at: context.now)
        guard known.people.count < Int(terms.details.teamSize) else {
            throw DomainError(.exhausted, "a team has at most \(terms.details.teamSize) people")
        }
        var joined = TeamJoined()
        (joined.team, joined.person) = ("\(team)", "\(person)")
        return try Decision(joined)
    }
}
