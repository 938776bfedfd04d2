internal import Concurrency
public import Coordinator
public import Events
public import Logging
public import RateLimits
public import Storage
internal import Synchronization
public import SystemPackage
internal import Units
public import Views

/// What modules stand on, while they are made.
public struct PlatformServices: Sendable {
    /// Does commands.
    public let commands: Commands
    /// The tables that modules have made of the log.
    public let views: PlatformViews
    /// Tells the time.
    public let clock: any PlatformClock
    /// What happened, for whoever reads it directly.
    public let log: any EventLog
    /// Logs.
    public let logger: Logger

    /// Whether somebody may do or see something: a row of a module's permissions, asked with what it is about.
    public func allows(_ actor: Actor, _ action: Action, to subject: Subject) -> Bool {
        commands.permissions.allows(actor, action, to: subject)
    }

    /// Asks that somebody may do or see something.
    /// - Throws: `DomainError` (`forbidden`) if not.
    public func require(_ actor: Actor, _ action: Action, to subject: Subject) throws(DomainError) {
        try commands.require(actor, action, to: subject)
    }

    /// Takes note that somebody, known or not, could not show that they are whom a stream is about. It is written down among what
    /// was refused, of each so many an hour.
    public func noteFailedProof(_ action: Action, by actor: Actor, of stream: StreamName) {
        commands.noteProof(action, by: actor, of: stream)
    }
}

/// The platform of a coordinator: all its modules, and what goes on without being asked.
public final class Platform: Sendable {
    /// How it works.
    public struct Options: Sendable {
        /// Whether other coordinators may serve the same log.
        public var isShared = false
        /// Tells the time.
        public var clock: any PlatformClock = SystemPlatformClock()
        /// Where views are kept; nil: nowhere, and no module may have one.
        public var views: ViewPlace?
        /// How many may watch topics at once.
        public var followers = 20_000
        /// How often a person, or an address without one, may read.
        public var reads = SlidingWindow(6000, within: .seconds(60))
        /// How often a person, or an address without one, may change something.
        public var writes = SlidingWindow(600, within: .seconds(60))

        /// The defaults.
        public init() {}
    }

    /// Where views are kept.
    public struct ViewPlace: Sendable {
        /// The SQLite file: it may be deleted, and is made again from the log.
        public var file: FilePath
        /// What the cursors of lists are recognized by: the same for all coordinators.
        public var codes: MessageCodes

        /// A place from its parts.
        public init(file: FilePath, codes: MessageCodes) { (self.file, self.codes) = (file, codes) }
    }

    /// The modules.
    public let modules: [Module]
    /// Who may do what.
    public let permissions: PermissionTable
    /// Does commands.
    public let commands: Commands
    /// What people watch.
    public let topics: Topics
    /// The roles that people have.
    public let roles: Roles

    private let commandActions: Set<Action>
    private let routes: [String: Route]
    private let limits: RequestLimits
    private let views: PlatformViews
    private let viewPlace: ViewPlace?
    private let timers: Timers
    private let reactions: Reactions
    private let ownership: Ownership
    private let skips: SkipList
    private let refusals: Refusals
    private let log: any EventLog
    private let logger: Logger

    /// A platform that does nothing by itself before ``run()``.
    /// - Parameters:
    ///   - log: where all that happens is.
    ///   - options: how it works.
    ///   - logger: logs.
    ///   - make: makes the modules.
    /// - Throws: ``ModuleError`` if they do not fit together; what `make` throws.
    public init(
        log: any EventLog, options: Options = Options(), logger: Logger,
        modules make: (PlatformServices) throws -> [Module]
    ) throws {
        let clock = options.clock
        let skips = SkipList()
        let refusals = Refusals(clock)
        let commands = Commands(
            log: log, now: { clock.now }, refusals: refusals, isSkipped: { skips.contains($0) })
        let views = PlatformViews()
        let services = PlatformServices(commands: commands, views: views, clock: clock, log: log, logger: logger)
        let ownership = Ownership(
            log: log, clock: clock, isShared: options.isShared, isSkipped: { skips.contains($0) })
        let roles = Roles()
        let own = [RoleRoutes(roles: roles, commands: commands).module, Self.own(ownership, commands)]
        let modules = try make(services) + own
        try Module.check(modules)
        if options.views == nil, let module = modules.first(where: { !$0.views.isEmpty }) {
            throw ModuleError(description: "the module \(module.name) has views, and there is no place for them")
        }
        (self.views, viewPlace) = (views, options.views)
        permissions = PermissionTable(modules.flatMap(\.permits))
        commandActions = Set(modules.flatMap(\.commands))
        routes = Dictionary(modules.flatMap(\.routes).map { ("\($0.method.rawValue) \($0.path)", $0) }) { $1 }
        limits = RequestLimits(
            modules.flatMap(\.limits), general: .init(reads: options.reads, writes: options.writes),
            now: { clock.steady.nanoseconds })
        commands.admit(commandActions, by: permissions)
        timers = Timers(
            modules.flatMap(\.timers), streams: .anyOf(modules.map { .prefixed("\($0.name)-") }), commands: commands,
            clock: clock, logger: logger)
        reactions = Reactions(
            modules.flatMap(\.reactions), log: log, ownership: ownership, commands: commands, clock: clock,
            logger: logger
        ) { skips.contains($0) }
        topics = Topics(modules.flatMap(\.topics), most: options.followers, logger: logger)
        (self.modules, self.commands, self.roles, self.ownership) = (modules, commands, roles, ownership)
        (self.log, self.logger, self.skips, self.refusals) = (log, logger, skips, refusals)
    }

