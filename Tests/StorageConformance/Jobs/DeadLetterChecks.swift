import Storage

extension JobQueueConformance {
    @Sendable static func burying(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: soon)
        try await queue.enqueue(["job"])
        try await queue.giveBack(try await queue.leaseOne().token, after: .zero)
        let lease = try await queue.leaseOne()
        let reason = "three workers died of it ✓\n"
        try await queue.bury(lease.token, reason: reason)
        try require(try await queue.extend(lease.token), equals: false, "extending what is buried")
        try await queue.bury(lease.token, reason: "another reason")
        try await queue.giveBack(lease.token, after: .zero)
        try await Task.sleep(for: soon * 5 / 4)
        try await queue.requireNothingToLease("when the lease of what is buried would have ended")
        let letters = try await queue.deadLetters(after: nil, limit: 9)
        try require(letters.map(\.job), equals: [lease.job], "the dead letter's job")
        try require(letters.map(\.reason), equals: [reason], "its reason")
        try require(letters.map(\.deliveries), equals: [2], "its deliveries")
        try require(letters[0].buriedAt > 1_577_836_800_000_000_000, "buried at \(letters[0].buriedAt)")
    }

    @Sendable static func deadLetters(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let ids = (0..<12).map { "job-\($0 * 7 % 12)" }
        try await queue.enqueue(ids)
        for lease in try await queue.leaseAll(12) { try await queue.bury(lease.token, reason: "no \(lease.job.id)") }
        let list = { (after: String?, limit: Int) in
            try await queue.deadLetters(after: after, limit: limit).map(\.job.id)
        }
        try require(try await list(nil, 100), equals: ids, "dead letters, oldest first")
        try require(try await list(nil, 5), equals: Array(ids[..<5]), "the first page")
        try require(try await list(ids[4], 5), equals: Array(ids[5..<10]), "the second page")
        try require(try await list(ids[11], 5), equals: [], "the page after the last")
        try require(try await list("nobody", 2), equals: Array(ids[..<2]), "the page after none")
        try require(try await list(nil, 0), equals: [], "with a limit of 0")

        try require(try await queue.requeue([ids[2], "nobody", ids[5], ids[2]]), equals: 2, "requeued")
        let again = try await queue.leaseAll(2)
        try require(again.map(\.job.id), equals: [ids[2], ids[5]], "leased after requeueing")
        try require(again.map(\.delivery), equals: [1, 1], "their deliveries")
        try require(again.map(\.job.payload), equals: [ids[2], ids[5]].map { Array("work of \($0)".utf8) }, "payloads")
        try require(try await queue.requeue([ids[2]]), equals: 0, "requeued what is leased")

        try require(try await queue.discard([ids[0], ids[11], ids[2], "nobody"]), equals: 2, "discarded")
        try require(try await queue.requeue([ids[0]]), equals: 0, "requeued what is discarded")
        let left = ids.filter { ![ids[0], ids[2], ids[5], ids[11]].contains($0) }
        try require(try await list(nil, 100), equals: left, "dead letters that are left")
        try await queue.enqueue([ids[0]])
        let fresh = try await queue.leaseOne()
        try require(fresh.job.id, equals: ids[0], "a job of the id of what was discarded")
        try require(fresh.delivery, equals: 1, "its delivery")
        try await queue.bury(again[0].token, reason: "again")
        try require(try await list(nil, 100), equals: left + [ids[2]], "buried again, it is the youngest")
    }
}
