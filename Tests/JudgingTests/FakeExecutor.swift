import Glibc
import Sandbox
import SystemPackage

/// An executor that runs nothing: it answers what a test wants, knowing a test case by its input's size.
struct FakeExecutor: Executor {
    let store: FilePath
    var inputs: FilePath { store }
    var parallelism = 2
    /// Counts the runs.
    let gauge = Gauge()
    /// Counts how often the language is asked for its version, which is no run.
    let versions = Gauge()
    /// What that says.
    var version = RunResult.writes("toy 1.0\nsecond line\n")
    /// Counts the runs of compilers, which are no other runs.
    let builds = Gauge()
    /// What a compiler does.
    var compile: @Sendable () async throws(SandboxError) -> RunResult = { .writes("") }
    /// What a run does on an input of so many bytes.
    var behave: @Sendable (Int) async -> RunResult

    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult {
        if request.command == ["/bin/true"] {
            _ = versions.enter()
            defer { versions.leave() }
            return version
        }
        if request.command.first == "/bin/make-toy" {
            _ = builds.enter()
            defer { builds.leave() }
            let result = try await compile()
            return Task.isCancelled ? RunResult(exit: nil) : result
        }
        _ = gauge.enter()
        defer { gauge.leave() }
        guard case .file(let input) = request.standardInput else {
            throw SandboxError(.badRequest, stage: "no input")
        }
        var result = await behave(input.size)
        if case .reader(let reader) = request.standardOutput, !result.standardOutput.isEmpty {
            if unsafe !reader.read(result.standardOutput.span.bytes) { result.exit = nil }
            result.standardOutput = []
        }
        return Task.isCancelled ? RunResult(exit: nil) : result
    }
}

extension RunResult {
    /// A program that wrote `text` and ended well.
    static func writes(_ text: String, cpuTime: Duration = .milliseconds(1)) -> RunResult {
        RunResult(exit: .exited(0), cpuTime: cpuTime, wallTime: cpuTime, standardOutput: Array(text.utf8))
    }
}
