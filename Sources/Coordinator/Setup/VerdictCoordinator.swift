public import Audit
import Concurrency
public import Events
public import Logging
public import Storage
import Synchronization
public import SystemPackage
public import Telemetry
public import Toolchains
public import Units
public import Wire

/// A coordinator on one store: everything that it answers, and everything that goes on without being asked.
public final class VerdictCoordinator: Sendable {
    /// How it works.
    public struct Options: Sendable {
        /// How many submissions may wait or be judged at once.
        public var openSubmissions = 1_000_000
        /// The largest content that is taken.
        public var largestContent = ByteCount.gibibytes(4)
        /// For how long processors may be used to find one package's time limit.
        public var measuringBudget = Duration.seconds(300)
        /// What no package, validator or single run may ask for more of.
        public var caps = ProgramLimits()
        /// How many contents may be on their way at once; one caller alone gets half of them.
        public var uploads = 512
        /// How long an upload may send nothing before it ends.
        public var uploadSilence = Duration.seconds(30)
        /// How many may follow submissions at once; one caller alone gets half of that.
        public var followers = 20_000
        /// Where snapshots are kept of what the log says; nil: nowhere, and each start reads the whole log.
        public var snapshots: FilePath?
        /// How long contents are kept that nothing refers to; nil: for good.
        public var unusedContents: Duration? = .seconds(7 * 24 * 3600)
        /// Where old entries of the log go; nil for a store that keeps all of its log in one place.
        public var archive: (any LogArchive)?
        /// How old entries are that go there by themselves; nil: none do.
        public var archiveAfter: Duration?
        /// Records how long jobs wait and are leased.
        public var tracer = Tracer.off
        /// What else the log adds up to: read together with all that the coordinator needs.
        public var projections: [any LogProjection] = []
        /// What coordinators of one store tell each other at once; nil: there are no others.
        public var announcements: (any Announcements)?
        /// What signs the log's recorded commands; nil: nothing does.
        public var auditKeys: AuditKeys?
        /// Copies the store; nil for one that is copied by its own means.
        public var backup: AdminService.Backup?

        /// The defaults.
        public init() {}
    }

    /// How far ``run()`` is.
    private enum State {
        /// The log is being read, and the queue brought in line with it.
        case starting
        /// What is accepted is judged.
        case ready
        /// It was told to end, or could not go on for this reason.
        case ended(String)
    }

    private let projections: Projections
    private let jobs: OutstandingJobs
    private let reconciliation: Reconciliation
    private let dispatcher: Dispatcher
    /// Runs programs without a problem around them.
    public let executions: ExecutionDesk
    /// Has programs judged for the platform.
    public let judging: JudgingDesk
    private let packages: Packages
    private let contents: any BlobStore
    private let receiving: ContentIntake
    /// What admins see of the fleet, and do with it.
    package let fleet: FleetDesk
    /// What tenants may use.
    public let quotas: Quotas
    private let judge: JudgeService
    private let exchange: ProgressExchange
    private let blobs: BlobsService
    private let admin: AdminService
    private let audit: AuditService
    /// Nil where nothing is signed.
    private let signer: AuditSigner?
    private let caps: ProgramLimits
    /// Nil where contents are kept for good.
    private let sweep: ContentSweep?
    /// Nil where nothing is archived by itself.
    private let archiving: (LogArchiving, after: Duration)?
    private let state = Mutex(State.starting)
    private let logger: Logger

