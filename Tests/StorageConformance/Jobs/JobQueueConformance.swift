import Storage

/// What every ``JobQueue`` must do.
public enum JobQueueConformance {
    /// The promises, in the order of the contract.
    public static let checks: [ConformanceCheck] =
        ([
            ("an empty queue has nothing", emptyQueue),
            ("a job comes back as it was enqueued", roundTrip),
            ("a job is enqueued once", idempotence),
            ("a queue takes as much as is promised and no more", limits),
            ("jobs are counted in their lanes", counting),
            ("a lane's oldest job comes first", firstInFirstOut),
            ("no job is leased twice at once", exclusiveLeases),
            ("jobs that come while others are done are each leased once", churn),
            ("a lease ends and the job is leased again", leaseEnds),
            ("an extended lease goes on", extending),
            ("a job that is completed does not come back", completing),
            ("a late completion takes the job from whoever has it", lateCompletion),
            ("a completion says nothing about a later job of that id", completionOfThePast),
            ("a job that is given back comes again", givingBack),
            ("a job that is given back for later comes later", givingBackForLater),
            ("a lease that has ended ends nobody else's", staleLeases),
            ("a token that no lease has does nothing", madeUpTokens),
            ("a job that is buried stays buried", burying),
            ("dead letters are listed, requeued and discarded", deadLetters),
            ("leases, counts and dead letters outlive reopening", reopening),
            ("a job whose holder never returned comes again after reopening", leaseEndsAfterReopening),
            ("a closed queue says so", closing),
            ("waiting ends when there is something to lease", waking),
            ("waiting ends at its limit and not all the time", idling),
            ("random operations agree with a model", randomOperations),
        ] as [(String, @Sendable (any StoreUnderTest) async throws -> Void)]).map { name, check in
            ConformanceCheck("queue: \(name)", check)
        }

    /// So long that no lease of a check ends by itself.
    static let forever = Duration.seconds(600)
    /// As short as a lease can be where it must end: the store must keep it, the check must be able to act within it.
    static let soon = Duration.milliseconds(1500)
    static let lane = JobLane(priority: 1, tenant: "alpha", requirement: "cpp")
}

extension JobQueue {
    func enqueue(_ ids: [String], in lane: JobLane = JobQueueConformance.lane) async throws {
        try await enqueue(ids.map { Job(id: $0, lane: lane, payload: Array("work of \($0)".utf8)) })
    }

    /// Leases exactly `count` jobs, which may take a while where jobs have just come back.
    func leaseAll(
        _ count: Int, from lane: JobLane = JobQueueConformance.lane, file: String = #fileID, line: Int = #line
    ) async throws -> [JobLease] {
        var leases: [JobLease] = []
        return try await eventually("\(count) jobs are leased", file: file, line: line) {
            leases += try await lease(count - leases.count, from: lane)
            return leases.count == count ? leases : nil
        }
    }

    func leaseOne(
        from lane: JobLane = JobQueueConformance.lane, file: String = #fileID, line: Int = #line
    ) async throws -> JobLease {
        try await leaseAll(1, from: lane, file: file, line: line)[0]
    }

    /// Checks that nothing can be leased, now and a moment later.
    func requireNothingToLease(
        from lane: JobLane = JobQueueConformance.lane, _ when: String, file: String = #fileID, line: Int = #line
    ) async throws {
        for _ in 0..<2 {
            let leases = try await lease(10, from: lane)
            try require(leases.map(\.job.id), equals: [], "leased \(when)", file: file, line: line)
            try await Task.sleep(for: .milliseconds(30))
        }
        try require(try await waiting()[lane], equals: nil, "waiting \(when)", file: file, line: line)
    }

    /// Waits until that many jobs wait.
    func requireWaiting(
        _ counts: [JobLane: Int], _ when: String, file: String = #fileID, line: Int = #line
    ) async throws {
        _ = try await eventually("\(counts.map(\.value)) wait \(when)", file: file, line: line) {
            try await waiting() == counts ? true : nil
        }
    }
}
