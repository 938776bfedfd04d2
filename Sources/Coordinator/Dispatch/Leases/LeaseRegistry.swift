import Events
import Storage
import Synchronization
import Telemetry

/// The leases that workers hold, and the attempts of each job, as far as this process knows.
///
/// The queue may have leases that are missing here, so no call fails because of that.
final class LeaseRegistry: Sendable {
    private struct State {
        var held = HeldLeases()
        var history = DeliveryHistory()
        /// The leases whose results were compared with the recorded ones.
        var compared = RecentValues<String, Bool>(capacity: 8192)
        /// When the queue last did not take what it was told; nil: never.
        var lastOutage: Duration?
    }

    private let state = Mutex(State())

    /// All leases.
    var all: HeldLeases { state.withLock { $0.held } }

    /// The workers that measure a package.
    var measuringWorkers: Set<String> { state.withLock { $0.held.measuringWorkers } }

    /// The lease with that string; nil if it is not known.
    subscript(lease: String) -> HeldLeases.Lease? { state.withLock { $0.held[lease] } }

    /// The attempts of a job.
    func attempts(of job: String) -> DeliveryHistory.Attempts { state.withLock { $0.history[job] } }

    /// Adds a lease that was granted to a worker.
    /// - Parameter job: the job, if this is its next attempt; nil for a single run and for a lease of an earlier process.
    func grant(_ lease: String, _ held: HeldLeases.Lease, attempt job: String? = nil) {
        state.withLock { state in
            if let job { state.history.recordLease(of: job, by: held.worker, at: held.since) }
            state.held.add(lease, held)
        }
    }

    /// Notes that a job's lease was extended.
    /// - Returns: whether its job is still wanted.
    func extend(_ lease: String, of job: String, at now: Duration) -> Bool {
        state.withLock { state in
            state.held.extend(lease, at: now)
            state.history.recordExtension(of: job, at: now)
            return state.held[lease]?.isUnwanted != true
        }
    }

    /// Removes a lease.
    func end(_ lease: String) { state.withLock { $0.held.remove(lease) }?.endSpan("ended") }

    /// Removes a lease whose job is done.
    func finish(_ lease: String, of job: String) {
        let done = state.withLock { state in
            state.history.forget(job)
            return state.held.remove(lease)
        }
        done?.endSpan("done")
    }

    /// Notes that a job failed, or that its result is not valid.
    func recordFailure(of job: String) { state.withLock { $0.history.recordFailure(of: job) } }

    /// Removes a lease that a worker returned. That does not count as an attempt: once for each lease, and at most `most`
    /// times for a job, so that a job that is always returned ends as a dead letter.
    func giveBack(_ lease: String, of job: String, atMost most: Int) {
        let returned = state.withLock { state in
            guard let held = state.held.remove(lease) else { return nil as HeldLeases.Lease? }
            if state.history[job].givenBack < most { state.history.recordReturn(of: job) }
            return held
        }
        returned?.endSpan("given_back")
    }

    /// Notes that the queue did not take what it was told: since then, no worker may have been able to extend its leases.
    func recordOutage(at now: Duration) { state.withLock { $0.lastOutage = now } }

    /// Takes note that a job's lease has expired. If the queue was away meanwhile, that was not its worker's fault, and it does
    /// not count as an attempt: at most `most` times for a job, as ``giveBack(_:of:atMost:)`` has it.
    /// - Returns: what is known of the job's attempts; nil if its worker ended the last one, or the outage did.
    func recordExpiry(of job: String, atMost most: Int) -> DeliveryHistory.Attempts? {
        state.withLock { state in
            let attempts = state.history[job]
            guard !attempts.endedByWorker else { return nil }
            guard !attempts.workers.isEmpty, let outage = state.lastOutage, outage >= attempts.since else {
                return attempts
            }
            if attempts.givenBack < most { state.history.recordReturn(of: job) }
            return nil
        }
    }

    /// Notes that a leased job could not be given to a worker.
    func recordReturn(of job: String) { state.withLock { $0.history.recordReturn(of: job) } }

    /// Forgets the attempts of a job.
    func forget(_ job: String) { state.withLock { $0.history.forget(job) } }

    /// Notes that the result of a lease is compared with the recorded one.
    /// - Returns: whether it was not compared before.
    func markCompared(_ lease: String) -> Bool { state.withLock { $0.compared.insert(lease) } }

    /// Marks the leases of a submission whose jobs are not wanted any more.
    func markUnwanted(_ submission: SubmissionID, unless isWanted: (JobName) -> Bool) {
        state.withLock { $0.held.markUnwanted(submission, unless: isWanted) }
    }

    /// Marks the lease of a job that measures a package as unwanted.
    func markUnwanted(_ name: JobName) { state.withLock { $0.held.markUnwanted(name) } }

    /// Removes the leases that were not extended since then.
    /// - Returns: how many are left.
    func expire(before moment: Duration) -> Int {
        let (expired, left) = state.withLock { state in
            let expired = state.held.expire(before: moment)
            return (expired, state.held.count)
        }
        for lease in expired { lease.endSpan("expired") }
        return left
    }
}

extension HeldLeases.Lease {
    /// Nobody holds it any more.
    fileprivate func endSpan(_ end: String) {
        span?.end(
            ["verdict.worker": .text(worker), "verdict.lease.end": .text(end), "verdict.tenant": .text(lane.tenant)],
            failure: end == "expired" ? "its worker did not extend it" : nil)
    }
}
