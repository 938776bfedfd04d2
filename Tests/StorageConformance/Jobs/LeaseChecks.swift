import Storage

extension JobQueueConformance {
    @Sendable static func firstInFirstOut(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let other = JobLane(priority: 1, tenant: "beta", requirement: "cpp")
        let ids = (0..<300).map { "job-\($0 * 7919 % 300)" }
        for start in stride(from: 0, to: 300, by: 60) {
            try await queue.enqueue(Array(ids[start..<(start + 60)]))
            try await queue.enqueue(["other-\(start)"], in: other)
        }
        try require(try await queue.lease(0, from: lane), equals: [], "0 jobs leased")
        var leased: [String] = []
        for count in [1, 2, 3, 94, 150] {
            leased += try await queue.leaseAll(count).map(\.job.id)
        }
        try require(leased, equals: Array(ids[..<250]), "the order of jobs")
        // More than are left.
        let rest = try await queue.lease(100, from: lane)
        try require(rest.map(\.job.id), equals: Array(ids[250...]), "the last jobs")
        try require(try await queue.lease(100, from: lane), equals: [], "leased when nothing waits")
        let others = try await queue.leaseAll(5, from: other)
        try require(others.map(\.job.id), equals: [0, 60, 120, 180, 240].map { "other-\($0)" }, "the other lane")
    }

    @Sendable static func exclusiveLeases(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let ids = (0..<400).map { "job-\($0)" }
        try await queue.enqueue(ids)
        let leases = try await withThrowingTaskGroup(of: [JobLease].self) { group in
            for worker in 0..<20 {
                group.addTask {
                    var mine: [JobLease] = []
                    while true {
                        let more = try await queue.lease(worker % 5 + 1, from: lane)
                        guard !more.isEmpty else { return mine }
                        mine += more
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        try require(leases.map(\.job.id).sorted(), equals: ids.sorted(), "leased by all workers together")
        try require(Set(leases.map(\.token)).count, equals: 400, "different tokens")
    }

    @Sendable static func churn(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let done = try await withThrowingTaskGroup(of: [String].self) { group in
            for producer in 0..<5 {
                group.addTask {
                    for number in 0..<40 { try await queue.enqueue(["job-\(producer)-\(number)"]) }
                    return []
                }
            }
            for _ in 0..<8 {
                group.addTask {
                    var mine: [String] = []
                    var idle = 0
                    // 25 jobs for each of the 8 on average; who finds nothing for long stops.
                    while idle < 100 {
                        let leases = try await queue.lease(3, from: lane)
                        idle = leases.isEmpty ? idle + 1 : 0
                        if leases.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
                        for lease in leases {
                            try await queue.complete(lease.token)
                            mine.append(lease.job.id)
                        }
                    }
                    return mine
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let ids = (0..<5).flatMap { producer in (0..<40).map { "job-\(producer)-\($0)" } }
        try require(done.sorted(), equals: ids.sorted(), "jobs done")
        try await queue.requireNothingToLease("when all is done")
    }

    @Sendable static func leaseEnds(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: soon)
        let clock = ContinuousClock()
        try await queue.enqueue(["job"])
        var last: JobLease?
        for delivery in 1...3 {
            // The store begins to count after this.
            let asked = clock.now
            let lease = try await queue.leaseOne()
            try require(lease.delivery, equals: delivery, "the delivery")
            try require(lease.job.id, equals: "job", "the job")
            if let last {
                try require(lease.token != last.token, "two leases have one token")
                try require(try await queue.extend(last.token), equals: false, "extending a lease that has ended")
            }
            last = lease
            guard delivery < 3 else { break }
            try await queue.requireWaiting([lane: 1], "when the lease has ended")
            try require(clock.now - asked >= soon * 9 / 10, "the lease ended after \(clock.now - asked)")
        }
    }

    @Sendable static func extending(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: soon)
        let clock = ContinuousClock()
        try await queue.enqueue(["job"])
        let start = clock.now
        let lease = try await queue.leaseOne()
        var last = start
        while clock.now - start < soon * 2 {
            try await clock.sleep(for: soon / 6)
            let before = clock.now
            let stillHeld = try await queue.extend(lease.token)
            // On a machine that stood still for the whole lease, ending it is right.
            if !stillHeld { try require(clock.now - last >= soon * 9 / 10, "an extended lease ended early") }
            guard stillHeld else { return }
            last = before
            let stolen = try await queue.lease(1, from: lane)
            let mayHaveEnded = clock.now - last >= soon * 9 / 10
            try require(stolen.isEmpty || mayHaveEnded, "a job was leased during an extended lease")
            guard stolen.isEmpty else { return }
        }
        let next = try await queue.leaseOne()
        try require(clock.now - last >= soon * 9 / 10, "an extended lease ended early")
        try require(next.delivery, equals: 2, "the delivery after an extended lease")
    }
}
