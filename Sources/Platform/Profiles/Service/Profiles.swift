internal import Accounts
internal import Coordinator
internal import Foundation
package import Kernel
package import Storage
package import Submissions

/// What people say of themselves, and what they have solved.
package final class Profiles: Sendable {
    /// How hard problems are, by their ids: those of which it is not known are left out.
    package typealias Difficulties = @Sendable ([EntityID]) async throws -> [EntityID: String]

    let services: PlatformServices
    let submissions: SubmissionDesk
    let seal: PersonalSeal
    let isThere: @Sendable (EntityID) async throws -> Bool
    let difficulties: Difficulties
    let names = NameIndex()

    /// Profiles on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - people: the keys that what says who somebody is is sealed with.
    ///   - submissions: what people hand in.
    ///   - isThere: whether there is such a person.
    ///   - difficulties: how hard problems are.
    package init(
        _ services: PlatformServices, people: any PersonKeys, submissions: SubmissionDesk,
        isThere: @escaping @Sendable (EntityID) async throws -> Bool, difficulties: @escaping Difficulties
    ) {
        (self.services, self.submissions) = (services, submissions)
        seal = PersonalSeal("profiles", keys: people)
        (self.isThere, self.difficulties) = (isThere, difficulties)
    }

    /// Who may do what.
    static let permits: [Permit] = [
        Permit(ChangeProfile.action, .owners),
        Permit(readOwn, .people),
        Permit(read, .anybody),
        Permit(search, .anybody),
        Permit(readSubmissions, .people, .role(.admin)),
    ]
    static let readOwn: Action = "profiles.read-own"
    static let read: Action = "profiles.read"
    static let search: Action = "profiles.search"
    static let readSubmissions: Action = "profiles.read-submissions"

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module(Profile.prefix)
        module.commands = [ChangeProfile.action]
        module.permits = Self.permits
        module.routes = ownRoutes + openRoutes
        module.views = [PracticeTable.view]
        // Each looks through all names.
        module.limits = [RateLimit(Self.search, by: .asker, 60, within: .seconds(60))]
        return module
    }

    /// What a person says of themselves, and which of it everybody sees; nil if they are erased.
    func profile(of person: EntityID) async throws -> (fields: ProfileFields, shown: Set<String>)? {
        let profile: Profile = try await services.commands.state(of: person.stream(Profile.prefix))
        guard let sealed = profile.sealed else { return (ProfileFields(), []) }
        guard let bytes = try await seal.open(sealed, "fields", of: person) else { return nil }
        return (try JSONDecoder().decode(ProfileFields.self, from: Data(bytes)), profile.shown)
    }

    /// What everybody sees of a person.
    /// - Throws: `DomainError` (`notFound`) if there is no such person, or none any more.
    package func shown(of person: EntityID) async throws -> ProfileFields {
        guard try await isThere(person), let (fields, shown) = try await profile(of: person) else {
            throw DomainError.noPerson
        }
        return fields.only(shown)
    }

    /// Says something of oneself, in place of what was said before.
    /// - Parameters:
    ///   - fields: all of it.
    ///   - shown: the names of the fields that everybody sees.
    ///   - actor: who says it.
    ///   - request: what the request says of itself.
    /// - Returns: where the entry stands.
    /// - Throws: `DomainError`.
    package func change(
        to fields: ProfileFields, shown: Set<String>, by actor: Actor, _ request: CommandRequest = CommandRequest()
    ) async throws -> LogPosition {
        guard let person = actor.person else { throw PermissionTable.refusal(of: actor, ChangeProfile.action) }
        try fields.check()
        if let unknown = shown.subtracting(ProfileFields.names).min() {
            throw DomainError(.invalid, "there is no field \(unknown.prefix(64).debugDescription) to be public")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        guard let sealed = try await seal.seal(Array(try encoder.encode(fields)), "fields", of: person) else {
            throw DomainError.noPerson
        }
        let command = ChangeProfile(person: person, sealed: sealed, shown: shown)
        return try await services.commands.perform(command, by: actor, request).position
    }
}

extension DomainError {
    /// There is no such person, or none any more.
    static var noPerson: DomainError { DomainError(.notFound, "there is no person of that id") }
}
