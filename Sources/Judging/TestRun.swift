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
        /// Why the run is worth repeating; nil if it is not.
        var doubt: Doubt?
        /// Why there was no run; nil if there was.
        var failure: SandboxError?
        /// For how long the test case had a processor, or as many as it kept from others.
        var coreTime = Duration.zero
    }

    /// The most that is kept of a program's standard error: enough for a traceback's last line.
    private static let errorLimit = ByteCount.kibibytes(8)

    let context: JudgingContext
    let limits: TestLimits
    let language: Language
    let plan: RunPlan
    /// Keeps what is run where it is; nil if whoever made this does.
    var directory: BuildDirectory?
    /// Whether the time itself is what is asked for, so that every disturbance is one too many.
    var measuresTime = false

    /// Judges one test case when its turn has come. A doubtful run is repeated with nothing beside it and more time by
    /// the clock, as ``VerdictPolicy`` has it.
    func judge(_ test: TestCase, rank: RunSlots.Rank) async throws -> Outcome {
        let first = try await context.host.slots.withSlot(rank) { try await timed(test, limits) }
        guard let doubt = first.doubt else { return first }
        var patient = limits
        patient.wallTime = limits.wallTime * 5
        var outcomes = [first]
        for _ in 0..<VerdictPolicy.mostRepetitions {
            var next = try await context.host.slots.withSlot(rank, alone: true) { try await timed(test, patient) }
            next.coreTime *= context.host.executor.parallelism
            outcomes.append(next)
            if next.doubt == nil || !VerdictPolicy.isLate(decisive(of: outcomes).result.verdict) { break }
        }
        var outcome = decisive(of: outcomes)
        outcome.result.doubt = doubt
        outcome.result.measurements = outcomes.map(\.result.cpuTime)
        outcome.coreTime = outcomes.reduce(.zero) { $0 + $1.coreTime }
        outcome.result.explainRepetition()
        return outcome
    }

    private func decisive(of outcomes: [Outcome]) -> Outcome {
        outcomes[VerdictPolicy.decisive(of: outcomes.map { ($0.result.verdict, $0.result.cpuTime) })]
    }

    private func timed(_ test: TestCase, _ limits: TestLimits) async throws -> Outcome {
        let start = ContinuousClock.now
        var outcome = try await once(test, limits)
        outcome.coreTime = ContinuousClock.now - start
        return outcome
    }

    private func once(_ test: TestCase, _ limits: TestLimits) async throws -> Outcome {
        var result = TestResult(name: test.name, verdict: .judgeError)
        do {
            let request = try request(for: test, limits)
            let run = try await context.host.executor.runArtifact(request, in: plan.cell)
            if case .cancelled = run.outcome { try stopped() }
            (result.cpuTime, result.wallTime) = (run.cpuTime, run.wallTime)
            (result.memory, result.outputBytes) = (run.peakMemory, run.outputBytes)
            (result.disturbance, result.instructions) = (run.disturbance, run.instructions)
            result.isDisturbed = run.disturbance.isNotable(cpuTime: run.cpuTime, wallTime: run.wallTime)
            result.measurements = [run.cpuTime]
            var finding = VerdictPolicy.finding(
                for: run, within: limits, ranOutOfMemory: language.isOutOfMemory(run))
            if finding == nil {
                finding = try await context.checker.check(run.standardOutput, of: test)
            }
            result.verdict = finding?.verdict ?? .judgeError
            result.message = finding?.message ?? ""
            return Outcome(result: result, layers: run.layers, doubt: doubt(about: run, result.verdict))
        } catch let error as SandboxError {
            try Task.checkCancellation()
            result.message = "the sandbox failed: \(error)"
            return Outcome(result: result, layers: [], failure: error)
        }
    }

    private func doubt(about run: RunResult, _ verdict: Verdict) -> Doubt? {
        if let doubt = VerdictPolicy.doubt(about: run, verdict: verdict, within: limits) { return doubt }
        let isSlowed = run.disturbance.lengthens(cpuTime: run.cpuTime, wallTime: run.wallTime)
        return measuresTime && isSlowed ? .disturbed : nil
    }

    /// A run stopped without our asking is the judge's fault, not a cancellation.
    private func stopped() throws {
        try Task.checkCancellation()
        throw SandboxError(.cellFailed, stage: "the run was stopped")
    }

    private func request(for test: TestCase, _ limits: TestLimits) throws -> RunRequest {
        var request = plan.request
        request.limits = limits.applied(to: request.limits)
        request.standardInput = .file(try context.host.inputs.file(at: test.input))
        request.standardOutput = .collect
        request.standardError = .collectEnds(Self.errorLimit)
        return request
    }
}

extension TestResult {
    /// Says in the message, if there is one, that there was more than one measurement.
    fileprivate mutating func explainRepetition() {
        guard !message.isEmpty, let first = measurements.first else { return }
        let others = measurements.dropFirst().map(\.secondsText).joined(separator: ", ")
        message += " (measured again alone, the least counts: first \(first.secondsText), then \(others))"
    }
}
