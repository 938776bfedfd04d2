import Storage

extension JobQueueConformance {
    @Sendable static func givingBack(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job"])
        for delivery in 1...5 {
            let lease = try await queue.leaseOne()
            try require(lease.delivery, equals: delivery, "the delivery")
            try require(lease.job.payload, equals: Array("work of job".utf8), "the payload")
            try await queue.requireNothingToLease("during a lease")
            try await queue.giveBack(lease.token, after: .zero)
            try await queue.requireWaiting([lane: 1], "after giving back")
        }
    }

    @Sendable static func givingBackForLater(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let clock = ContinuousClock()
        try await queue.enqueue(["later", "never"])
        let leases = try await queue.leaseAll(2)
        let start = clock.now
        try await queue.giveBack(leases[0].token, after: .seconds(1))
        try await queue.giveBack(leases[1].token, after: forever)
        try require(try await queue.extend(leases[0].token), equals: false, "extending what was given back")
        let lease = try await eventually("a job given back for later is leased") {
            try await queue.lease(5, from: lane).first
        }
        try require(clock.now - start >= .milliseconds(900), "leased \(clock.now - start) after given back for 1 s")
        try require(lease.job.id, equals: "later", "the job")
        try require(lease.delivery, equals: 2, "its delivery")
        try await queue.requireNothingToLease("while a job is given back for much later")
    }

    @Sendable static func staleLeases(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job"])
        let stale = try await queue.leaseOne()
        try await queue.giveBack(stale.token, after: .zero)
        let disturb = {
            try await queue.giveBack(stale.token, after: .zero)
            try await queue.giveBack(stale.token, after: forever)
            try await queue.bury(stale.token, reason: "no")
            try require(try await queue.extend(stale.token), equals: false, "extending a lease that has ended")
        }
        try await disturb()
        let held = try await queue.leaseOne()
        try require(held.delivery, equals: 2, "the delivery")
        try await disturb()
        try await queue.requireNothingToLease("after the holder before gave back once more")
        try require(try await queue.extend(held.token), "a lease ended by its predecessor")
        try require(try await queue.deadLetters(after: nil, limit: 9), equals: [], "dead letters")
    }

    @Sendable static func madeUpTokens(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try await queue.enqueue(["job"])
        let held = try await queue.leaseOne()
        let text = held.token.text
        var texts = ["", " ", "0", "-1", "job", "1.1", "\u{0}", "✓", "18446744073709551616", "*", ">"]
        texts += [String(text.dropLast()), "0" + text, text + "." + text, text + "0", text + " "]
        texts.append(String(repeating: "9", count: 600))
        for (index, character) in text.enumerated() where character.isNumber {
            var changed = Array(text)
            changed[index] = character == "9" ? "8" : "9"
            texts.append(String(changed))
        }
        for text in texts {
            let token = JobLease.Token(text)
            try require(try await queue.extend(token), equals: false, "extending \(text.debugDescription)")
            try await queue.complete(token)
            try await queue.giveBack(token, after: .zero)
            try await queue.bury(token, reason: "no")
        }
        try require(try await queue.extend(held.token), "a lease was ended by a token made up")
        try require(try await queue.deadLetters(after: nil, limit: 9), equals: [], "dead letters")
    }
}
