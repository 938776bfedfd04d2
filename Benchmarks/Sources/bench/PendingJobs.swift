import Storage

/// A queue that one job is leased from at a time.
final class PendingJobs {
    private let queue: any JobQueue
    private let lane = JobLane(priority: 2, tenant: "contest", requirement: "cpp")
    private let payload = [UInt8](repeating: 7, count: 300)
    private var added = 0

    init(in queue: any JobQueue) {
        self.queue = queue
    }

    /// Passes over the ids of jobs that somebody else has added.
    func skip(_ count: Int) { added += count }

    func enqueue(_ count: Int) async throws {
        var rest = count
        while rest > 0 {
            let jobs = (0..<min(rest, 10_000)).map { Job(id: "job-\(added + $0)", lane: lane, payload: payload) }
            try await queue.enqueue(jobs)
            added += jobs.count
            rest -= jobs.count
        }
    }

    /// Adds a job, leases one, completes it; all of it durable.
    /// - Returns: the time that leasing took, in seconds.
    func timeLease() async throws -> Double {
        try await enqueue(1)
        let clock = ContinuousClock()
        let start = clock.now
        let leases = try await queue.lease(1, from: lane)
        let taken = clock.now - start
        guard let lease = leases.first else { throw BenchError("nothing was leased") }
        try await queue.complete(lease.token)
        return taken.seconds
    }
}
