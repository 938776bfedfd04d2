import JetStream
import Storage
import TestSupport
import Testing
import Units

extension ClusterTests {
    /// Prints what three nodes on this machine do in a second: `VERDICT_MEASURE=1`.
    @Suite(.enabled(if: environment("VERDICT_MEASURE") != nil, "it measures only where VERDICT_MEASURE is set"))
    struct RateTests {
        private let lane = JobLane(priority: 0, tenant: "t", requirement: "c")

        /// Does `count` things, `width` at once.
        private func rate(
            _ what: String, _ count: Int, width: Int, _ operation: @escaping @Sendable (Int) async throws -> Void
        ) async throws {
            let clock = ContinuousClock()
            let times = try await withThrowingTaskGroup(of: [Duration].self) { group in
                for first in 0..<width {
                    group.addTask {
                        var times: [Duration] = []
                        for number in stride(from: first, to: count, by: width) {
                            times.append(try await clock.measure { try await operation(number) })
                        }
                        return times
                    }
                }
                let start = clock.now
                var times = try await group.reduce(into: []) { $0 += $1 }
                let seconds = (clock.now - start) / .seconds(1)
                times.sort()
                let (half, most) = (times[count / 2], times[count * 99 / 100])
                print("\(what), \(width) at once: \(Int(Double(count) / seconds))/s, p50 \(half), p99 \(most)")
                return times
            }
            #expect(times.count == count)
        }

        @Test func `rates`() async throws {
            let store = ClusterUnderTest(on: try await ConformanceTests.cluster.value)
            let log = try await store.eventLog()
            let event = Event(type: "verdict.v1.SubmissionAccepted", payload: [UInt8](repeating: 1, count: 1000))
            for (count, width) in [(500, 1), (10_000, 64)] {
                try await rate("appends to streams of their own", count, width: width) { number in
                    let stream = try StreamName("stream-\(width)-\(number)")
                    _ = try await log.append([event], to: stream, expecting: .last(.start))
                }
            }
            let queue = try await store.jobQueue(leaseDuration: .seconds(60))
            let (lane, payload) = (lane, [UInt8](repeating: 2, count: 1000))
            try await rate("enqueues of 10", 1000, width: 8) { number in
                let jobs = (0..<10).map { Job(id: "job-\(number)-\($0)", lane: lane, payload: payload) }
                try await queue.enqueue(jobs)
            }
            try await rate("leases of 1, completed", 300, width: 1) { _ in
                for lease in try await queue.lease(1, from: lane) { try await queue.complete(lease.token) }
            }
            try await rate("leases of 1", 3000, width: 16) { _ in _ = try await queue.lease(1, from: lane) }
            try await rate("leases of 4, completed one by one", 1500, width: 16) { _ in
                for lease in try await queue.lease(4, from: lane) { try await queue.complete(lease.token) }
            }
            let blobs = try await store.blobStore()
            let content = [UInt8](repeating: 3, count: 16 << 20)
            let upload = try await blobs.upload(ContentHash(of: content), size: .mebibytes(16))
            try await rate("MiB uploaded", 16, width: 1) { number in
                try await upload.append(Array(content[(number << 20)..<((number + 1) << 20)]))
            }
            try await upload.finish()
            try await rate("16 MiB read", 4, width: 1) { _ in
                for try await _ in blobs.read(ContentHash(of: content), range: nil) {}
            }
            try await store.reopen()
        }
    }
}
