import Foundation
import TestSupport
import Testing

/// Servers of the cluster that keeps everything die while the fleet judges.
@Suite(
    "A store whose servers die",
    .enabled(if: NATSCluster.server != nil, "nats-server is not installed: Scripts/setup --test"))
struct ClusterFaultTests {
    @Test(.timeLimit(.minutes(4)), arguments: ProcessFaultTests.seeds)
    func killedServersLoseNothing(seed: UInt64) async throws {
        let cluster = try await NATSCluster()
        let flags = ["--store", "nats", "--nats-servers", cluster.servers.joined(separator: ",")]
        try await withFleet(coordinatorFlags: flags) { fleet in
            let load = Load(fleet: fleet, count: 28, seed: seed)
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                // One, which the others do without; then two, without which nothing is taken until one is back.
                for dying in [1, 2] {
                    try await Task.sleep(for: .milliseconds(1000 + random.below(3000)))
                    let nodes = [0, 1, 2].shuffled(using: &random).prefix(dying)
                    for node in nodes { try await cluster.kill(node) }
                    try await Task.sleep(for: .milliseconds(500 + random.below(3000)))
                    for node in nodes { try await cluster.start(node) }
                }
            }
            try await load.checkNothingIsLeft()
        }
        try await cluster.stop()
    }
}
