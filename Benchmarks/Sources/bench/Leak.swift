import Glibc
import Sandbox

extension Figure {
    /// What very many runs of every kind leave behind, while the sandbox is open and after it is closed.
    static func leak(_ bench: Bench) async throws -> [Reading] {
        let runs = bench.runs ?? bench.rounds(100_000, quick: 2_000)
        // The first sandbox of a process starts threads and opens what the runtime keeps.
        try await withSandbox { sandbox in
            _ = try await LeakRuns(RunMix(bench, sandbox), workers: sandbox.parallelism).go(50, seed: bench.seed)
        }
        usleep(200_000)
        let before = Census()
        let memoryBefore = MemoryUse()
        let clock = ContinuousClock()
        let start = clock.now
        let (kinds, idle, memory) = try await withSandbox { sandbox in
            try await run(runs, LeakRuns(RunMix(bench, sandbox), workers: sandbox.parallelism), seed: bench.seed)
        }
        let after = Census.settled(at: before)
        let memoryAfter = MemoryUse()
        let taken = (clock.now - start).seconds
        let growth =
            Statistics.median(memory.suffix(3).map { Double($0.resident) })
            - Statistics.median(memory.prefix(3).map { Double($0.resident) })
        let cells = Double((memory.last?.cells ?? 0) - (memory.first?.cells ?? 0))
        let counts = kinds.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return [
            Reading(
                name: "leak", value: Double(after.excess(over: before)), digits: 0, target: .atMost(0),
                detail: """
                    before: \(before); after: \(after)\(after.news(since: before)); \(runs) runs in \(taken.text(0)) s (\(counts)); seed \
                    \(bench.seed)
                    """),
            Reading(
                name: "leak, sandbox open", value: Double(idle.last.excess(over: idle.first)), digits: 0,
                target: .atMost(0),
                detail: "after a tenth: \(idle.first); at the end: \(idle.last)\(idle.last.news(since: idle.first))"
            ),
            Reading(
                name: "leak, memory", value: growth, digits: 0, unit: "KiB", target: .atMost(1024),
                detail: """
                    resident at each tenth: \(memory.map { "\($0.resident)" }.joined(separator: " ")) KiB, first three \
                    against last three; cells \(memory.map { "\($0.cells)" }.joined(separator: " ")) KiB \
                    (\(cells.text(0))); of the whole machine, whoever used it: slab \(memoryBefore.slab) then \
                    \(memoryAfter.slab) KiB, cgroups in the kernel \(memoryBefore.kernelCgroups) then \
                    \(memoryAfter.kernelCgroups)
                    """),
        ]
    }

    /// Runs in ten parts, and looks after each.
    private static func run(
        _ runs: Int, _ work: LeakRuns, seed: UInt64
    ) async throws -> ([String: Int], (first: Census, last: Census), [MemoryUse]) {
        var kinds: [String: Int] = [:]
        var memory: [MemoryUse] = []
        var first: Census?
        for part in 0..<10 {
            let count = runs * (part + 1) / 10 - runs * part / 10
            kinds.merge(try await work.go(count, seed: seed &+ UInt64(part + 1) &* 1000)) { $0 + $1 }
            memory.append(MemoryUse())
            if first == nil { first = try await quiet(work, nil) }
            Lines.progress("leak: \(runs * (part + 1) / 10) of \(runs) runs")
        }
        guard let first else { throw BenchError("nothing was run") }
        return (kinds, (first, try await quiet(work, first)), memory)
    }

    /// The census between runs, once what the last ones needed has been let go of, with a warm cell for each worker.
    private static func quiet(_ work: LeakRuns, _ expected: Census?) async throws -> Census {
        try await work.mix.warm(work.workers)
        try await Task.sleep(for: .milliseconds(300))
        return expected.map { Census.settled(at: $0) } ?? Census()
    }
}

/// Runs of a mix, on all processors at once.
struct LeakRuns: Sendable {
    let mix: RunMix
    let workers: Int

    init(_ mix: RunMix, workers: Int) {
        (self.mix, self.workers) = (mix, workers)
    }

    /// Does `count` runs.
    /// - Returns: How many came to what.
    func go(_ count: Int, seed: UInt64) async throws -> [String: Int] {
        try await withThrowingTaskGroup(of: [String: Int].self) { group in
            for worker in 0..<workers {
                let share = count * (worker + 1) / workers - count * worker / workers
                group.addTask {
                    var random = SeededGenerator(seed: seed &+ UInt64(worker))
                    var kinds: [String: Int] = [:]
                    for _ in 0..<share { kinds[try await mix.run(&random), default: 0] += 1 }
                    return kinds
                }
            }
            return try await group.reduce(into: [:]) { all, kinds in all.merge(kinds) { $0 + $1 } }
        }
    }
}