    /// A coordinator that does nothing before ``run()``.
    /// - Parameters:
    ///   - keys: what the store is sealed with: leases are signed with it.
    ///   - languages: those in which submissions may be; workers say which of them they have.
    /// - Throws: ``StorageError`` as ``Packages`` does.
    public init(
        log: any EventLog, queue: any JobQueue, blobs store: any BlobStore, keys: KeyRing, languages: LanguageCatalog,
        options: Options = Options(), logger: Logger
    ) throws(StorageError) {
        self.logger = logger
        caps = options.caps
        let contents = TenantContents()
        let (unused, all) = (UnusedContents(), store)
        let store = RetainedContents(all, log: log, unused: unused)
        var reading = Packages.Options()
        reading.caps = options.caps
        let packages = try Packages(log: log, blobs: store, contents: contents, options: reading)
        let quotas = Quotas(log: log)
        self.quotas = quotas
        let fanout = LogFanout(limit: options.followers)
        let index = ExecutionIndex()
        let tree = AuditTree(log: log)
        let projections = Projections(
            log: log, admission: Admission(limit: options.openSubmissions), quotas: quotas, fanout: fanout,
            besides: [packages, unused, index, tree] + options.projections,
            snapshots: options.snapshots.map { SnapshotFile($0, keys: keys) },
            logger: logger)
        let submissions = Submissions(log: log) { projections.isSkipped($0) }
        let records = ExecutionRecords(log: log, blobs: store) { projections.isSkipped($0) }
        let jobs = OutstandingJobs(queue: queue, submissions: submissions, packages: packages, logger: logger)
        let metrics = CoordinatorMetrics()
        var dependencies = Dispatcher.Dependencies(
            queue: queue, submissions: submissions, executions: records, blobs: store, packages: packages,
            tickets: LeaseTicketCodec(keys),
            wallClock: { SystemTime.now },
            openSubmissions: { package async throws(StorageError) in
                try await projections.openSubmissions(of: package)
            })
        dependencies.logger = logger
        dependencies.metrics = metrics
        dependencies.tracer = options.tracer
        dependencies.options.measuringBudget = options.measuringBudget
        dependencies.options.caps = options.caps
        let exchange = ProgressExchange(fanout: fanout, others: options.announcements)
        self.exchange = exchange
        dependencies.progress = { id, progress in exchange.tell(progress, of: id) }
        dependencies.executionProgress = { id, event in exchange.tell(event, of: id) }
        dependencies.executionIsUnwanted = { id, principal in
            try await ExecutionDesk.untilUnwanted(id, records, fanout, for: principal)
        }
        dependencies.noteLanguages = { languages throws(StorageError) in try await projections.languages.note(languages)
        }
        let dispatcher = Dispatcher(dependencies)
        var rules = ExecutionRules(languages: languages)
        rules.caps = options.caps
        var transfer = BlobsService.Options()
        transfer.largestContent = options.largestContent
        transfer.uploadsAtOnce = options.uploads
        transfer.uploadSilence = options.uploadSilence
        let receiving = ContentIntake(
            blobs: store, contents: contents, options: transfer, logger: logger, accounts: projections.contents)
        self.receiving = receiving
        blobs = BlobsService(receiving)
        executions = ExecutionDesk(
            dispatcher, files: FileDesk(receiving, largest: rules.largest), rules: rules, records: records,
            index: index, queue: queue, projections: projections,
            logger: logger)
        let intake = Intake(
            submissions: submissions, jobs: jobs, blobs: store, packages: packages, languages: languages,
            projections: projections, metrics: metrics, caps: options.caps)
        judging = JudgingDesk(
            intake: intake, submissions: submissions, packages: packages, blobs: store, fanout: fanout,
            onCancel: { dispatcher.cancelJobs(of: $0) })
        judge = JudgeService(
            intake: intake, submissions: submissions, projections: projections, jobs: jobs,
            following: SubmissionFeed(log: log, fanout: fanout, packages: packages) {
                projections.isSkipped($0)
            }, packages: packages,
            onMeasuringStopped: { dispatcher.cancelMeasuring(of: $0) },
            onCancel: { dispatcher.cancelJobs(of: $0) })
        let archiving = options.archive.map { archive in
            LogArchiving(archive, logger: logger) { projections.snapshotPosition }
        }
        admin = AdminService(
            dispatcher, queue: queue, setQuota: { try await quotas.set($0) }, backup: options.backup,
            contents: ContentCounting(all, log: log, unused: unused, age: options.unusedContents),
            archiving: archiving)
        fleet = FleetDesk(dispatcher, queue: queue)
        signer = options.auditKeys.map { AuditSigner(log: log, tree: tree, keys: $0, logger: logger) }
        audit = AuditService(tree, log: log, signer: signer)
        self.archiving = archiving.flatMap { archiving in options.archiveAfter.map { (archiving, $0) } }
        reconciliation = Reconciliation(projections, jobs, packages)
        sweep = options.unusedContents.map { age in
            ContentSweep(
                all, log: log, unused: unused, age: age, isSkipped: { projections.isSkipped($0) }, logger: logger)
        }
        (self.projections, self.jobs, self.dispatcher) = (projections, jobs, dispatcher)
        (self.packages, self.contents) = (packages, store)
    }

