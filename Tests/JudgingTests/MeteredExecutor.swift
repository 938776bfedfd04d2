import Sandbox
import Synchronization
import SystemPackage

/// Passes runs on to another executor, and writes down what each run of a program that was built was given and took.
struct MeteredExecutor<Base: Executor>: Executor {
    /// One run.
    struct Run: Hashable, Sendable {
        var wallLimit: Duration
        var wallTime: Duration
        var cpuTime: Duration
    }

    /// The runs, in the order of their ends.
    final class Meter: Sendable {
        private let state = Mutex<[Run]>([])
        var runs: [Run] { state.withLock { $0 } }
        func add(_ run: Run) { state.withLock { $0.append(run) } }
    }

    let base: Base
    let meter = Meter()
    var store: FilePath { base.store }
    var inputs: FilePath { base.inputs }
    var parallelism: Int { base.parallelism }

    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult {
        let result = try await base.run(request, in: configuration)
        guard request.directories.contains(where: { $0.path == "/box" }) else { return result }
        meter.add(
            Run(
                wallLimit: request.limits.wallTime ?? .zero, wallTime: result.wallTime, cpuTime: result.cpuTime))
        return result
    }
}
