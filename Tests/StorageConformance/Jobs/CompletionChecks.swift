import Storage

extension JobQueueConformance {
    @Sendable static func completing(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: soon)
        try await queue.enqueue(["job-0", "job-1"])
        let leases = try await queue.leaseAll(2)
        for lease in leases {
            try await queue.complete(lease.token)
            try require(try await queue.extend(lease.token), equals: false, "extending what is done")
            try await queue.complete(lease.token)
            try await queue.giveBack(lease.token, after: .zero)
            try await queue.bury(lease.token, reason: "no")
        }
        try await queue.requireNothingToLease("when all is done")
        try await Task.sleep(for: soon * 3 / 2)
        try await queue.requireNothingToLease("when the lease of what is done would have ended")
        try require(try await queue.deadLetters(after: nil, limit: 9), equals: [], "dead letters")
    }

    @Sendable static func lateCompletion(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["leased", "waiting", "delayed"])
        let first = try await queue.leaseAll(3)
        let delays = ["leased": Duration.zero, "waiting": .zero, "delayed": forever]
        for lease in first { try await queue.giveBack(lease.token, after: delays[lease.job.id] ?? .zero) }
        var second = try await queue.leaseAll(2)
        second.sort { $0.job.id < $1.job.id }
        try require(second.map(\.job.id), equals: ["leased", "waiting"], "leased again")
        try await queue.giveBack(second[1].token, after: .zero)
        for lease in first { try await queue.complete(lease.token) }
        try require(try await queue.extend(second[0].token), equals: false, "extending what another completed")
        try await queue.requireNothingToLease("after late completions")
        try await queue.enqueue(["leased", "waiting", "delayed"])
        let again = try await queue.leaseAll(3)
        try require(again.map(\.delivery), equals: [1, 1, 1], "deliveries of jobs added anew")
    }

    @Sendable static func completionOfThePast(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job", "dead"])
        let first = try await queue.leaseAll(2)
        try await queue.complete(first[0].token)
        try await queue.enqueue(["job"])
        try await queue.complete(first[0].token)
        try await queue.requireWaiting([lane: 1], "after the past was completed once more")
        let second = try await queue.leaseOne()
        try require(try await queue.extend(first[0].token), equals: false, "extending a lease of the past")
        try await queue.complete(first[0].token)
        try require(try await queue.extend(second.token), "completing the past ended a later job's lease")

        try await queue.bury(first[1].token, reason: "no")
        try await queue.complete(first[1].token)
        try require(try await queue.deadLetters(after: nil, limit: 9).count, equals: 1, "dead letters after completion")
        try require(try await queue.requeue(["dead"]), equals: 1, "requeued")
        try await queue.complete(first[1].token)
        let requeued = try await queue.leaseOne()
        try require(requeued.job.id, equals: "dead", "the job requeued")
        try await queue.complete(first[1].token)
        try require(try await queue.extend(requeued.token), "completing the past ended a requeued job's lease")
    }
}