    /// Adds and reads packages for the platform's people, as that tenant.
    package func packageDesk(tenant: String) -> PackageDesk {
        PackageDesk(packages, blobs: contents, tenant: tenant) { [jobs] job async throws(StorageError) in
            try await jobs.add([job])
        }
    }

    /// Files that the platform's people send in parts, of so many bytes at most.
    package func fileDesk(largest: ByteCount) -> FileDesk { FileDesk(receiving, largest: largest) }

    /// Adds all its methods to those that a server answers.
    public func register(on services: inout WireServices) {
        judge.register(on: &services)
        blobs.register(in: &services)
        admin.register(on: &services)
        audit.register(on: &services)
        JobsService(dispatcher).register(on: &services)
        RunService(dispatcher, caps: caps, projections: projections).register(on: &services)
        ExecutionService(executions, caps: caps).register(on: &services)
    }

    /// How much the fleet can do, and how much it is asked to do.
    /// - Throws: ``DomainError``: what the store's failures mean.
    public func capacity() async throws(DomainError) -> FleetCapacity {
        try await DomainError.mapping { () async throws(StorageError) in
            FleetCapacity(try await dispatcher.overview(workers: 1))
        }
    }

    /// Why it is not ready: nil once the log was read and the queue has what it asks for.
    public var problem: String? {
        switch state.withLock({ $0 }) {
        case .starting: "it is still reading its log"
        case .ready: nil
        case .ended(let reason): reason
        }
    }

    /// Whether the log was read, and the queue has what it asks for.
    public var isReady: Bool { problem == nil }

    /// Whether it has ended: only another process can go on.
    public var hasEnded: Bool {
        if case .ended = state.withLock({ $0 }) { true } else { false }
    }

    /// Returns when everything up to `position` is known.
    /// - Throws: `CancellationError`.
    public func catchUp(to position: LogPosition) async throws { try await projections.catchUp(to: position) }

    /// Does what goes on without being asked, until the task is cancelled. While the store does not answer it waits.
    /// - Throws: ``CoordinatorFailure`` if it cannot go on: then nothing may be accepted that nobody would judge;
    ///   `CancellationError` if the task was cancelled.
    public func run() async throws {
        do {
            try await Loop.runTogether([
                Loop("read the log") { try await self.projections.run() },
                Loop("add outstanding jobs") { try await self.jobs.run(self.projections) },
                Loop("hear of others' work", mayEnd: true) { await self.exchange.run() },
                Loop("give out jobs") { try await self.dispatcher.run() },
                Loop("look after executions") { try await self.executions.run() },
                Loop("bring the queue in line with the log", mayEnd: true) { try await self.reconcile() },
                Loop("forget contents", mayEnd: true) {
                    guard var sweep = self.sweep else { return }
                    try await sweep.run()
                },
                Loop("sign the audit log", mayEnd: true) { try await self.signer?.run() },
                Loop("archive the log", mayEnd: true) {
                    guard let (archiving, age) = self.archiving else { return }
                    try await archiving.run(after: age)
                },
            ])
        } catch let error as LoopFailure {
            let failure = CoordinatorFailure(error)
            state.withLock { $0 = .ended("\(failure)") }
            throw failure
        } catch {
            state.withLock { $0 = .ended("it was stopped") }
            throw error
        }
    }

    private func reconcile() async throws {
        var count = 0
        // What comes between is neither found here nor added by whoever hears of it, and what is asked is refused.
        try await projections.completes()
        try await StorageError.outlastingOutages {
            try await Task.sleep(for: .seconds(1))
        } report: {
            logger.warning(
                "cannot bring the queue in line with the log; trying again", metadata: ["error": "\($0)"])
        } _: {
            count = try await self.reconciliation.enqueueAll() + self.executions.enqueueAll()
        }
        state.withLock { $0 = .ready }
        logger.info(
            "ready", metadata: ["submissions": "\(projections.submissions.count)", "outstanding jobs": "\(count)"])
    }
}
