import Foundation
import Identity
import SystemPackage
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

    /// The worker knows one of the two, and whoever follows is at the other.
    @Test(.timeLimit(.minutes(2)))
    func eachTestIsToldAtTheOtherCoordinatorAsItEnds() async throws {
        let cluster = try await NATSCluster(size: 1)
        let flags = [
            "--store", "nats", "--nats-servers", cluster.servers.joined(separator: ","), "--nats-replicas", "1",
        ]
        try await withFleet(coordinatorFlags: flags) { fleet in
            let socket = fleet.folder.appending("http")
            try await fleet.startCoordinator(1, flags: ["--http-listen", "unix:\(socket)"])
            let tests = Array(repeating: "{}", count: 6).joined(separator: ", ")
            let body = #"{"language": "python3", "source": "import time; time.sleep(0.2)", "tests": [\#(tests)]}"#
            let script = #"""
                ask() { curl --silent --show-error --fail-with-body --no-buffer --unix-socket "$1" \
                    --header "Authorization: Bearer $(cat "$2")" "http://localhost/api/v1/executions$3" "${@:4}"; }
                id=$(ask "$1" "$2" "" --json "$3" | sed 's/.*"id":"\([^"]*\)".*/\1/')
                ask "$1" "$2" "/$id/events"
                """#
            let log = URL(fileURLWithPath: fleet.folder.appending("events.log").string)
            let client = try ChildProcess(
                ["bash", "-c", script, "follow", socket.string, fleet.token(.client).string, body], output: log)
            let status = await Task.detached { client.waitForEnd() }.value
            let lines = try client.lines()
            let events = lines.filter { $0.hasPrefix("event: ") }.map { $0.dropFirst("event: ".count) }
            #expect(status == 0)
            // The log says nothing of single tests: each was heard from the coordinator that the worker is at. The first ones may
            // have ended before anybody followed.
            #expect(events.last == "finished" && events.count { $0 == "test" } >= 3, "\(lines)")
        }
        try await cluster.stop()
    }

    /// Workers and clients know both; one of the two is killed again and again, and once told to end.
    @Test(.timeLimit(.minutes(4)), arguments: ProcessFaultTests.seeds.prefix(1))
    func oneOfTwoCoordinatorsThatDiesLosesNothing(seed: UInt64) async throws {
        let cluster = try await NATSCluster()
        let flags = ["--store", "nats", "--nats-servers", cluster.servers.joined(separator: ",")]
        try await withFleet(coordinatorFlags: flags, workers: []) { fleet in
            try await fleet.startCoordinator(1)
            for worker in ["one", "two"] { try fleet.startWorker(worker, at: fleet.sockets(of: 2)) }
            let load = Load(fleet: fleet, count: 28, seed: seed, others: [fleet.socket(of: 1)])
            try await load.judge {
                var random = SeededGenerator(seed: seed)
                for fault in 0..<ProcessFaultTests.faults {
                    try await Task.sleep(for: .milliseconds(500 + random.below(2500)))
                    let number = (fault + Int(seed)) % 2
                    let process = fleet.coordinator(number)
                    if fault == 1 { process?.signal(SIGTERM) } else { process?.kill() }
                    // The other one does the work meanwhile.
                    try await Task.sleep(for: .milliseconds(random.below(3000)))
                    if fault == 1 { _ = process?.waitForEnd() }
                    try await fleet.startCoordinator(number)
                }
            }
            try await load.checkNothingIsLeft()
        }
        try await cluster.stop()
    }
}
