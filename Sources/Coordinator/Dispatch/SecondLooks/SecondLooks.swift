import Storage

/// Batches that wait for a second worker, and the jobs for which one was requested. A pure value.
///
/// Meanwhile the coordinator extends their leases. If it ends, the leases expire, and the jobs are leased again. What is
/// known here is lost then; the oldest of it is also forgotten when there is too much.
struct SecondLooks: Sendable {
    /// A batch that waits for another worker.
    struct Batch: Sendable {
        /// The first worker's result: it is recorded if no other worker comes.
        var result: JobResult
        var name: JobName
        /// The first worker's lease.
        var claim: LeaseClaim
        /// Where the job waits in the queue.
        var lane: JobLane
        /// The language that another worker must be able to run.
        var language: String
        /// How long it waits.
        var deadline: Duration

        /// The lane in which it waits here: workers other than the first one may have it.
        var own: JobLane {
            let again = LaneRequirement.again(language, except: claim.ticket.worker)
            return JobLane(priority: lane.priority, tenant: lane.tenant, requirement: again.text)
        }

        /// The lease, which goes to the other worker.
        var lease: JobLease {
            JobLease(
                job: Job(id: claim.ticket.job, lane: lane, payload: []), token: claim.ticket.token,
                delivery: claim.ticket.delivery)
        }
    }

    /// No more wait at once: each has a result, which may be large.
    static let most = 128

    private var batches: [JobLane: [Batch]] = [:]
    private var doubters: [String: Int] = [:]
    private var jobs = RecentValues<String, Bool>(capacity: 8192)
    private var leases = RecentValues<String, Bool>(capacity: 8192)
    private(set) var count = 0

    /// How many wait in each lane.
    var lanes: [JobLane: Int] { batches.mapValues(\.count) }

    /// All that wait.
    var waiting: [Batch] { batches.values.flatMap(\.self) }

    /// Whether a batch of this worker waits, which it must not get again.
    func hasDoubtful(from worker: String) -> Bool { doubters[worker] != nil }

    /// Whether a second look was requested for a job.
    func knows(job: String) -> Bool { jobs.contains(job) }

    /// Whether a second look was requested for a lease.
    func knows(lease: String) -> Bool { leases.contains(lease) }

    mutating func add(_ batch: Batch) {
        _ = jobs.insert(batch.claim.ticket.job)
        _ = leases.insert(batch.claim.lease)
        batches[batch.own, default: []].append(batch)
        doubters[batch.claim.ticket.worker, default: 0] += 1
        count += 1
    }

    /// At most `count` of a lane, oldest first: they wait no longer.
    mutating func take(_ count: Int, from lane: JobLane) -> [Batch] {
        let taken = Array((batches[lane] ?? []).prefix(count))
        for batch in taken { remove(batch) }
        return taken
    }

    /// Removes a batch.
    /// - Returns: whether it was still waiting.
    @discardableResult
    mutating func remove(_ batch: Batch) -> Bool {
        guard let index = batches[batch.own]?.firstIndex(where: { $0.claim.lease == batch.claim.lease }) else {
            return false
        }
        batches[batch.own]?.remove(at: index)
        if batches[batch.own]?.isEmpty == true { batches[batch.own] = nil }
        let left = (doubters[batch.claim.ticket.worker] ?? 0) - 1
        doubters[batch.claim.ticket.worker] = left > 0 ? left : nil
        count -= 1
        return true
    }
}
