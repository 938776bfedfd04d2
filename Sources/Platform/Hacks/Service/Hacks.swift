package import Coordinator
internal import Events
internal import FoundationEssentials
package import Kernel
package import Library
internal import Storage
package import Submissions
internal import Units

/// How much people may hack.
package struct HackOptions: Sendable {
    /// The most bytes that an input has.
    package var largestInput = 256 << 10
    /// The most bytes that the source of a generator has.
    package var largestGenerator = 64 << 10
    /// How many hacks of one person are taken within a minute.
    package var minute = 10

    /// The defaults.
    package init() {}
}

/// Participants of contests who find inputs on which others' programs fail. An input is given, or written by a program. It is looked at by the problem's own validators,
/// what is right is found out by its own solution, and the other one's program is judged by that, all on the fleet.
package final class Hacks: Sendable {
    let services: PlatformServices
    let options: HackOptions
    let contests: any HackContests
    let library: Library
    let submissions: SubmissionDesk
    let fleet = AfterStart<JudgingDesk>()

    /// Hacks on a platform.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - options: how much people may hack.
    ///   - contests: those that people hack in.
    ///   - library: the problems.
    ///   - submissions: the programs.
    package init(
        _ services: PlatformServices, options: HackOptions = HackOptions(), contests: any HackContests,
        library: Library, submissions: SubmissionDesk
    ) {
        (self.services, self.options, self.contests) = (services, options, contests)
        (self.library, self.submissions) = (library, submissions)
    }

    /// The fleet is there: from now on hacks are judged.
    package func connect(to fleet: JudgingDesk) { self.fleet.set(fleet) }

    // MARK: Who may do what

    /// Reading at all; of which contest is another question.
    static let read: Action = "hacks.read"
    /// Seeing all of a contest's hacks.
    static let seeAll: Action = "hacks.see-all"
    /// Making a test case of a hack; of which problem is another question.
    static let keep: Action = "hacks.keep"

    static let permits: [Permit] = [
        Permit(read, .anybody),
        Permit(seeAll, .owners, .role("judge"), .role(.admin)),
        Permit(keep, .people, .role(.admin)),
        Permit(LockProblem.action, .people),
        Permit(MakeHack.action, .people),
        Permit(JudgeHack.action, .owners, .role("judge"), .role(.admin)),
        Permit(GiveInput.action, .platform),
        Permit(PrepareHack.action, .platform),
        Permit(DecideHack.action, .platform),
    ]

    /// The module, as the platform takes it.
    package func module() -> Module {
        var module = Module(HackStream.prefix)
        module.commands = [
            LockProblem.action, MakeHack.action, JudgeHack.action, GiveInput.action, PrepareHack.action,
            DecideHack.action,
        ]
        module.questions = [Self.seeAll]
        module.permits = Self.permits
        module.limits = [RateLimit(MakeHack.action, by: .asker, options.minute, within: .seconds(60))]
        module.routes = hackingRoutes + readingRoutes + judgingRoutes
        module.topics = topics
        module.reactions = [generating, judging, following]
        return module
    }

    // MARK: Reading

    /// What was hacked in a contest.
    func hacks(of contest: EntityID) async throws -> HackList {
        try await services.commands.state(of: contest.stream(HackStream.prefix))
    }

    /// What a contest says to whoever asks.
    func terms(_ request: RouteRequest) async throws -> HackingTerms {
        try await contests.hacking(
            in: try request.id(of: "contest"), for: request.actor, at: services.clock.now)
    }

    /// Whether somebody sees all of a contest's hacks.
    func seesAll(_ terms: HackingTerms, _ actor: Actor) -> Bool {
        services.allows(actor, Self.seeAll, to: terms.subject)
    }

    // MARK: Files

    /// Keeps what is in a file.
    func keep(_ bytes: [UInt8]) async throws -> HackFile {
        let kept = try await fleet.get().keep(bytes)
        guard let sha256 = ContentHash(bytes: kept.hash) else { throw DomainError(.failed, "a file is not kept") }
        return HackFile(sha256: sha256, size: kept.size)
    }
}
