import JetStream
import Storage
import StorageConformance
import Testing

/// All that touches a cluster, one at a time: the machine has few processors, and leases end by the clock.
@Suite(.serialized, .enabled(if: NATSCluster.server != nil, "nats-server is not installed: Scripts/setup --test"))
enum ClusterTests {}

extension ClusterTests {
    @Suite struct ConformanceTests {
        /// One cluster for all checks: each has a prefix of its own.
        static let cluster = Result { try NATSCluster() }

        @Test(arguments: ConformanceCheck.all)
        func `three nodes keep the promise`(_ check: ConformanceCheck) async throws {
            let store = await ClusterUnderTest(on: try Self.cluster.get())
            do {
                try await check.run(store)
            } catch {
                try await store.reopen()
                throw error
            }
            try await store.reopen()
        }
    }
}
