import Problems
import Sandbox
import Toolchains
import Units

/// Runs a built submission on test cases and has its outputs checked.
struct TestRun: Sendable {
    /// A test case's result, and the layers that held its run.
    struct Outcome: Sendable {
        var result: TestResult
        var layers: [Layer]
        /// Whether the host may have had a part in the verdict, so that the run is worth repeating.
        var isDoubtful = false
    }

    /// The most that is kept of a program's standard error: enough for a traceback's last line.
    private static let errorLimit = ByteCount.kibibytes(8)

    let context: JudgingContext
    let limits: TestLimits
    let language: Language
    let plan: RunPlan

    /// Judges one test case when its turn has come. A doubtful run is repeated with nothing beside it and more time by
    /// the clock, and the second measurement counts.
    func judge(_ test: TestCase, rank: RunSlots.Rank) async throws -> Outcome {
        let first = try await context.slots.withSlot(rank) { try await once(test, limits) }
        guard first.isDoubtful else { return first }
        var patient = limits
        patient.wallTime = limits.wallTime * 5
        var second = try await context.slots.withSlot(rank, alone: true) { try await once(test, patient) }
        second.result.wasRepeated = true
        if !second.result.message.isEmpty {
            second.result.message += " (run again alone; the first run used \(first.result.cpuTime.secondsText) of CPU)"
        }
        return second
    }

    private func once(_ test: TestCase, _ limits: TestLimits) async throws -> Outcome {
        var result = TestResult(name: test.name, verdict: .judgeError)
        do {
            let request = try request(for: test, limits)
            let run = try await context.executor.runArtifact(request, in: plan.cell)
            if case .cancelled = run.outcome { try stopped() }
            (result.cpuTime, result.wallTime) = (run.cpuTime, run.wallTime)
            (result.memory, result.outputBytes) = (run.peakMemory, run.outputBytes)
            var finding = VerdictPolicy.finding(
                for: run, within: limits, ranOutOfMemory: language.isOutOfMemory(run))
            if finding == nil {
                finding = try await context.checker.check(run.standardOutput, of: test)
            }
            result.verdict = finding?.verdict ?? .judgeError
            result.message = finding?.message ?? ""
            return Outcome(
                result: result, layers: run.layers,
                isDoubtful: VerdictPolicy.isDoubtful(run, verdict: result.verdict, within: limits))
        } catch let error as SandboxError {
            try Task.checkCancellation()
            result.message = "the sandbox failed: \(error)"
            return Outcome(result: result, layers: [])
        }
    }

    /// A run stopped without our asking is the judge's fault, not a cancellation.
    private func stopped() throws {
        try Task.checkCancellation()
        throw SandboxError(.cellFailed, stage: "the run was stopped")
    }

    private func request(for test: TestCase, _ limits: TestLimits) throws -> RunRequest {
        var request = plan.request
        request.limits = limits.applied(to: request.limits)
        request.standardInput = .file(try context.inputs.file(at: test.input))
        request.standardOutput = .collect
        request.standardError = .collectEnds(Self.errorLimit)
        return request
    }
}
