import Storage
import Units

extension JobQueueConformance {
    @Sendable static func emptyQueue(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        try require(queue.leaseDuration, equals: forever, "the lease's duration")
        try require(try await queue.waiting(), equals: [:], "waiting")
        try require(try await queue.lease(5, from: lane), equals: [], "leased")
        try require(try await queue.deadLetters(after: nil, limit: 5), equals: [], "dead letters")
        try require(try await queue.deadLetters(after: "nobody", limit: 5), equals: [], "dead letters after none")
        try require(try await queue.requeue(["nobody"]), equals: 0, "requeued")
        try require(try await queue.discard(["nobody"]), equals: 0, "discarded")
        try await queue.enqueue([Job]())
        try require(try await queue.waiting(), equals: [:], "waiting after nothing was added")
    }

    @Sendable static func roundTrip(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let long = String(repeating: "é", count: 64)
        let jobs = [
            Job(id: "a", lane: JobLane(priority: 0, tenant: "", requirement: ""), payload: []),
            Job(
                id: String(repeating: "Z", count: 128),
                lane: JobLane(priority: 255, tenant: long, requirement: "c++ .*>$\n\u{0}✓"), payload: Array(0...255)),
            Job(
                id: "-_09", lane: JobLane(priority: 255, tenant: long, requirement: ""),
                payload: [UInt8](repeating: 3, count: Int(Job.payloadLimit.bytes))),
        ]
        try await queue.enqueue(jobs)
        for job in jobs {
            let lease = try await queue.leaseOne(from: job.lane)
            try require(lease.job, equals: job, "the job leased")
            try require(lease.delivery, equals: 1, "its delivery")
            try require(lease.token.text.utf8.count <= 512, "a token of \(lease.token.text.utf8.count) bytes")
        }
    }

    @Sendable static func idempotence(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let other = JobLane(priority: 0, tenant: "beta", requirement: "rust")
        let job = Job(id: "job", lane: lane, payload: [1])
        let again = Job(id: "job", lane: other, payload: [2])
        try await queue.enqueue([job, again, job])
        try await queue.enqueue([again])
        try await queue.requireWaiting([lane: 1], "after the job was added often")
        let lease = try await queue.leaseOne()
        try require(lease.job, equals: job, "the job that was added first")
        try await queue.enqueue([again, job])
        try await queue.requireNothingToLease("while it is leased")
        try require(try await queue.extend(lease.token), "adding a leased job ended its lease")
        try await queue.giveBack(lease.token, after: forever)
        try await queue.enqueue([again, job])
        try await queue.requireNothingToLease("while it is given back for later")
        try require(try await queue.waiting(), equals: [:], "waiting in any lane")

        try await queue.enqueue(["dead"])
        try await queue.bury(try await queue.leaseOne().token, reason: "no")
        try await queue.enqueue(["dead"])
        try await queue.requireNothingToLease("while it is a dead letter")
        try require(try await queue.deadLetters(after: nil, limit: 9).map(\.job.id), equals: ["dead"], "dead letters")

        try await queue.enqueue([Job(id: "done", lane: lane, payload: [1])])
        try await queue.complete(try await queue.leaseOne().token)
        try await queue.enqueue([Job(id: "done", lane: other, payload: [9])])
        let second = try await queue.leaseOne(from: other)
        try require(second.job.payload, equals: [9], "the payload of the job that was added after it was done")
        try require(second.delivery, equals: 1, "its delivery")
    }

    @Sendable static func limits(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let long = String(repeating: "t", count: 129)
        let bad = [
            Job(id: "", lane: lane, payload: []), Job(id: "a.b", lane: lane, payload: []),
            Job(id: "a b", lane: lane, payload: []), Job(id: long, lane: lane, payload: []),
            Job(id: "é", lane: lane, payload: []),
            Job(id: "tenant", lane: JobLane(priority: 0, tenant: long, requirement: ""), payload: []),
            Job(id: "requirement", lane: JobLane(priority: 0, tenant: "", requirement: long), payload: []),
        ]
        let good = Job(id: "good", lane: lane, payload: [])
        for job in bad {
            try await require(failure: .badRequest, from: "adding the job \(job.id.debugDescription)") {
                try await queue.enqueue([good, job])
            }
        }
        try await require(failure: .tooLarge, from: "adding a job of a byte too much") {
            let payload = [UInt8](repeating: 1, count: Int(Job.payloadLimit.bytes) + 1)
            try await queue.enqueue([good, Job(id: "large", lane: lane, payload: payload)])
        }
        try require(try await queue.waiting(), equals: [:], "waiting after what failed")
    }

    @Sendable static func counting(_ store: any StoreUnderTest) async throws {
        let queue = try await store.jobQueue(leaseDuration: forever)
        let lanes = [
            lane, JobLane(priority: 2, tenant: "alpha", requirement: "cpp"),
            JobLane(priority: 1, tenant: "Alpha", requirement: "cpp"),
            JobLane(priority: 1, tenant: "alpha", requirement: "c"),
            JobLane(priority: 1, tenant: "alphac", requirement: ""),
        ]
        var counts: [JobLane: Int] = [:]
        for (number, lane) in lanes.enumerated() {
            try await queue.enqueue((0...number).map { "job-\(number)-\($0)" }, in: lane)
            counts[lane] = number + 1
        }
        try await queue.requireWaiting(counts, "after adding")
        let leases = try await queue.leaseAll(3, from: lanes[4])
        let single = try await queue.leaseOne(from: lanes[0])
        counts[lanes[4]] = 2
        counts[lanes[0]] = nil
        try await queue.requireWaiting(counts, "after leasing")
        try await queue.complete(leases[0].token)
        try await queue.bury(leases[1].token, reason: "no")
        try await queue.requireWaiting(counts, "after a completion and a burial")
        try await queue.giveBack(leases[2].token, after: .zero)
        try await queue.giveBack(single.token, after: .zero)
        counts[lanes[4]] = 3
        counts[lanes[0]] = 1
        try await queue.requireWaiting(counts, "after giving back")
        _ = try await queue.requeue([leases[1].job.id])
        counts[lanes[4]] = 4
        try await queue.requireWaiting(counts, "after requeueing")
    }
}
