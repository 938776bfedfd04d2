import Glibc
import Sandbox

extension Figure {
    /// The memory of a process that holds an idle sandbox, and of its cells; the time of `verdict --version`.
    static func footprint(_ bench: Bench) async throws -> [Reading] {
        let mark = idleMark(bench)
        let idle = try Command(
            arguments: [bench.binaries + "/bench", "--idle", "--programs", bench.programs, "--work", bench.work],
            output: mark, error: bench.work + "/idle.err"
        ).start()
        let outcome = await Result.of { () async throws -> [Reading] in
            try await waitUntilIdle(mark)
            return try memory(of: idle)
        }
        unsafe unlink(mark)
        _ = try Command.wait(for: idle)
        let readings = try outcome.get()
        let rounds = bench.rounds(50, quick: 15)
        let times = try (0..<rounds).map { _ in
            try Command(arguments: [bench.verdict, "--version"]).succeed().wallTime.seconds * 1e3
        }
        return readings + [
            Reading(
                name: "footprint --version", value: Statistics.median(times), digits: 1, unit: "ms",
                target: .atMost(20), detail: "p50 of \(rounds), least \((times.min() ?? .nan).text(1)) ms")
        ]
    }

    /// While this file is there, the idle process goes on.
    private static func idleMark(_ bench: Bench) -> String { bench.work + "/idle.out" }

    /// Holds a sandbox that has run something on every processor, until its mark is removed.
    static func idle(_ bench: Bench) async throws {
        let sandbox = try await Sandbox()
        let request = try sandbox.request(bench.program("noop"), limits: .judged)
        _ = try await sandbox.time(sandbox.parallelism, 20, request)
        Lines.result("idle")
        while unsafe access(Self.idleMark(bench), F_OK) == 0 { try await Task.sleep(for: .milliseconds(100)) }
        await sandbox.close()
    }

    private static func waitUntilIdle(_ output: String) async throws {
        for _ in 0..<200 {
            if HostFiles.text(output)?.hasPrefix("idle") ?? false {
                try await Task.sleep(for: .milliseconds(500))
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw BenchError("the process that was to hold an idle sandbox did not start")
    }

    private static func memory(of pid: pid_t) throws -> [Reading] {
        let cells = ProcessTable().descendants(of: pid).map { MemoryUse.proportional($0.pid) }
        guard let largest = cells.max() else { throw BenchError("an idle sandbox has no cell") }
        let resident = Double(MemoryUse.resident(pid)) / 1024
        return [
            Reading(
                name: "footprint at rest", value: resident, digits: 1, unit: "MiB", target: .atMost(30),
                detail: """
                    resident, of a process with an idle sandbox and nothing else; Pss \
                    \((Double(MemoryUse.proportional(pid)) / 1024).text(1)) MiB
                    """),
            Reading(
                name: "footprint of a cell", value: Double(largest) / 1024, digits: 2, unit: "MiB", target: .atMost(1),
                detail: "Pss of verdict-cell, the largest of \(cells.count)"),
        ]
    }
}

extension Result where Failure == any Error {
    /// What `body` returns or throws, kept until something has been put away.
    fileprivate static func of(_ body: () async throws -> Success) async -> Self {
        do {
            return .success(try await body())
        } catch {
            return .failure(error)
        }
    }
}
