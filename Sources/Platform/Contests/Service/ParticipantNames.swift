internal import Coordinator
internal import Kernel

/// What participants are called: people as their accounts say, teams as their captains did.
struct ParticipantNames: Sendable {
    private static let team = "team"

    let seal: PersonalSeal
    let people: @Sendable ([EntityID]) async -> [EntityID: String]

    /// Seals a team's name with its captain's key.
    /// - Throws: `DomainError` (`notFound`) if the captain was erased.
    func seal(_ name: String, of captain: EntityID) async throws(DomainError) -> [UInt8] {
        guard let sealed = try await seal.seal(Array(name.utf8), Self.team, of: captain) else {
            throw DomainError(.notFound, "this person was erased")
        }
        return sealed
    }

    /// What participants are called. Of an erased captain's team there is no name any more.
    func names(of participants: [EntityID: Participant]) async throws(DomainError) -> [EntityID: String] {
        var alone: [EntityID] = []
        var found: [EntityID: String] = [:]
        for (id, participant) in participants {
            if !participant.isTeam {
                alone.append(id)
            } else if let captain = participant.namedBy {
                found[id] = try await seal.text(participant.nameSealed, Self.team, of: captain)
            }
        }
        if !alone.isEmpty { found.merge(await people(alone)) { first, _ in first } }
        return found
    }
}
