internal import Coordinator
internal import Hacks
package import Kernel
package import Storage
package import Submissions
internal import Units

/// Contests: what is done with them, and what is shown. Decisions are the commands'.
package final class Contests: Sendable {
    let services: PlatformServices
    let problems: any SubmittableProblems
    let index = ContestIndex()
    let names: ParticipantNames

    /// Contests on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - problems: the problems that contests may have.
    ///   - people: the keys that teams' names are sealed with.
    ///   - names: what people are called on boards; those who are not there are shown by their ids.
    package init(
        _ services: PlatformServices, problems: any SubmittableProblems, people: any PersonKeys,
        names: @escaping @Sendable ([EntityID]) async -> [EntityID: String] = { _ in [:] }
    ) {
        (self.services, self.problems) = (services, problems)
        self.names = ParticipantNames(seal: PersonalSeal("contests", keys: people), people: names)
    }

    var commands: Commands { services.commands }

    /// The time.
    var now: Timestamp { services.clock.now }

    /// What organisers have decided of a contest, as far as somebody may see it.
    /// - Throws: `DomainError` (`notFound`) if there is none, or they may not.
    func contest(_ id: EntityID, for actor: Actor) async throws -> Contest {
        let contest: Contest = try await commands.state(of: id.stream(ContestStream.contests))
        guard contest.isCreated else { throw ContestRefusal.noContest }
        if contest.details.isHidden, !judges(contest, id, actor) {
            guard let person = actor.person, try await roster(id).mentions(person) else {
                throw ContestRefusal.noContest
            }
        }
        return contest
    }

    /// Who takes part in a contest.
    func roster(_ id: EntityID) async throws -> Roster {
        try await commands.state(of: id.stream(ContestStream.rosters))
    }

    /// What was asked and said in a contest.
    func messages(_ id: EntityID) async throws -> Messages {
        try await commands.state(of: id.stream(ContestStream.messages))
    }

    /// What was hacked in a contest.
    func hacks(_ id: EntityID) async throws -> HackList {
        try await commands.state(of: id.stream(HackStream.prefix))
    }

    /// Whether somebody sees all of a contest.
    func judges(_ contest: Contest, _ id: EntityID, _ actor: Actor) -> Bool {
        services.allows(actor, Self.judge, to: contest.subject(id))
    }

    /// Asks that somebody sees all of a contest that they know of.
    /// - Throws: `DomainError` (`forbidden`).
    func requireJudge(_ contest: Contest, _ id: EntityID, _ actor: Actor) throws(DomainError) {
        try services.require(actor, Self.judge, to: contest.subject(id))
    }

    /// The question whether somebody sees all of a contest: what is frozen, too.
    static let judge: Action = "contests.judge"

    /// Has a command done with a contest that the actor knows of.
    func perform<C: ContestCommand>(_ command: C, _ request: RouteRequest) async throws -> Performed<Contest> {
        _ = try await contest(command.contest, for: request.actor)
        return try await commands.perform(command, by: request.actor, request.command)
    }
}

extension Roster {
    /// Whether somebody takes part, or took part alone after the end.
    func mentions(_ person: EntityID) -> Bool { places[person] != nil || virtuals[person] != nil }

    /// Whether a participant is somebody who takes part alone, after the others.
    func isAlone(_ participant: EntityID) -> Bool { !virtuals.ids { $0.participant == participant }.isEmpty }
}
