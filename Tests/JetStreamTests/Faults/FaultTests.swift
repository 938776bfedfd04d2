import Glibc
import Storage
import StorageConformance
import TestSupport
import Testing

@testable import JetStream

extension ClusterTests {
    /// How often each fault is repeated, and from which seed: `VERDICT_FAULT_ROUNDS`, `VERDICT_FAULT_SEED`.
    @Suite struct FaultTests {
        private static let cluster = Task { try await NATSCluster() }
        private static let tight = Task { try await NATSCluster(smallDisk: "128M") }
        static let rounds = environment("VERDICT_FAULT_ROUNDS").flatMap { Int($0) } ?? 1
        static let seed = environment("VERDICT_FAULT_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)

        @Test(.timeLimit(.minutes(3)), arguments: Fault.chosen)
        func `nothing acknowledged is lost when`(_ fault: Fault) async throws {
            for round in 0..<Self.rounds {
                let seed = Self.seed &+ UInt64(round) &* 1_000_003
                print("\(fault.rawValue), round \(round), VERDICT_FAULT_SEED=\(seed)")
                try await survive(fault, seed)
            }
        }

        private func survive(_ fault: Fault, _ seed: UInt64) async throws {
            var random = SeededGenerator(seed: seed)
            let cluster = try await (fault == .diskFull ? Self.tight : Self.cluster).value
            let configuration = JetStreamConfiguration(
                servers: cluster.servers, prefix: "fault-\(UInt32.random(in: 0...UInt32.max))")
            let loads = try await FaultLoads(configuration)
            let follower = loads.follow()
            let tasks = loads.begin(random.next())
            let clock = ContinuousClock()
            let start = clock.now
            do {
                try await fault.happen(to: cluster, loads.stores[0].client, &random)
                let mended = clock.now
                try await loads.waitForMore()
                print("  over after \(mended - start), all goes on \(clock.now - mended) later")
            } catch {
                for task in tasks { task.cancel() }
                throw error
            }
            try await loads.end(tasks)
            try await loads.check(follower)
            await loads.close()
        }
    }
}

/// A variable of the environment.
func environment(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}
