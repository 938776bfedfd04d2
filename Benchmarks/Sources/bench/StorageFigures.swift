import EmbeddedStorage
import Storage
import SystemPackage

extension Figure {
    /// Leasing from a queue in which many wait, and from one in which nobody else does, in turn, on the same disk.
    static func queueDepth(_ bench: Bench) async throws -> [Reading] {
        let depth = bench.isQuick ? 100_000 : 1_000_000
        let rounds = bench.rounds(4000, quick: 1000)
        let clock = ContinuousClock()
        let keys = KeyRing()
        func store(_ name: String) async throws -> EmbeddedStore {
            try await EmbeddedStore.open(FilePath(bench.work + name), keys: keys, leaseDuration: .seconds(600))
        }
        let stores = (deep: try await store("/deep"), empty: try await store("/empty"))
        let (deep, empty) = (PendingJobs(in: stores.deep.queue), PendingJobs(in: stores.empty.queue))
        let filling = try await clock.measure { try await deep.enqueue(depth) }
        for _ in 0..<200 {
            _ = try await deep.timeLease()
            _ = try await empty.timeLease()
        }
        var (among, alone) = ([Double](), [Double]())
        for _ in 0..<rounds {
            among.append(try await deep.timeLease())
            alone.append(try await empty.timeLease())
        }
        try await stores.deep.close()
        try await stores.empty.close()
        let reopening = try await clock.measure { try await store("/deep").close() }
        let p99 = (among.percentile(0.99), alone.percentile(0.99))
        let median = (Statistics.median(among), Statistics.median(alone))
        return [
            Reading(
                name: "queue-depth", value: p99.0 / p99.1, target: .atMost(1.5),
                detail: """
                    p99 \(Duration.seconds(p99.0).microsecondsText) with \(depth) pending, \
                    \(Duration.seconds(p99.1).microsecondsText) with none; p50 \
                    \(Duration.seconds(median.0).microsecondsText), \(Duration.seconds(median.1).microsecondsText); \
                    \(rounds) durable leases each, in turn; filled with \
                    \((Double(depth) / filling.seconds).text(0)) durable jobs a second, opened in \
                    \(reopening.seconds.text(2)) s
                    """)
        ]
    }

    /// Appends by 64 tasks at once, which share transactions, beside appends that each have their own.
    static func groupCommit(_ bench: Bench) async throws -> [Reading] {
        let rounds = bench.rounds(7, quick: 3)
        let count = bench.rounds(4000, quick: 1000)
        let store = try await EmbeddedStore.open(
            FilePath(bench.work + "/appends"), keys: KeyRing(), leaseDuration: .seconds(600))
        var (single, shared) = ([Double](), [Double]())
        for round in 0..<rounds {
            single.append(try await store.appends(count / 8, by: 1, round: round))
            shared.append(try await store.appends(count, by: 64, round: round))
        }
        try await store.close()
        return [
            Reading(
                name: "group-commit", value: Statistics.median(zip(shared, single).map { $0 / $1 }), digits: 1,
                target: .atLeast(3),
                detail: """
                    \(Statistics.median(shared).text(0)) durable appends a second by 64 tasks, \
                    \(Statistics.median(single).text(0)) one after another; sealed, 500 bytes each; \(rounds) rounds
                    """)
        ]
    }
}

extension EmbeddedStore {
    /// Appends `count` entries by that many tasks, each to a stream of its own.
    /// - Returns: how many a second.
    fileprivate func appends(_ count: Int, by tasks: Int, round: Int) async throws -> Double {
        let clock = ContinuousClock()
        let taken = try await clock.measure {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<tasks {
                    group.addTask {
                        let stream = try StreamName("round-\(round)-\(tasks)-\(task)")
                        let event = Event(type: "bench.v1.Happened", payload: [UInt8](repeating: 1, count: 500))
                        var last = LogPosition.start
                        for _ in 0..<(count / tasks) {
                            last = try await self.log.append([event], to: stream, expecting: .last(last))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        return Double(count / tasks * tasks) / taken.seconds
    }
}

extension [Double] {
    /// The value that this part of all is not above.
    func percentile(_ part: Double) -> Double {
        let sorted = sorted()
        guard !sorted.isEmpty else { return .nan }
        return sorted[Swift.min(sorted.count - 1, Int((Double(sorted.count) * part).rounded(.up)) - 1)]
    }
}
