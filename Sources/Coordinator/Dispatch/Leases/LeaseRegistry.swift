import Events
import Storage
import Synchronization

/// The leases that workers have, and what became of the tries of each job: as far as this process has seen them.
///
/// What is not known here may still be a lease of the queue's, so that nothing is refused for it.
final class LeaseRegistry: Sendable {
    private struct State {
        var held = HeldLeases()
        var history = DeliveryHistory()
        /// Leases whose results were held against what was recorded.
        var compared = RecentValues<String, Bool>(capacity: 8192)
    }

    private let state = Mutex(State())

    /// Everything that workers have now.
    var all: HeldLeases { state.withLock { $0.held } }

    /// The workers that find a time limit now.
    var measuringWorkers: Set<String> { state.withLock { $0.held.measuringWorkers } }

    /// The lease of that string; nil if it is not known.
    subscript(lease: String) -> HeldLeases.Lease? { state.withLock { $0.held[lease] } }

    /// What became of a job's tries.
    func attempts(of job: String) -> DeliveryHistory.Attempts { state.withLock { $0.history[job] } }

    /// A worker was given a lease.
    /// - Parameter job: whose next try it is; nil for a single run, which is not tried again, and for a lease of before.
    func grant(_ lease: String, _ held: HeldLeases.Lease, attempt job: String? = nil) {
        state.withLock { state in
            if let job { state.history.recordLease(of: job, by: held.worker) }
            state.held.add(lease, held)
        }
    }

    /// A lease was made longer.
    /// - Returns: whether its job is still wanted.
    func extend(_ lease: String, at now: Duration) -> Bool {
        state.withLock { state in
            state.held.extend(lease, at: now)
            return state.held[lease]?.isUnwanted != true
        }
    }

    /// A lease has ended.
    func end(_ lease: String) { state.withLock { _ = $0.held.remove(lease) } }

    /// A lease has ended, and its job with it: it is done, or its result is none.
    func finish(_ lease: String, of job: String) {
        state.withLock { state in
            _ = state.held.remove(lease)
            state.history.forget(job)
        }
    }

    /// A worker said of a job that it failed, or brought a result that cannot be right.
    func recordFailure(of job: String) { state.withLock { $0.history.recordFailure(of: job) } }

    /// A worker gave a lease back without having tried. That does not count as a try: once for each lease, and at most so
    /// often, for somebody has to find out why.
    func giveBack(_ lease: String, of job: String, atMost most: Int) {
        state.withLock { state in
            guard state.held.remove(lease) != nil, state.history[job].givenBack < most else { return }
            state.history.recordReturn(of: job)
        }
    }

    /// A lease of a job could not be given to anybody.
    func recordReturn(of job: String) { state.withLock { $0.history.recordReturn(of: job) } }

    /// A job is done, or tried as if never before.
    func forget(_ job: String) { state.withLock { $0.history.forget(job) } }

    /// The result that came with a lease is held against what is recorded.
    /// - Returns: whether that was not done before.
    func markCompared(_ lease: String) -> Bool { state.withLock { $0.compared.insert(lease) } }

    /// Notes which jobs of a submission are not wanted any more.
    func markUnwanted(_ submission: SubmissionID, unless isWanted: (JobName) -> Bool) {
        state.withLock { $0.held.markUnwanted(submission, unless: isWanted) }
    }

    /// Notes that a job is not wanted any more that finds a time limit.
    func markUnwanted(_ name: JobName) { state.withLock { $0.held.markUnwanted(name) } }

    /// Forgets leases that nobody has made longer since then.
    /// - Returns: how many are left.
    func expire(before moment: Duration) -> Int {
        state.withLock { state in
            _ = state.held.expire(before: moment)
            return state.held.count
        }
    }
}
