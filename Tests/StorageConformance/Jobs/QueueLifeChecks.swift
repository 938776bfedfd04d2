import Storage

extension JobQueueConformance {
    @Sendable static func reopening(_ store: any StoreUnderTest) async throws {
        var queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue((0..<8).map { "job-\($0)" })
        let leases = try await queue.leaseAll(5)
        try await queue.giveBack(leases[0].token, after: .zero)
        let second = try await queue.leaseOne()
        try await queue.giveBack(second.token, after: .zero)
        try await queue.requireWaiting([lane: 4], "before reopening")
        let returned = second.job.id
        try await queue.bury(leases[2].token, reason: "no")
        try await queue.complete(leases[3].token)

        try await store.reopen()
        queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.requireWaiting([lane: 4], "after reopening")
        let letters = try await queue.deadLetters(after: nil, limit: 9)
        try require(letters.map(\.job.id), equals: [leases[2].job.id], "dead letters after reopening")
        let waiting = try await queue.leaseAll(4)
        let expected: Set = [returned, "job-5", "job-6", "job-7"]
        try require(Set(waiting.map(\.job.id)), equals: expected, "leased after reopening")
        for lease in waiting {
            try require(lease.delivery, equals: lease.job.id == returned ? 3 : 1, "the delivery of \(lease.job.id)")
        }
        try await queue.requireNothingToLease("while tokens of before reopening hold the rest")
        try require(try await queue.extend(leases[4].token), "a token ended with the process that gave it")
        try require(try await queue.extend(leases[0].token), equals: false, "extending what was given back before")
        try require(try await queue.extend(leases[3].token), equals: false, "extending what was done before")
        try await queue.complete(leases[1].token)
        try await queue.giveBack(leases[4].token, after: .zero)
        try require(try await queue.leaseOne().delivery, equals: 2, "the delivery after reopening")
    }

    @Sendable static func leaseEndsAfterReopening(_ store: any StoreUnderTest) async throws {
        var queue = try await store.jobQueue(leaseDuration: soon)
        try await queue.enqueue(["leased", "delayed"])
        let leases = try await queue.leaseAll(2)
        try await queue.giveBack(leases[1].token, after: .milliseconds(300))
        try await store.reopen()
        queue = try await store.jobQueue(leaseDuration: soon)
        let again = try await queue.leaseAll(2)
        try require(Set(again.map(\.job.id)), equals: ["leased", "delayed"], "leased after reopening")
        try require(again.map(\.delivery), equals: [2, 2], "deliveries after reopening")
    }

    @Sendable static func closing(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job"])
        let lease = try await queue.leaseOne()
        try await store.reopen()
        try await require(failure: .closed, from: "enqueueing") { try await queue.enqueue(["other"]) }
        try await require(failure: .closed, from: "leasing") { _ = try await queue.lease(1, from: lane) }
        try await require(failure: .closed, from: "extending") { _ = try await queue.extend(lease.token) }
        try await require(failure: .closed, from: "completing") { try await queue.complete(lease.token) }
        try await require(failure: .closed, from: "waiting") { try await queue.wait(atMost: .seconds(30)) }
    }

    @Sendable static func waking(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: soon)
        /// Waits again and again until something can be leased, as who gives out work does.
        @Sendable func next() async throws -> JobLease {
            try await within(.seconds(30), "woken for a job") {
                while true {
                    if let lease = try await queue.lease(1, from: lane).first { return lease }
                    try await queue.wait(atMost: .seconds(40))
                }
            }
        }
        let first = Task { try await next() }
        try await Task.sleep(for: .milliseconds(100))
        try await queue.enqueue(["job"])
        try require(try await first.value.delivery, equals: 1, "woken by a job that was added")
        let second = try await next()
        try require(second.delivery, equals: 2, "woken by the end of a lease")
        try await queue.giveBack(second.token, after: .milliseconds(500))
        let third = try await next()
        try require(third.delivery, equals: 3, "woken by the end of a delay")
        let later = Task { try await next() }
        try await queue.giveBack(third.token, after: .zero)
        let fourth = try await later.value
        try require(fourth.delivery, equals: 4, "woken by a job that was given back")
        try await queue.bury(fourth.token, reason: "no")
        let last = Task { try await next() }
        try await Task.sleep(for: .milliseconds(100))
        _ = try await queue.requeue(["job"])
        try require(try await last.value.delivery, equals: 1, "woken by a job that was requeued")
    }

    @Sendable static func idling(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job"])
        _ = try await queue.leaseOne()
        let clock = ContinuousClock()
        let start = clock.now
        var rounds = 0
        while clock.now - start < .seconds(1) {
            let limit = Duration.milliseconds(200)
            let began = clock.now
            try await queue.wait(atMost: limit)
            try require(clock.now - began < .seconds(20), "waited \(clock.now - began) for \(limit)")
            rounds += 1
        }
        try require(rounds <= 12, "woken \(rounds) times in a second while nothing happened")
        try await queue.wait(atMost: .zero)
    }
}
