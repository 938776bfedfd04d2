import Fleet
import Foundation
import Identity
import TestSupport
import Testing
import Wire

/// Submits while faults happen, and holds what comes of it against what has to.
struct Load: Sendable {
    let fleet: FleetUnderTest
    let count: Int
    let seed: UInt64
    /// Where the client connects; nil: the coordinator's own socket.
    var address: WireAddress?
    /// Where other coordinators are.
    var others: [WireAddress] = []

    /// Submits `count` submissions, follows each to its end, and checks that each has its one verdict, told once, also to
    /// who asks afterwards.
    /// - Parameter faults: what happens meanwhile; is cancelled at the end.
    func judge(_ faults: @escaping @Sendable () async throws -> Void) async throws {
        let client = try fleet.client(at: address, others: others)
        let package = try await client.addPackage(at: KnownSubmission.package)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await faults() } catch is CancellationError {}
                return false
            }
            group.addTask {
                try await judgeAll(package.id, client)
                return true
            }
            // A fault that could not be made is told at once: what waits for its end would only tell that it waited.
            while let areJudged = try await group.next() {
                if areJudged { group.cancelAll() }
            }
        }
        await client.close()
    }

    private func judgeAll(_ package: Data, _ client: VerdictClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { submissions in
            for index in 0..<count {
                submissions.addTask { try await judge(index, package, client) }
            }
            try await submissions.waitForAll()
        }
    }

    private func judge(_ index: Int, _ package: Data, _ client: VerdictClient) async throws {
        var random = SeededGenerator(seed: seed &+ UInt64(index))
        let known = KnownSubmission.all[index % KnownSubmission.all.count]
        let priority: Verdict_V1_Priority = random.chance(1, in: 2) ? .interactive : .normal
        let request = try known.request(key: "seed-\(seed)-\(index)", package: package, priority: priority)
        // They come over some time, so that every phase of every one meets some fault.
        try await Task.sleep(for: .milliseconds(random.below(200 * count)))
        let answer = try await client.submit(request)
        let again = try await client.submit(request)
        #expect(again.id == answer.id && again.known, "seed \(seed)")

        var judgements: [Verdict_V1_Judgement] = []
        for try await event in client.follow(answer.id) {
            if case .judged(let judgement) = event.event { judgements.append(judgement) }
        }
        #expect(judgements.map(\.verdict) == [known.verdict], "\(known.path), seed \(seed)")
        let submission = try await client.get(answer.id)
        #expect(submission.state == .judged)
        #expect(submission.judgement == judgements.first, "\(known.path), seed \(seed)")
    }

    /// What has to hold when everything was judged: nothing waits, nothing was given up, nobody disagreed.
    func checkNothingIsLeft() async throws {
        // What was a fault when all was judged may be one still: the others know the same.
        let admin = try fleet.client(.admin, others: others)
        for _ in 0..<600 {
            let overview = try await admin.overview()
            guard overview.queues.contains(where: { $0.waiting + $0.leased > 0 }) else {
                #expect(overview.deadLetters == 0)
                return await admin.close()
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("something still waits, seed \(seed)")
        await admin.close()
    }
}