    /// What the log adds up to, for whoever reads it: to be kept by the coordinator's host.
    ///
    /// Topics come last: what they show follows from the others.
    public var projections: [any LogProjection] {
        [roles, timers, reactions] + modules.flatMap(\.projections) + [topics]
    }

    /// Whether `actor` may ask a route of that action. A command asks again when it knows what it is done to; what only reads has
    /// nobody else to ask, and must be allowed everywhere.
    public func mayAsk(_ actor: Actor, _ action: Action) -> Bool {
        commandActions.contains(action) ? permissions.mayAllow(actor, action) : permissions.allows(actor, action)
    }

    /// Whether `actor` may ask a route, as ``mayAsk(_:_:)`` says. Who is known, may not, and would have changed something, is
    /// written down.
    /// - Parameters:
    ///   - actor: who asks.
    ///   - route: what is asked.
    ///   - request: what the request is called.
    public func mayAsk(_ actor: Actor, _ route: Route, request: String) -> Bool {
        guard !mayAsk(actor, route.action) else { return true }
        note(PermissionTable.refusal(of: actor, route.action), route, actor, request)
        return false
    }

    /// Counts a request to a route.
    /// - Parameters:
    ///   - route: what is asked.
    ///   - actor: who asks.
    ///   - parameters: what the braces of its path stand for.
    ///   - request: what the request is called.
    /// - Throws: `DomainError` (`exhausted`) with the time to wait, if who asks, or what it is about, has had its share.
    public func take(
        _ route: Route, by actor: Actor, _ parameters: [String: String], request: String = ""
    ) throws(DomainError) {
        do throws(DomainError) {
            try limits.take(route, by: actor, parameters)
        } catch {
            note(error, route, actor, request)
            throw error
        }
    }

    private func note(_ error: DomainError, _ route: Route, _ actor: Actor, _ request: String) {
        guard route.method != .get else { return }
        refusals.note(error, route.action, by: actor, request: request)
    }

    /// Returns when what was refused up to now is written down: for whoever is about to say so. It does not wait for long.
    public func settle() async { await refusals.settled() }

    /// Returns when the rows of an export can be given, with all that was written up to a position. Asked before the file begins, it
    /// says why they cannot; later the file could only be broken off.
    /// - Throws: `DomainError` as ``PlatformViews/read(_:atLeast:_:)``.
    public func prepare(_ export: ExportRoute, atLeast position: LogPosition?) async throws {
        try await views.reach(position, export.views)
    }

    /// Gives all rows of an export, as they are at one moment, piece by piece. It was prepared for that position, and waits for
    /// nothing.
    /// - Parameters:
    ///   - query: what the export's ``ExportRoute/rows`` said.
    ///   - export: what is given.
    ///   - format: how rows are written.
    ///   - position: what must have been applied.
    ///   - receive: takes a piece; the next one is read when it has returned.
    /// - Throws: `DomainError` as ``PlatformViews/read(_:atLeast:_:)``; what `receive` throws. What was given is not whole then.
    public func give(
        _ query: SQL, of export: ExportRoute, as format: ExportFormat, atLeast position: LogPosition?,
        receive: ([UInt8]) async throws -> Void
    ) async throws {
        try await views.export(query, of: export.views, as: format, atLeast: position, to: receive)
    }

    /// Which person has logged in by a token, with the roles that they have; nil: none.
    /// - Throws: `DomainError` (`unavailable`) where nobody can tell now.
    public func person(by token: String) async throws -> Actor? {
        for module in modules {
            guard var actor = try await module.authenticate(token) else { continue }
            if let person = actor.person { actor.grants.formUnion(roles.grants(of: person)) }
            return actor
        }
        return nil
    }

