import Sandbox
import Units

extension Figure {
    /// The time of a run, beside a bare vfork, exec and wait, in turn.
    static func runLatency(_ bench: Bench) async throws -> [Reading] {
        let (rounds, runs) = (bench.rounds(80, quick: 20), 25)
        let program = bench.program("noop")
        return try await withSandbox { sandbox in
            let request = try sandbox.request(program, limits: .judged)
            var (writing, showing) = (request, request)
            writing.scratch = [.init(path: "/tmp", size: .mebibytes(16))]
            showing.descriptors = true
            for request in [request, writing, showing] { try await sandbox.times(20, request) }
            var (bare, ours, withScratch, withDescriptors) = ([Double](), [Double](), [Double](), [Double]())
            for _ in 0..<rounds {
                bare.append(try bench.spawn(runs, [program]).median)
                ours.append(Statistics.median(try await sandbox.times(runs, request)))
                withScratch.append(Statistics.median(try await sandbox.times(runs, writing)))
                withDescriptors.append(Statistics.median(try await sandbox.times(runs, showing)))
            }
            let quiet = Statistics.median(ours.least) / Statistics.median(bare.least)
            return [
                Reading(
                    name: "run-latency", value: Statistics.median(zip(ours, bare).map { $0 / $1 }),
                    target: .atMost(1.3),
                    detail: """
                        bare \(microseconds(bare)), sandboxed \(microseconds(ours)), with /dev/stdin \
                        \(microseconds(withDescriptors)); in the quietest rounds \(microseconds(bare.least)), \
                        \(microseconds(ours.least)), \(microseconds(withDescriptors.least)) (\(quiet.text(2))); \
                        \(rounds) rounds of \(runs), all \(sandbox.layers.count) layers on
                        """),
                Reading(
                    name: "run-latency, /tmp", value: Statistics.median(zip(withScratch, bare).map { $0 / $1 }),
                    target: .atMost(1.45),
                    detail: """
                        with a writable /tmp \(microseconds(withScratch)), in the quietest round \
                        \(microseconds(withScratch.least))
                        """),
            ]
        }
    }

    /// Runs on all processors at once, beside bare spawns on all of them, in turn.
    static func runThroughput(_ bench: Bench) async throws -> [Reading] {
        let (rounds, runs) = (bench.rounds(10, quick: 3), 400)
        let program = bench.program("noop")
        return try await withSandbox { sandbox in
            let request = try sandbox.request(program, limits: .judged)
            let workers = sandbox.parallelism
            _ = try await sandbox.time(workers, 20, request)
            var (bare, ours) = ([Double](), [Double]())
            for _ in 0..<rounds {
                bare.append(Double(runs * workers) / (try bench.spawn(runs, workers: workers, [program]).total))
                ours.append(Double(runs * workers) / (try await sandbox.time(workers, runs, request)))
            }
            return [
                Reading(
                    name: "run-throughput", value: Statistics.median(zip(ours, bare).map { $0 / $1 }),
                    target: .atLeast(0.75),
                    detail: """
                        bare \(Statistics.median(bare).text(0))/s, sandboxed \(Statistics.median(ours).text(0))/s on \
                        \(workers) cores; \(rounds) rounds of \(runs * workers)
                        """)
            ]
        }
    }

    static func microseconds(_ seconds: [Double]) -> String {
        (Statistics.median(seconds) * 1e6).text(0) + " us"
    }
}

extension [Double] {
    /// The least of them, alone; nothing of nothing.
    fileprivate var least: [Double] { Array(sorted().prefix(1)) }
}

extension Limits {
    /// Limits of every kind, as a judged program has them.
    static let judged = Limits(cpuTime: .seconds(2), wallTime: .seconds(5), memory: .mebibytes(256))
}

extension Sandbox {
    /// The times of `count` runs, one after the other, in seconds.
    @discardableResult
    func times(_ count: Int, _ request: RunRequest) async throws -> [Double] {
        var times: [Double] = []
        times.reserveCapacity(count)
        for _ in 0..<count { times.append(try await time(request).seconds) }
        return times
    }

    /// The time that `count` runs in each of `workers` tasks at once take, in seconds.
    func time(_ workers: Int, _ count: Int, _ request: RunRequest) async throws -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<workers {
                group.addTask { for _ in 0..<count { try await self.time(request) } }
            }
            try await group.waitForAll()
        }
        return (clock.now - start).seconds
    }
}
