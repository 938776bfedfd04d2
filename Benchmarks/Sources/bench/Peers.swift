import Sandbox

extension Figure {
    /// The no-op in other sandboxes, beside ours, in turn: those that are on the PATH.
    static func runVersusPeers(_ bench: Bench) async throws -> [Reading] {
        let rounds = bench.rounds(10, quick: 3)
        return try await withSandbox { sandbox in
            let request = try sandbox.request(bench.program("noop"), limits: .judged)
            try await sandbox.times(20, request)
            var readings: [Reading] = []
            for peer in Peer.all {
                let name = "run-vs-peers \(peer.name)"
                do {
                    guard let path = HostFiles.onPath(peer.program) else { throw BenchError("not on PATH") }
                    let session = try peer.begin(path, bench)
                    defer { session.end() }
                    _ = try session.times(3)
                    var (theirs, ours) = ([Double](), [Double]())
                    for _ in 0..<rounds {
                        theirs.append(try session.times(20))
                        ours.append(Statistics.median(try await sandbox.times(100, request)))
                    }
                    let ratio = Statistics.median(zip(theirs, ours).map { $0 / $1 })
                    let detail = """
                        theirs \(microseconds(theirs)), ours \(microseconds(ours)); \(rounds) rounds of 20 and 100
                        """
                    readings.append(
                        Reading(name: name, value: ratio, digits: 1, target: .atLeast(peer.target), detail: detail))
                } catch let error as BenchError {
                    readings.append(
                        Reading(name: name, target: .atLeast(peer.target), detail: error.description))
                }
            }
            return readings
        }
    }
}

/// Another sandbox.
struct Peer: Sendable {
    /// A peer made ready: how long the no-op takes in it, and how to put away what it needed.
    struct Session {
        /// The median time of so many runs, in seconds.
        var times: (Int) throws -> Double
        var end: () -> Void = {}
    }

    var name: String
    var program: String
    /// How much faster ours has to be.
    var target: Double
    /// Makes it ready; the program is at this path.
    var begin: @Sendable (String, Bench) throws -> Session

    static let all = [
        Peer(name: "bubblewrap", program: "bwrap", target: 7) { path, bench in
            let command = bubblewrap(path, showing: [(bench.programs, "/box")]) + ["/box/noop"]
            return Session(times: { try bench.spawn($0, command).median })
        },
        Peer(name: "isolate", program: "isolate", target: 5) { path, bench in
            let output = bench.work + "/isolate.out"
            try Command(arguments: [path, "--init"], output: output, error: bench.work + "/isolate.err").succeed()
            let end = { _ = try? Command(arguments: [path, "--cleanup"]).run() }
            guard let box = HostFiles.text(output)?.split(separator: "\n").first,
                let program = HostFiles.bytes(bench.program("noop"))
            else {
                end()
                throw BenchError("isolate --init named no box")
            }
            try HostFiles.write(program, to: box + "/box/noop")
            let command = [path, "--silent", "--run", "--", "noop"]
            return Session(times: { try bench.spawn($0, command).median }, end: end)
        },
        Peer(name: "nsjail", program: "nsjail", target: 7) { path, bench in
            let command = [
                path, "--mode", "o", "--really_quiet", "--bindmount_ro", "\(bench.programs):/box", "--tmpfsmount",
                "/tmp", "--", "/box/noop",
            ]
            return Session(times: { try bench.spawn($0, command).median })
        },
        Peer(name: "go-judge", program: "go-judge", target: 2) { path, bench in
            let server = try GoJudge(path, bench)
            return Session(times: { try server.times($0) }, end: { server.end() })
        },
    ]

    /// bubblewrap with every namespace new, and read-only directories of the host.
    static func bubblewrap(_ path: String, showing directories: [(host: String, inside: String)]) -> [String] {
        [path, "--unshare-all", "--die-with-parent", "--dev", "/dev", "--proc", "/proc", "--tmpfs", "/tmp"]
            + directories.flatMap { ["--ro-bind", $0.host, $0.inside] }
    }
}
