internal import Concurrency
package import Coordinator
internal import Fleet
package import Kernel
internal import Problems
internal import Storage
internal import Synchronization
package import Units
package import Uploads

/// How the library works.
package struct LibraryOptions: Sendable {
    /// The largest archive of a package that is taken, if the server takes bodies that large. It is in memory while it is taken.
    package var largestArchive = 64 << 20
    /// What the files of a package that comes in an archive may have together.
    package var largestPackage = ByteCount.gibibytes(1)
    /// How many archives are unpacked at once, and how many wait for that.
    package var unpacked = (atOnce: 2, waiting: 16)

    /// The defaults.
    package init() {}
}

/// The problems of the platform: packages with what is said about them, for those who may see them.
package final class Library: Sendable {
    let services: PlatformServices
    let options: LibraryOptions
    /// What people upload; nil: nothing.
    let uploads: Uploads?
    /// Where packages are.
    let desk = AfterStart<PackageDesk>()
    /// Who runs programs.
    let runner = AfterStart<ProgramRunner>()
    /// Which version of a problem a contest shows to somebody.
    private let contests = Mutex<(@Sendable (EntityID, Actor) async throws -> UInt32?)?>(nil)
    /// Packages that were read lately, and texts that were made lately.
    let packages = Mutex(RecentlyUsed<ContentHash, OpenPackage>())
    let texts = Mutex(RecentlyUsed<TextKey, ShownStatement>())
    let reading = SharedWork<ContentHash, OpenPackage>()
    /// Archives are unpacked few at a time: each may need ``LibraryOptions/largestPackage`` on the disk.
    let unpacking: Turnstile

    /// A library without packages yet: see ``connect(to:runner:)``.
    /// - Parameters:
    ///   - services: what modules stand on.
    ///   - options: how it works.
    ///   - uploads: what people upload; nil: packages come as the bodies of requests alone.
    package init(
        _ services: PlatformServices, options: LibraryOptions = LibraryOptions(), uploads: Uploads? = nil
    ) {
        (self.services, self.options, self.uploads) = (services, options, uploads)
        unpacking = Turnstile(most: max(1, options.unpacked.atOnce), waiting: options.unpacked.waiting)
    }

    /// Says where packages are, and who runs programs, as soon as that is known.
    package func connect(to desk: PackageDesk, runner: ProgramRunner) {
        self.desk.set(desk)
        self.runner.set(runner)
    }

    /// Says who sees a problem because of a contest.
    /// - Parameter contests: the version that somebody is shown of a problem where they take part in a contest that has it; nil:
    ///   there is no such contest.
    package func connect(contests: @escaping @Sendable (EntityID, Actor) async throws -> UInt32?) {
        self.contests.withLock { $0 = contests }
    }

    // MARK: Who sees what

    /// To see what is not public of a problem: that it is there, its secret test cases, how it is solved.
    static let inspect: Action = "library.inspect"
    /// To see what is public.
    static let read: Action = "library.read"

    /// A problem that somebody may see.
    /// - Throws: `DomainError`: `notFound` if it is not there, or not for them.
    func problem(_ id: EntityID, seenBy actor: Actor) async throws -> LibraryProblem {
        let problem = try await state(of: id)
        guard problem.stage == .published || mayInspect(problem, id, actor) else { throw LibraryProblem.unknown }
        return problem
    }

    /// A problem that somebody may read, and the version that they are shown: of one that is not published the contest's, for
    /// those who take part in one that has it.
    /// - Throws: `DomainError`: `notFound` if it is not there, or not for them.
    func readable(
        _ id: EntityID, by actor: Actor
    ) async throws -> (problem: LibraryProblem, version: LibraryProblem.Version, isOfContest: Bool) {
        let problem = try await state(of: id)
        if problem.stage == .published || mayInspect(problem, id, actor) {
            guard let latest = problem.latest else { throw LibraryProblem.unknown }
            return (problem, latest, false)
        }
        let shown = contests.withLock { $0 }
        guard let number = try await shown?(id, actor),
            let version = problem.versions.first(where: { $0.number == number })
        else { throw LibraryProblem.unknown }
        return (problem, version, true)
    }

    /// A problem that is there.
    func state(of id: EntityID) async throws -> LibraryProblem {
        let problem = try await anyState(of: id)
        try problem.require()
        return problem
    }

    /// A problem that is there, or was.
    func anyState(of id: EntityID) async throws -> LibraryProblem {
        let stream = try await DomainError.mapping { () async throws(StorageError) in
            try id.stream(LibraryProblem.streams)
        }
        return try await services.commands.state(of: stream)
    }

    /// Whether somebody sees what is not public of a problem.
    func mayInspect(_ problem: LibraryProblem, _ id: EntityID, _ actor: Actor) -> Bool {
        problem.exists && services.allows(actor, Self.inspect, to: problem.subject(id))
    }

    /// Does something to a problem that the actor sees; what they do not see is not there.
    func perform<C: ProblemCommand>(_ command: C, _ request: RouteRequest) async throws -> Performed<LibraryProblem> {
        _ = try await problem(command.problem, seenBy: request.actor)
        return try await services.commands.perform(command, by: request.actor, request.command)
    }
}
