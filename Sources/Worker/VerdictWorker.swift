import Executions
import Fleet
import Judging
public import Logging
public import Sandbox
import Synchronization
public import SystemPackage
public import Toolchains
import Units
public import Wire

/// A worker of the fleet: asks a coordinator for work, does it in the sandbox, and brings what came of it.
///
///     try await withSandbox { sandbox in
///         let worker = try VerdictWorker(
///             options, client: client, executor: sandbox, layers: sandbox.layers, languages: languages, logger: logger)
///         try await worker.run()
///     }
///
/// Whatever the coordinator or the network do, what was found is brought as soon as that is possible; work that cannot be
/// done is given back, or runs out and goes to others.
public final class VerdictWorker: Sendable {
    private struct State {
        var tell: AsyncStream<WorkerEvent>.Continuation?
        /// What it was told before it had begun.
        var early: [WorkerEvent] = []
    }

    private let options: WorkerOptions
    private let client: WireClient
    private let executor: any Executor
    private let layers: [Layer]
    private let host: JudgeHost
    private let logger: Logger
    private let status = WorkerStatus()
    private let state = Mutex(State())

    /// A worker that runs everything with `executor`.
    /// - Parameters:
    ///   - client: how the coordinator is reached; stays open when the worker has ended.
    ///   - layers: those of the executor's sandbox.
    ///   - preparedToolchains: where `PreparedToolchains` keeps what makes compiling faster; nil: nowhere.
    /// - Throws: ``WorkerError`` with ``WorkerError/Code/options``.
    public init(
        _ options: WorkerOptions, client: WireClient, executor: any Executor, layers: [Layer],
        languages: LanguageCatalog, preparedToolchains: FilePath? = nil, logger: Logger
    ) throws(WorkerError) {
        guard (1...128).contains(options.name.utf8.count) else {
            throw WorkerError(.options, "a worker's name must be 1 to 128 bytes long; set one")
        }
        guard options.cacheSize.bytes > 0, options.programSize.bytes > 0, options.ahead >= 0 else {
            throw WorkerError(.options, "a worker's cache size must be more than 0, and its jobs ahead 0 or more")
        }
        self.options = options
        self.client = client
        self.executor = executor
        self.layers = layers
        self.logger = logger
        let headers: [ExecutionFile]
        do throws(JudgingError) {
            headers =
                try options.headers.map { folder throws(JudgingError) in try HeaderFolder.files(in: folder) } ?? []
        } catch {
            throw WorkerError(.options, error.message)
        }
        host = JudgeHost(
            executor: executor, languages: languages, headers: headers,
            preparations: preparedToolchains.map { Preparations(in: $0) { logger.warning("\($0)") } },
            builds: ByteCount(options.programSize.bytes / 2))
    }

    /// Whether the coordinator can be reached, knows the worker and may give it work.
    public var isReady: Bool { status.isReady }

    /// Takes nothing new, gives back what has not begun, ends what has within ``WorkerOptions/drainTimeout``, brings what
    /// came of it, and then lets ``run()`` come back.
    public func drain() {
        send(.drain)
    }

    /// Works until ``drain()`` is done. Cancelling the task stops everything within about a second, and gives back what it
    /// can.
    /// - Throws: ``WorkerError`` if it cannot begin, or if the sandbox does not work any more.
    public func run() async throws(WorkerError) {
        let claim = try CacheClaim(options.cache)
        if !claim.isInMemory {
            logger.warning("the cache is on no file system in memory", metadata: ["path": "\(claim.path)"])
        }
        let metrics = WorkerMetrics(slots: executor.parallelism)
        let packages = try CachePlace(at: claim.path.appending("packages"))
        let sources = try CachePlace(at: claim.path.appending("sources"))
        let artifacts = try CachePlace(at: executor.store.appending("artifacts"), isShown: true)
        defer {
            for place in [packages, sources, artifacts] { place.remove() }
        }
        let download = ContentDownload(client: client)
        let runner = JobRunner(
            name: options.name, client: client, host: host, executor: executor,
            packages: PackageCache(
                place: packages, capacity: options.cacheSize, host: host, caps: options.caps, download: download,
                metrics: metrics),
            artifacts: ArtifactCache(
                place: artifacts, capacity: ByteCount(options.programSize.bytes / 2), download: download,
                metrics: metrics),
            sources: sources, metrics: metrics, tracer: options.tracer, caps: options.caps,
            measuringBudget: options.measuringBudget)
        let calibration = Calibration(executor: executor)
        let loop = WorkerLoop(
            options: options, description: try await description(calibration), runner: runner,
            slots: executor.parallelism, status: status, logger: logger, probe: { await calibration.works() })
        try await run(loop)
        withExtendedLifetime(claim) {}
    }

    private func run(_ loop: WorkerLoop) async throws(WorkerError) {
        let early = state.withLock { state in
            state.tell = loop.tell
            return state.early
        }
        for event in early { loop.tell.yield(event) }
        // A task of its own: cancelling this one must not cut off what there is still to say.
        let work = Task { await loop.run() }
        let isBroken = await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            loop.tell.yield(.stop)
        }
        status.change(isRegistered: false)
        state.withLock { $0 = State() }
        guard !isBroken else {
            throw WorkerError(
                .sandbox,
                "the sandbox failed on several jobs and on a program that is known to run; the worker takes no more "
                    + "work: run `verdict doctor`, and start it again")
        }
    }

    /// What the coordinator is told of this worker.
    private func description(_ calibration: Calibration) async throws(WorkerError) -> Verdict_V1_RegisterRequest {
        var description = Verdict_V1_RegisterRequest()
        description.name = options.name
        description.version = options.version
        description.jobsVersion = JobsVersion.current
        description.cores = UInt32(clamping: executor.parallelism)
        description.layers = layers.map(\.rawValue)
        do {
            description.languages = try await InstalledLanguages.find(
                in: host.languages, using: executor, logger: logger)
            if let outcome = try await calibration.measure() {
                description.calibrationNs = UInt64(clamping: outcome.cpuTime.nanoseconds)
                logger.info(
                    "calibrated",
                    metadata: [
                        "cpu": "\(outcome.cpuTime.secondsText)",
                        "disturbed": "\(outcome.disturbed) of \(outcome.runs) runs",
                    ])
            }
        } catch {
            throw WorkerError(.sandbox, "the sandbox does not work: \(error); run `verdict doctor`")
        }
        return description
    }

    private func send(_ event: WorkerEvent) {
        let tell = state.withLock { state in
            if state.tell == nil { state.early.append(event) }
            return state.tell
        }
        tell?.yield(event)
    }
}

/// How a worker stands, for whoever asks whether it is ready.
final class WorkerStatus: Sendable {
    private let state = Mutex((isConnected: false, isRegistered: false))

    /// Whether it is connected and the coordinator knows it and may give it work.
    var isReady: Bool { state.withLock { $0.isConnected && $0.isRegistered } }

    func change(isConnected: Bool) {
        state.withLock { $0.isConnected = isConnected }
    }

    func change(isRegistered: Bool) {
        state.withLock { $0.isRegistered = isRegistered }
    }
}
