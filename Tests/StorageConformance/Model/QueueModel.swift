import Storage
import TestSupport

extension JobQueueConformance {
    /// Random operations, one after another, on the store and on a model; what they give must agree.
    @Sendable static func randomOperations(_ store: any StoreUnderTest) async throws {
        var model = QueueModel(queue: try await store.jobQueue(leaseDuration: forever))
        for seed in 1...3 as ClosedRange<UInt64> {
            model.random = SeededGenerator(seed: seed)
            for step in 0..<150 {
                do {
                    if Int.random(in: 0..<50, using: &model.random) == 0 {
                        try await store.reopen()
                        model.queue = try await store.jobQueue(leaseDuration: forever)
                    }
                    try await model.step()
                } catch {
                    throw Nonconformance(message: "seed \(seed), step \(step): \(error)", file: #fileID, line: #line)
                }
            }
            try await model.compare()
        }
    }
}

/// A queue as the contract describes it. Time does not matter in it: no lease ends by itself, no delay ends at all.
private struct QueueModel {
    enum Place: Hashable {
        case waiting
        case leased(JobLease.Token)
        case delayed
        case dead
    }

    struct Known {
        var job: Job
        var place: Place
        var deliveries = 0
        /// Later for jobs added later: those of a lane that never came back are leased in this order.
        var number: Int
    }

    var queue: any JobQueue
    var random = SeededGenerator(seed: 0)
    var jobs: [String: Known] = [:]
    /// All tokens ever given, with what they are of: the job and which of that id it was.
    var tokens: [(token: JobLease.Token, id: String, number: Int)] = []
    var graves: [String] = []
    var added = 0
    let lanes = (0..<3).map { JobLane(priority: UInt8($0), tenant: "tenant-\($0 % 2)", requirement: "cpp") }

    mutating func step() async throws {
        switch Int.random(in: 0..<20, using: &random) {
        case 0..<4: try await enqueue()
        case 4..<9: try await lease()
        case 9..<12: try await complete()
        case 12..<15: try await giveBack()
        case 15: try await extend()
        case 16: try await bury()
        case 17: try await requeue()
        case 18: try await discard()
        default: try await compare()
        }
    }

    private mutating func ids(_ count: Int) -> [String] {
        (0..<count).map { _ in "job-\(Int.random(in: 0..<40, using: &random))" }
    }

    private mutating func enqueue() async throws {
        let jobs = ids(Int.random(in: 0..<6, using: &random)).map { id in
            Job(
                id: id, lane: lanes[Int.random(in: 0..<3, using: &random)],
                payload: random.bytes(Int.random(in: 0..<200, using: &random)))
        }
        try await queue.enqueue(jobs)
        for job in jobs where self.jobs[job.id] == nil {
            added += 1
            self.jobs[job.id] = Known(job: job, place: .waiting, number: added)
        }
    }

    private func waiting(in lane: JobLane) -> [Known] {
        jobs.values.filter { $0.job.lane == lane && $0.place == .waiting }.sorted { $0.number < $1.number }
    }

    private mutating func lease() async throws {
        let lane = lanes[Int.random(in: 0..<3, using: &random)]
        let waiting = waiting(in: lane)
        let count = Int.random(in: 0..<5, using: &random)
        var leases = try await queue.leaseAll(min(count, waiting.count), from: lane)
        if count > waiting.count { leases += try await queue.lease(count, from: lane) }
        try require(leases.count, equals: min(count, waiting.count), "leased of \(waiting.count)")
        let fresh = leases.map(\.job.id).filter { jobs[$0]?.deliveries == 0 }
        let expected = waiting.filter { $0.deliveries == 0 }.map(\.job.id).prefix(fresh.count)
        try require(fresh, equals: Array(expected), "the order of those leased for the first time")
        for lease in leases {
            guard let known = jobs[lease.job.id], known.place == .waiting else {
                throw Nonconformance(message: "\(lease.job.id) was leased", file: #fileID, line: #line)
            }
            try require(lease.job, equals: known.job, "the job leased")
            try require(lease.delivery, equals: known.deliveries + 1, "its delivery")
            jobs[lease.job.id]?.deliveries += 1
            jobs[lease.job.id]?.place = .leased(lease.token)
            tokens.append((lease.token, lease.job.id, known.number))
        }
    }

    private mutating func complete() async throws {
        guard let (token, id, number) = tokens.randomElement(using: &random) else { return }
        try await queue.complete(token)
        if let known = jobs[id], known.number == number, known.place != .dead { jobs[id] = nil }
    }

    private mutating func holder() -> (token: JobLease.Token, id: String, holds: Bool)? {
        guard let (token, id, _) = tokens.randomElement(using: &random) else { return nil }
        return (token, id, jobs[id]?.place == .leased(token))
    }

    private mutating func giveBack() async throws {
        guard let (token, id, holds) = holder() else { return }
        let isDelayed = Int.random(in: 0..<4, using: &random) == 0
        try await queue.giveBack(token, after: isDelayed ? JobQueueConformance.forever : .zero)
        if holds { jobs[id]?.place = isDelayed ? .delayed : .waiting }
    }

    private mutating func extend() async throws {
        guard let (token, id, holds) = holder() else { return }
        try require(try await queue.extend(token), equals: holds, "extending \(id)")
    }

    private mutating func bury() async throws {
        guard let (token, id, holds) = holder() else { return }
        try await queue.bury(token, reason: "reason \(id)")
        guard holds else { return }
        jobs[id]?.place = .dead
        graves.append(id)
    }

    private mutating func requeue() async throws {
        let ids = ids(5)
        let dead = Set(ids).intersection(graves)
        try require(try await queue.requeue(ids), equals: dead.count, "requeued")
        graves.removeAll { dead.contains($0) }
        for id in ids where dead.contains(id) && jobs[id]?.place == .dead {
            added += 1
            jobs[id]?.place = .waiting
            jobs[id]?.deliveries = 0
            jobs[id]?.number = added
        }
    }

    private mutating func discard() async throws {
        let ids = ids(3)
        let dead = Set(ids).intersection(graves)
        try require(try await queue.discard(ids), equals: dead.count, "discarded")
        graves.removeAll { dead.contains($0) }
        for id in dead { jobs[id] = nil }
    }

    func compare() async throws {
        var counts: [JobLane: Int] = [:]
        for known in jobs.values where known.place == .waiting { counts[known.job.lane, default: 0] += 1 }
        try await queue.requireWaiting(counts, "in the model")
        let letters = try await queue.deadLetters(after: nil, limit: 1000)
        try require(letters.map(\.job.id), equals: graves, "dead letters")
        for letter in letters {
            try require(letter.job, equals: jobs[letter.job.id]?.job ?? letter.job, "a dead letter's job")
            try require(letter.deliveries, equals: jobs[letter.job.id]?.deliveries ?? -1, "its deliveries")
            try require(letter.reason, equals: "reason \(letter.job.id)", "its reason")
        }
    }
}
