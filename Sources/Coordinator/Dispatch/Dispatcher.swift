import Events
public import Storage
import Synchronization

/// Gives work to workers, and takes what they bring.
///
/// Nothing is lost, because of the order: first the result is appended to the log, then the next jobs are enqueued, then
/// the lease is completed. If the coordinator ends in between, the job is leased again; the lease of a job that is already
/// done leads to the same next jobs.
///
/// All state that matters for longer than a call is in the stores, except the list of workers: workers register again when
/// the coordinator asks for it.
public final class Dispatcher: Sendable {
    struct State: Sendable {
        var planner: DispatchPlanner
        var polls = LeasePolls()
        var secondLooks = SecondLooks()
        var counting = CountSchedule()
        /// Why no more jobs can be leased; nil while they can.
        var failure: StorageError?
    }

    let dependencies: Dispatcher.Dependencies
    let state: Mutex<State>
    let leases = LeaseRegistry()
    let logger: DispatchLogger
    let deadLetters: DeadLetterCount
    /// Single runs that wait for a worker, or have one.
    let runs: RunRegistry
    /// Executions that are kept and that some worker does now, with when it began, in nanoseconds since 1970 (UTC).
    let conducted = Mutex<[ExecutionID: Int64]>([:])
    private let signals: AsyncStream<Void>
    private let signaling: AsyncStream<Void>.Continuation

    /// A dispatcher that does nothing before ``run()`` is called.
    public init(_ dependencies: Dispatcher.Dependencies) {
        self.dependencies = dependencies
        let options = dependencies.options
        let every = Self.extensionInterval(dependencies)
        let workers = WorkerRegistry(slowFactor: options.slowFactor, timeout: every * options.missedExtends)
        state = Mutex(State(planner: DispatchPlanner(workers: workers)))
        logger = DispatchLogger(dependencies.logger, metrics: dependencies.metrics, clock: dependencies.clock)
        deadLetters = DeadLetterCount(dependencies.queue, clock: dependencies.clock)
        runs = RunRegistry(most: options.mostWaitingRuns, ofTenant: options.mostRunsOfTenant)
        (signals, signaling) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    static func extensionInterval(_ dependencies: Dispatcher.Dependencies) -> Duration {
        dependencies.queue.leaseDuration / max(1, dependencies.options.extendsPerLease)
    }

    /// Leases jobs until the task is cancelled; then all calls that wait are answered with none. To be called once.
    /// - Throws: ``StorageError`` if what the queue has is damaged, or it was closed: then no more jobs can be leased.
    public func run() async throws(StorageError) {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchQueue() }
            group.addTask { await self.runMaintenance() }
            group.addTask { await self.watchSecondLooks() }
            signal()
            for await _ in signals { await answerPolls(&group) }
            group.cancelAll()
        }
        for poll in state.withLock({ $0.polls.close() }) { poll.continuation.resume(returning: []) }
        if let failure = state.withLock({ $0.failure }), !Task.isCancelled { throw failure }
    }

    /// Wakes ``run()``: there may be jobs for a waiting call.
    func signal() { signaling.yield() }

    /// The number of waiting jobs may have changed.
    func recountQueue() {
        state.withLock { $0.counting.invalidate() }
        signal()
    }

    private func watchQueue() async {
        while !Task.isCancelled {
            do {
                try await dependencies.queue.wait(atMost: .seconds(5))
            } catch {
                reportQueueFailure(error, "wait for jobs")
                guard !error.isFinal, (try? await sleep(for: .milliseconds(500))) != nil else { return }
            }
            recountQueue()
        }
    }

    func sleep(for time: Duration) async throws {
        try await dependencies.clock.sleep(dependencies.clock.now() + time)
    }

    /// Counts and logs a failure of the queue. If trying again does not help, ends ``run()``.
    func reportQueueFailure(_ error: StorageError, _ doing: String) {
        logger.report(error, doing)
        if error.isOutage, !Task.isCancelled { leases.recordOutage(at: dependencies.clock.now()) }
        guard error.isFinal else { return }
        state.withLock { state in
            if state.failure == nil { state.failure = error }
        }
        signaling.finish()
    }
}
