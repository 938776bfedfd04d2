import JetStream
import Storage
import StorageConformance
import TestSupport
import Testing

/// All that touches a cluster, one after the other: the machine has few processors, and leases end by the clock.
@Suite(.serialized, .enabled(if: NATSCluster.server != nil, "nats-server is not installed: Scripts/setup --test"))
enum ClusterTests {}

extension ClusterTests {
    @Suite struct ConformanceTests {
        /// One cluster for all that do it no harm: each has a prefix of its own.
        static let cluster = Task { try await NATSCluster() }

        /// Several side by side: they wait for the servers, and for leases to end, most of the time.
        @Test func `three nodes keep all promises`() async throws {
            let cluster = try await Self.cluster.value
            let width = 6
            let kept = await withTaskGroup(of: Int.self) { group in
                for first in 0..<width {
                    group.addTask {
                        var kept = 0
                        for index in stride(from: first, to: ConformanceCheck.all.count, by: width) {
                            kept += await Self.isKept(ConformanceCheck.all[index], on: cluster) ? 1 : 0
                        }
                        return kept
                    }
                }
                return await group.reduce(0, +)
            }
            #expect(kept == ConformanceCheck.all.count)
            print("\(kept) of \(ConformanceCheck.all.count) promises are kept by three nodes")
        }

        private static func isKept(_ check: ConformanceCheck, on cluster: NATSCluster) async -> Bool {
            let store = ClusterUnderTest(on: cluster)
            do {
                try await check.run(store)
                try await store.reopen()
                return true
            } catch {
                Issue.record("\(check.name): \(error)")
                return false
            }
        }
    }
}
