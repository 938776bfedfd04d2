import Judging
import Logging
import Synchronization
import Units
import Wire

/// Does what ``WorkerState`` decides, and tells it what came of that.
actor WorkerLoop {
    /// A job's task, and what lets it go on once it is prepared.
    private struct Handle {
        var task: Task<Void, Never>
        var permission: AsyncStream<Void>.Continuation
        var kind: String
    }

    private let options: WorkerOptions
    private let description: Verdict_V1_RegisterRequest
    private let calls: CoordinatorCalls
    private let runner: JobRunner
    private let probe: @Sendable () async -> Bool
    private let logger: Logger
    private let status: WorkerStatus
    private let events: AsyncStream<WorkerEvent>
    nonisolated let tell: AsyncStream<WorkerEvent>.Continuation
    private var state: WorkerState
    private var jobs: [JobNumber: Handle] = [:]
    private var leasing: Task<Void, Never>?

    init(
        options: WorkerOptions, description: Verdict_V1_RegisterRequest, runner: JobRunner, slots: Int,
        status: WorkerStatus, logger: Logger, probe: @escaping @Sendable () async -> Bool
    ) {
        self.options = options
        self.description = description
        self.runner = runner
        self.status = status
        self.logger = logger
        self.probe = probe
        calls = CoordinatorCalls(
            client: runner.client, worker: options.name, logger: logger, patience: options.callPatience)
        state = WorkerState(WorkerState.Limits(slots: slots, ahead: options.ahead))
        (events, tell) = AsyncStream.makeStream(of: WorkerEvent.self)
    }

    /// Works until ``WorkerEvent/drain`` or ``WorkerEvent/stop``, and whatever that entails, is done.
    /// - Returns: whether the sandbox was found to be broken.
    func run() async -> Bool {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.watchConnection() }
            var actions = state.begin()
            var iterator = events.makeAsyncIterator()
            repeat {
                for action in actions {
                    perform(action, &group)
                }
                status.change(isRegistered: state.isRegistered && state.mode == .working)
                runner.metrics.busyChanged(to: min(state.limits.slots, state.count(.running)))
                guard state.mode != .ended, let event = await iterator.next() else { break }
                note(event)
                actions = state.handle(event)
            } while true
            group.cancelAll()
        }
        for handle in jobs.values { handle.task.cancel() }
        for handle in jobs.values { await handle.task.value }
        leasing?.cancel()
        return state.isBroken
    }

    private func perform(_ action: WorkerAction, _ group: inout DiscardingTaskGroup) {
        switch action {
        case .prepare(let number, let job): begin(number, job)
        case .run(let number): jobs[number]?.permission.yield()
        case .cancel(let number): jobs[number]?.task.cancel()
        case .lease(let count): lease(count)
        case .stopLeasing: leasing?.cancel()
        case .reportRejected(let job, let reason):
            logger.error("a result was rejected and dropped", metadata: ["job": "\(job)", "reason": "\(reason)"])
        case .end: break
        case .startExtending, .registerLater, .leaseLater, .finishLater, .startDrainTimer, .startStopTimer:
            wait(action, &group)
        case .register, .extend, .finish, .giveBack, .probe:
            call(action, &group)
        }
    }

    // MARK: Jobs

    private func begin(_ number: JobNumber, _ job: Verdict_V1_Job) {
        let (permissions, permission) = AsyncStream.makeStream(of: Void.self)
        var kind = "unknown"
        let assignment = Result { () throws(UnusableJob) in try Assignment(job, caps: options.caps) }
        if case .success(let assignment) = assignment { kind = assignment.kind }
        let runner = runner
        let tell = tell
        let task = Task {
            let end = await runner.work(assignment, permissions) { tell.yield($0(number)) }
            tell.yield(.ended(number, end))
        }
        jobs[number] = Handle(task: task, permission: permission, kind: kind)
    }

    /// Keeps count of what ended, and lets go of its task.
    private func note(_ event: WorkerEvent) {
        guard case .ended(let number, let end) = event, let handle = jobs.removeValue(forKey: number) else { return }
        let wasStopped = state.entries[number]?.phase == .stopping
        runner.metrics.jobEnded(handle.kind, wasStopped ? "stopped" : end.name)
        if let failure = end.failure {
            logger.warning(
                "a job failed",
                metadata: [
                    "job": "\(state.entries[number]?.job ?? "")", "kind": "\(handle.kind)", "reason": "\(failure)",
                ])
        }
    }

    // MARK: Calls

    private func lease(_ count: Int) {
        let calls = calls
        let tell = tell
        leasing = Task {
            for event in await calls.lease(count) { tell.yield(event) }
        }
    }

    private func call(_ action: WorkerAction, _ group: inout DiscardingTaskGroup) {
        let calls = calls
        let tell = tell
        switch action {
        case .register(let leases):
            group.addTask { [description] in tell.yield(await calls.register(description, leases: leases)) }
        case .extend(let leases):
            group.addTask { if let event = await calls.extend(leases) { tell.yield(event) } }
        case .finish(let number, let request, let trace):
            group.addTask {
                tell.yield(.delivered(number, lease: request.lease, await calls.finish(request, trace: trace)))
            }
        case .giveBack(let leases, let reason):
            group.addTask {
                await calls.giveBack(leases, reason)
                tell.yield(.gaveBack)
            }
        case .probe:
            group.addTask { [probe] in tell.yield(.probed(works: await probe())) }
        default: break
        }
    }

    // MARK: Time

    private func wait(_ action: WorkerAction, _ group: inout DiscardingTaskGroup) {
        let random = Double.random(in: 0..<1)
        switch action {
        case .startExtending(let interval):
            group.addTask { [tell] in
                while (try? await Task.sleep(for: interval)) != nil { tell.yield(.extendDue) }
            }
        case .registerLater(let attempt):
            later(RetryDelay.after(attempt, random: random), .registerDue, &group)
        case .leaseLater(let attempt, let asked):
            later(RetryDelay.after(attempt, asked: asked, random: random), .leaseDue, &group)
        case .finishLater(let number, let attempt, let asked):
            later(RetryDelay.after(attempt, asked: asked, random: random), .deliveryDue(number), &group)
        case .startDrainTimer: later(options.drainTimeout, .drainTimedOut, &group)
        case .startStopTimer: later(.seconds(1), .stopTimedOut, &group)
        default: break
        }
    }

    private func later(_ wait: Duration, _ event: WorkerEvent, _ group: inout DiscardingTaskGroup) {
        group.addTask { [tell] in
            guard (try? await Task.sleep(for: wait)) != nil else { return }
            tell.yield(event)
        }
    }

    /// Tells when the connection was lost.
    private nonisolated func watchConnection() async {
        var wasReady = false
        for await state in runner.client.states {
            var isReady = false
            if case .ready = state { isReady = true }
            if wasReady, !isReady { tell.yield(.disconnected) }
            if wasReady != isReady {
                runner.metrics.connectionChanged(to: isReady)
                logger.info(isReady ? "connected to the coordinator" : "lost the coordinator")
            }
            wasReady = isReady
            status.change(isConnected: isReady)
        }
    }
}
