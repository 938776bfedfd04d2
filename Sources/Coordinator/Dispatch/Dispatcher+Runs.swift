import Identity
import Storage
import Synchronization
import Units

/// Single runs. They are in memory only: their clients wait for them.
extension Dispatcher {
    /// Queues a run, and waits until a worker has taken it.
    /// - Parameters:
    ///   - work: what the worker is to do, a `run` or an `execution`.
    ///   - urgency: the priority of its lane, as in ``Storage/JobLane``.
    /// - Returns: the worker's end of the run, and what to call when the run is over.
    /// - Throws: `DomainError`: `exhausted` if no worker takes it in time, or too many wait; `cancelled`.
    func startRun(
        _ work: LeasedJob.Work, in language: String, of principal: Principal, urgency: UInt8, traceparent: String
    ) async throws(DomainError) -> (worker: RunRendezvous.Worker, end: @Sendable () -> Void) {
        let lane = JobLane(
            priority: urgency, tenant: principal.tenant, requirement: LaneRequirement.execute(language).text)
        let run = RunRegistry.Run(
            id: "run-\(String(UInt64.random(in: 0 ... .max), radix: 36))", lane: lane, work: work,
            traceparent: traceparent, queuedAt: dependencies.wallClock(), rendezvous: RunRendezvous())
        try runs.enqueue(run)
        state.withLock { $0.planner.add(lane) }
        signal()
        let timer = Task {
            // Cancelled: a worker has taken the run.
            if (try? await sleep(for: dependencies.options.runTimeout)) != nil { run.rendezvous.closeUnlessAttached() }
        }
        let worker = await run.rendezvous.waitForWorker()
        timer.cancel()
        guard let worker else {
            runs.remove(run.id)
            guard !Task.isCancelled else { throw DomainError(.cancelled, "the run was cancelled") }
            throw DomainError(
                .exhausted, "no worker was free for \(language.truncated(to: 64))", advice: "try again later",
                retryAfter: .seconds(1))
        }
        let start = dependencies.clock.now()
        return (
            worker,
            {
                self.runs.remove(run.id)
                run.rendezvous.close()
                // It occupied the worker for so long, whatever the worker says.
                let work = self.dependencies.clock.now() - start - DispatchPlanner.buildWork
                self.state.withLock { $0.planner.charge(lane, work: work.inSeconds) }
            }
        )
    }

    /// Connects a worker to a run that it leased; returns when the run is over.
    /// - Throws: `DomainError`: `wrongState`; `forbidden`; `notFound` if the run is over.
    func attach(_ lease: String, of principal: Principal, _ worker: RunRendezvous.Worker) async throws(DomainError) {
        let claim = try verify(lease, of: principal)
        if case .execution(let id)? = claim.name { return try await conduct(id, claim, worker) }
        guard claim.ticket.token.text.isEmpty else {
            throw DomainError(.invalid, "the lease is not for a single run")
        }
        defer { leases.end(lease) }
        guard let rendezvous = runs.rendezvous(claim.ticket.job), await rendezvous.attach(worker) else {
            throw DomainError(.notFound, "the run has ended")
        }
    }
}
