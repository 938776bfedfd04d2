import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

/// A site whose store is a cluster, of which servers are killed while people do what they do.
@Suite(
    "A site whose store's servers die",
    .enabled(if: NATSCluster.server != nil, "nats-server is not installed: Scripts/setup --test"),
    .timeLimit(.minutes(LongTests.areAskedFor ? 10 : 4)))
struct OutageTests {
    @Test("loses nothing that it has answered, does nothing twice, and shows no board that goes back")
    func killedServers() async throws {
        let cluster = try await NATSCluster()
        let servers = cluster.servers.joined(separator: ",")
        try await AttackedSite.run(
            "outage", hasWorker: true, options: ["--store", "nats", "--nats-servers", servers, "--lease", "3s"]
        ) { site in
            try await site.script.line(with: "going")
            var random = SeededGenerator(seed: 1)
            // One, which the others do without; then two, without which nothing is taken until one is back. Sometimes for so long
            // that nobody waits for it: what was sent is refused, and sent again.
            let short = [(1, 0), (2, 0)]
            for (dying, seconds) in LongTests.areAskedFor ? short + [(2, 25), (3, 0), (1, 20), (3, 25), (2, 0)] : short
            {
                try await Task.sleep(for: .milliseconds(1000 + random.below(2000)))
                let nodes = [0, 1, 2].shuffled(using: &random).prefix(dying)
                for node in nodes { try await cluster.kill(node) }
                try await Task.sleep(for: .milliseconds(1000 * seconds + 500 + random.below(2000)))
                for node in nodes { try await cluster.start(node) }
            }
            try await Task.sleep(for: .seconds(1))
            try Data().write(to: site.enough)
        }
        try await cluster.stop()
    }
}
