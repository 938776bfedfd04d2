import Storage
import StorageConformance
import TestSupport
import Testing

/// Adds jobs and does them, and knows which must be done.
actor QueueLoad {
    private let queues: [any JobQueue]
    private let lanes = (0..<3).map { JobLane(priority: UInt8($0), tenant: "tenant \($0)", requirement: "c++") }
    private var added: Set<String> = []
    /// Jobs that may have been added twice: an answer was lost, and they were added again after they were done.
    private var doubtful: Set<String> = []
    private var done: Set<String> = []
    private var isOver = false

    /// Jobs in one queue, which several objects open.
    init(_ queues: [any JobQueue]) {
        self.queues = queues
    }

    /// Lets producers end, and workers when all is done.
    func end() { isOver = true }

    /// How many jobs are done.
    var count: Int { done.count }

    /// Adds jobs.
    func produce(_ producer: Int) async throws {
        var number = 0
        while !isOver {
            let jobs = (0..<4).map { index in
                Job(id: "job-\(producer)-\(number)-\(index)", lane: lanes[index % 3], payload: [UInt8(index)])
            }
            added.formUnion(jobs.map(\.id))
            let queue = queues[producer % queues.count]
            while case .failure(let error) = try await outcome({ try await queue.enqueue(jobs) }) {
                guard error.code == .unavailable else { throw error }
                doubtful.formUnion(jobs.map(\.id))
            }
            number += 1
            // No faster than they are done, however slow the machine is: so that all are done soon after the end.
            repeat { try await Task.sleep(for: .milliseconds(20)) } while added.count > done.count + 100 && !isOver
        }
    }

    /// Does jobs, gives some back, lets the leases of some end.
    func work(_ worker: Int, _ seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let queue = queues[worker % queues.count]
        while !(isOver && done.isSuperset(of: added)) {
            let lane = lanes[Int.random(in: 0..<3, using: &random)]
            let before = done
            let leases = try await patiently { try await queue.lease(3, from: lane) }
            if leases.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
            for lease in leases {
                let id = lease.job.id
                #expect(added.contains(id), "a job that nobody added: \(id)")
                #expect(!before.contains(id) || doubtful.contains(id), "done, and came back: \(id)")
                try await deal(with: lease, of: queue, Int.random(in: 0..<20, using: &random))
            }
        }
    }

    private func deal(with lease: JobLease, of queue: any JobQueue, _ chance: Int) async throws {
        if chance == 0 {
            return try await patiently { try await queue.giveBack(lease.token, after: .milliseconds(50)) }
        }
        // Its lease ends by itself.
        if chance == 1 { return }
        if chance == 2 { _ = try await patiently { try await queue.extend(lease.token) } }
        try await patiently { try await queue.complete(lease.token) }
        done.insert(lease.job.id)
    }

    /// Holds the queue to being empty.
    func check() async throws {
        #expect(done.isSuperset(of: added))
        for queue in queues {
            for lane in lanes {
                for lease in try await patiently({ try await queue.lease(1000, from: lane) }) {
                    let id = lease.job.id
                    #expect(doubtful.contains(id), "done, and still there: \(id)")
                    try await patiently { try await queue.complete(lease.token) }
                }
            }
            let letters = try await queue.deadLetters(after: nil, limit: 10)
            #expect(letters.isEmpty)
        }
    }
}
