internal import Coordinator
internal import Events
internal import Kernel
internal import Storage
internal import Units

/// A person or a team that takes part.
struct Participant: Hashable, Sendable {
    /// The division; empty: none.
    var division = ""
    /// Who that is: one person, or a team's members, the captain first.
    var people: [EntityID] = []
    /// Whether it is a team.
    var isTeam = false
    /// The team's name, sealed with the key of who was its captain then.
    var nameSealed: [UInt8] = []
    /// With whose key.
    var namedBy: EntityID?
    /// Who may join.
    var invited: Set<EntityID> = []
}

/// Somebody who takes part alone, after the others.
struct VirtualStart: Hashable, Sendable {
    /// What it is called on boards.
    var participant: EntityID
    /// When they began.
    var start: Timestamp
}

/// Who takes part in a contest: what its roster's stream adds up to. A pure value.
struct Roster: Aggregate {
    /// By the participant's id: the person's own, or the team's.
    private(set) var participants = Buckets<Participant>()
    /// As whom a person takes part.
    private(set) var places = Buckets<EntityID>()
    /// When a participant's own time began, by the participant.
    private(set) var windows = Buckets<Timestamp>()
    /// Who takes part alone after the end, by the person.
    private(set) var virtuals = Buckets<VirtualStart>()

    /// When somebody left who takes part no more.
    private(set) var departures = Buckets<Timestamp>()

    /// How many take part.
    var count: Int { participants.count }

    mutating func apply(_ event: Event) throws(StorageError) {
        switch event.type {
        case PersonJoined.persistedType:
            let joined: PersonJoined = try event.unpacked()
            guard let person = EntityID(joined.person) else { return }
            participants[person] = Participant(division: joined.division, people: [person])
            places[person] = person
        case TeamFormed.persistedType:
            let formed: TeamFormed = try event.unpacked()
            guard let team = EntityID(formed.team), let captain = EntityID(formed.captain) else { return }
            participants[team] = Participant(
                division: formed.division, people: [captain], isTeam: true, nameSealed: Array(formed.nameSealed),
                namedBy: captain)
            places[captain] = team
        case PersonLeft.persistedType:
            let left: PersonLeft = try event.unpacked()
            guard let person = EntityID(left.person) else { return }
            leave(person)
            departures[person] = Timestamp(nanoseconds: left.atNs)
        case WindowBegun.persistedType:
            let begun: WindowBegun = try event.unpacked()
            if let id = EntityID(begun.participant) { windows[id] = Timestamp(nanoseconds: begun.atNs) }
        case VirtualBegun.persistedType:
            let begun: VirtualBegun = try event.unpacked()
            guard let person = EntityID(begun.person), let id = EntityID(begun.participant) else { return }
            virtuals[person] = VirtualStart(participant: id, start: Timestamp(nanoseconds: begun.atNs))
        default: try applyTeam(event)
        }
    }

    private mutating func applyTeam(_ event: Event) throws(StorageError) {
        switch event.type {
        case TeamInvited.persistedType:
            let invited: TeamInvited = try event.unpacked()
            edit(invited.team, invited.person) { $0.invited.insert($1) }
        case TeamUninvited.persistedType:
            let uninvited: TeamUninvited = try event.unpacked()
            edit(uninvited.team, uninvited.person) { $0.invited.remove($1) }
        case TeamJoined.persistedType:
            let joined: TeamJoined = try event.unpacked()
            edit(joined.team, joined.person) { team, person in
                team.invited.remove(person)
                team.people.append(person)
            }
            if let person = EntityID(joined.person) { places[person] = EntityID(joined.team) }
        default: break
        }
    }

    private mutating func edit(_ team: String, _ person: String, _ body: (inout Participant, EntityID) -> Void) {
        guard let id = EntityID(team), let person = EntityID(person), var team = participants[id] else { return }
        body(&team, person)
        participants[id] = team
    }

    private mutating func leave(_ person: EntityID) {
        guard let place = places[person], var participant = participants[place] else { return }
        places[person] = nil
        participant.people.removeAll { $0 == person }
        participants[place] = participant.people.isEmpty ? nil : participant
    }
}
