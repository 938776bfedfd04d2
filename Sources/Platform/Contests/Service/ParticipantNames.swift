internal import Coordinator
internal import Kernel
internal import PersonalData
internal import Storage

/// What participants are called: people as their accounts say, teams as their captains did.
struct ParticipantNames: Sendable {
    private static let purpose = FieldPurpose("contests.team")

    let vault: PersonVault
    let people: @Sendable ([EntityID]) async -> [EntityID: String]

    /// Seals a team's name with its captain's key.
    /// - Throws: `DomainError` (`notFound`) if the captain was erased.
    func seal(_ name: String, of captain: EntityID) async throws(DomainError) -> [UInt8] {
        guard let id = PersonID(captain) else { throw ContestRefusal.onlyPeople }
        do throws(StorageError) {
            guard let field = try await vault.seal(Array(name.utf8), of: id, as: Self.purpose) else {
                throw StorageError(.notFound, stage: "seal a team's name", reason: "the person was erased")
            }
            return field.bytes
        } catch {
            throw DomainError(error)
        }
    }

    /// What participants are called. Of an erased captain's team there is no name any more.
    func names(of participants: [EntityID: Participant]) async throws(DomainError) -> [EntityID: String] {
        var alone: [EntityID] = []
        var found: [EntityID: String] = [:]
        for (id, participant) in participants {
            if participant.isTeam {
                found[id] = try await name(of: participant)
            } else {
                alone.append(id)
            }
        }
        if !alone.isEmpty { found.merge(await people(alone)) { first, _ in first } }
        return found
    }

    private func name(of team: Participant) async throws(DomainError) -> String? {
        guard let captain = team.namedBy, let id = PersonID(captain) else { return nil }
        do throws(StorageError) {
            let field = try SealedField(reading: team.nameSealed)
            switch try await vault.open(field, of: id, as: Self.purpose) {
            case .value(let bytes): return String(validating: bytes, as: UTF8.self)
            case .erased: return nil
            }
        } catch {
            throw DomainError(error)
        }
    }
}
