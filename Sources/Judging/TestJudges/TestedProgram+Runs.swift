import Sandbox
import Toolchains

extension TestedProgram {
    /// Runs it as often as it has to be, one run after the other: the first reads `input`, each other what the one before it wrote,
    /// and `reader` gets what the last one writes.
    /// - Returns: the run that failed, or else the slowest.
    func runAgain(
        on input: InputFile, to reader: any OutputReader, in place: WorkingDirectory, within limits: TestLimits,
        by executor: any Executor
    ) async throws -> RunResult {
        var once = self
        once.runs = 1
        var input = input
        var slowest: RunResult?
        for _ in 1..<runs {
            let (run, output) = try await once.run(on: input, in: place, within: limits, by: executor)
            guard failure(in: run, within: limits) == nil else { return run }
            slowest = run.slower(than: slowest)
            input = output
        }
        let last = try await once.run(on: input, to: reader, in: place, within: limits, by: executor)
        return failure(in: last, within: limits) == nil ? last.slower(than: slowest) : last
    }
}

extension RunResult {
    /// The slower of two runs of one program, with the most memory that one of them had.
    func slower(than other: RunResult?) -> RunResult {
        guard let other else { return self }
        var slower = other.cpuTime > cpuTime ? other : self
        slower.peakMemory = max(peakMemory, other.peakMemory)
        slower.outputBytes = max(outputBytes, other.outputBytes)
        return slower
    }
}