    /// Keeps people logged in whose browsers show a cookie; nil: nobody does.
    public var browserSessions: (any BrowserSessions)? { modules.lazy.compactMap(\.browserSessions).first }

    /// Whose session a browser's cookie is, with the roles that they have; nil: nobody's, or one that is over.
    /// - Throws: `DomainError` (`unavailable`) where nobody can tell now.
    public func session(of cookie: String, from address: String) async throws -> BrowserSession? {
        guard var session = try await browserSessions?.session(of: cookie, from: address) else { return nil }
        if let person = session.actor.person { session.actor.grants.formUnion(roles.grants(of: person)) }
        session.actor.address = address
        return session
    }

    /// The route of that method and path; nil: there is none.
    func route(_ method: Route.Method, _ path: String) -> Route? { routes["\(method.rawValue) \(path)"] }

    /// Who somebody is now whose session was found before, with the roles that they have; nil: it is over.
    /// - Throws: `DomainError` (`unavailable`) where nobody can tell now.
    public func person(in session: BrowserSession) async throws -> Actor? {
        guard var actor = try await browserSessions?.person(in: session) else { return nil }
        if let person = actor.person { actor.grants.formUnion(roles.grants(of: person)) }
        return actor
    }

    /// The menu, as somebody sees it.
    public func navigation(for actor: Actor) -> [NavigationItem] {
        modules.flatMap(\.navigation).filter { mayAsk(actor, $0.action) }
    }

    /// Does what goes on without being asked, until the task is cancelled. While the store does not answer it waits.
    /// - Throws: `StorageError` if it cannot go on; `CancellationError`.
    public func run() async throws {
        try await duringOutages("prepare reactions") {
            self.skips.set(try await SkippedEntries(of: self.log))
            try await self.reactions.register()
        }
        // Not before: what happened until then no reaction would follow.
        commands.open()
        try await Loop.runTogether([
            Loop("show topics") { try await self.topics.run() },
            Loop("write down what is refused") { try await self.refusals.run(on: self.log, self.logger) },
            Loop("make views", mayEnd: true) {
                let declarations = self.modules.flatMap(\.views)
                guard !declarations.isEmpty, let place = self.viewPlace else { return }
                try await self.views.run(declarations, at: place, log: self.log, logger: self.logger)
            },
            Loop("do reactions and timers", mayEnd: true) {
                // Whoever has nothing to do need not say again and again that it is the one who does it.
                guard !self.reactions.isEmpty || !self.timers.isEmpty else { return }
                try await self.duringOutages("do reactions and timers") {
                    try await self.ownership.whileOwner {
                        try await Loop.runTogether([
                            Loop("do reactions", mayEnd: self.reactions.isEmpty) { try await self.reactions.run() },
                            Loop("do timers") { try await self.timers.run() },
                        ])
                    }
                }
            },
        ])
    }

    /// Returns when commands are done: who asks before waits, and not for long.
    /// - Throws: `CancellationError`.
    package func opens() async throws(CancellationError) { try await commands.opens() }

    private func duringOutages(_ doing: String, _ body: () async throws -> Void) async throws {
        try await StorageError.outlastingOutages {
            try await Task.sleep(for: .seconds(1))
        } report: {
            logger.warning("cannot \(doing); trying again", metadata: ["error": "\($0)"])
        } _: {
            do {
                try await body()
            } catch let failure as LoopFailure {
                guard let outage = failure.cause as? StorageError, outage.isOutage else { throw failure }
                throw outage
            }
        }
    }
}

/// Which entries an admin has said are to be passed over.
private final class SkipList: Sendable {
    private let entries = Mutex(SkippedEntries())

    func contains(_ place: EntryPlace) -> Bool { entries.withLock { $0.contains(place) } }

    func set(_ entries: SkippedEntries) { self.entries.withLock { $0 = entries } }
}

extension Platform {
    /// What the kernel itself can do.
    private static func own(_ ownership: Ownership, _ commands: Commands) -> Module {
        var module = Module("platform")
        module.commands = [EndTimer.action, SettleDeadLetter.action]
        module.permits = [
            EndTimer.permit, SettleDeadLetter.permit, Permit(DeadLetterRoutes.read, .role(.admin)),
        ]
        module.routes = DeadLetterRoutes(ownership: ownership, commands: commands).all
        let pages = DeadLetterPages(ownership: ownership, commands: commands)
        (module.pages, module.templates) = (pages.all, DeadLetterPages.templates)
        module.navigation = [
            NavigationItem(
                "Reactions", DeadLetterPages.home, DeadLetterRoutes.read, in: .administration)
        ]
        return module
    }
}
