import CBench
import Glibc
import Sandbox

extension Figure {
    /// A computing program's CPU time inside and outside, in turn; alone, and beside a full load.
    static func cpuFidelity(_ bench: Bench) async throws -> [Reading] {
        let repeats = 10
        let steps = try calibrate(bench)
        let outside = Command(arguments: [bench.program("work"), "\(steps)"])
        return try await withSandbox { sandbox in
            let request = try sandbox.request(bench.program("work"), ["\(steps)"])
            var readings: [Reading] = []
            for isLoaded in [false, true] {
                let load = isLoaded ? try startLoad(bench) : nil
                defer { load.map(endLoad) }
                var (inner, outer) = ([Double](), [Double]())
                for _ in 0..<repeats {
                    outer.append(try outside.succeed().cpuTime.seconds)
                    inner.append(try await sandbox.time(request).result.cpuTime.seconds)
                }
                readings += fidelity(inner, outer, isLoaded ? " loaded" : "")
            }
            return readings
        }
    }

    private static func fidelity(_ inner: [Double], _ outer: [Double], _ suffix: String) -> [Reading] {
        let (inside, outside) = (Statistics.median(inner), Statistics.median(outer))
        let place = suffix.isEmpty ? "" : ", another core fully loaded"
        return [
            Reading(
                name: "cpu-fidelity" + suffix, value: inside / outside, digits: 4, target: .atMost(1.01),
                detail: """
                    inside \((inside * 1e3).text(1)) ms, outside \((outside * 1e3).text(1)) ms; \(inner.count) repeats, \
                    in turn\(place)
                    """),
            Reading(
                name: "cpu-fidelity spread" + suffix, value: Statistics.spread(inner) * 100, digits: 2, unit: "%",
                target: .atMost(1),
                detail: """
                    (greatest - least) / median inside; the same outside \
                    \((Statistics.spread(outer) * 100).text(2)) %\(place)
                    """),
        ]
    }

    /// As many steps as take half a second here.
    private static func calibrate(_ bench: Bench) throws -> Int {
        let steps = 100_000_000
        let times = try (0..<3).map { _ in
            try Command(arguments: [bench.program("work"), "\(steps)"]).succeed().cpuTime.seconds
        }
        return Int(Double(steps) * 0.5 / (times.min() ?? 0.5))
    }

    /// A program that computes for ever on the last processor; nil where there is only one.
    private static func startLoad(_ bench: Bench) throws -> pid_t? {
        let last = (1..<1024).prefix { cbench_processor(Int32($0)) >= 0 }.last
        guard let last else { return nil }
        return try Command(
            arguments: [bench.program("spin")], processor: cbench_processor(Int32(last))
        ).start()
    }

    private static func endLoad(_ pid: pid_t) {
        Glibc.kill(pid, SIGKILL)
        // It has been killed; there is nothing to learn from its end.
        _ = try? Command.wait(for: pid)
    }

    /// The CPU time used when a limit of 0.25 s strikes; the worst of twenty.
    static func limitPrecision(_ bench: Bench) async throws -> [Reading] {
        let repeats = 20
        return try await withSandbox { sandbox in
            let limits = Limits(cpuTime: .milliseconds(250), wallTime: .seconds(5))
            let request = try sandbox.request(bench.program("spin"), limits: limits)
            var (used, walls) = ([Double](), [Double]())
            for _ in 0..<repeats {
                let result = try await sandbox.run(request, in: CellConfiguration())
                guard result.outcome == .cpuLimit else { throw BenchError("a spinning run: \(result.outcome)") }
                used.append(result.cpuTime.seconds)
                walls.append(result.wallTime.seconds)
            }
            let (median, worst) = (Statistics.median(used), used.max() ?? .nan)
            return [
                Reading(
                    name: "limit-precision", value: worst, digits: 4, unit: "s", target: .atMost(0.255),
                    detail: """
                        the worst of \(repeats); median \(median.text(4)) s, by the clock \
                        \(Statistics.median(walls).text(4)) s
                        """)
            ]
        }
    }
}
