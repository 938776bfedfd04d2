import Grading
import Problems
import Sandbox
import Synchronization
import Units

/// Has a built submission judged on test cases, again where one measurement is not enough.
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

    let context: JudgingContext
    let limits: TestLimits
    let programs: TestedPrograms
    /// Keeps what is run where it is; nil if whoever made this does.
    var directory: BuildDirectory?
    /// What the submission's repetitions may still cost.
    let repeats: RepeatAccount
    /// Whether the time itself is what is asked for, so that every disturbance is one too many.
    var measuresTime = false

    /// Judges one test case when its turn has come. A doubtful run is repeated, as ``VerdictPolicy`` has it and
    /// ``RepeatBudget`` allows.
    func judge(_ test: TestCase, rank: RunSlots.Rank) async throws -> Outcome {
        let limits = limits.narrowed(to: test.limits)
        let first = try await context.host.slots.withSlot(context.rank(rank)) { try await timed(test, limits) }
        try context.budget?.spend(first.coreTime)
        guard let doubt = first.doubt else {
            repeats.budget.withLock { $0.earn(first.result.wallTime) }
            return first
        }
        var made = Repetitions(first: first)
        var quiet = Quiet(patience: context.options.quietWait)
        for _ in 0..<VerdictPolicy.mostRepetitions {
            // Being late for want of a processor would only happen again.
            if made.last.doubt == .disturbed { try await quiet.wait(context.host.waitForQuiet) }
            guard let next = try await again(test, limits, after: made.last, number: made.count + 1, rank) else {
                break
            }
            made.add(next)
            if next.outcome.doubt == nil || !VerdictPolicy.isLate(made.decisive.result.verdict) { break }
        }
        return made.outcome(because: doubt)
    }

    /// Repeats a run; nil if that would cost too much.
    private func again(
        _ test: TestCase, _ limits: TestLimits, after last: Outcome, number: Int, _ rank: RunSlots.Rank
    ) async throws -> (outcome: Outcome, wasAlone: Bool)? {
        var patient = limits
        // Who was kept waiting may wait longer; who sleeps has no need to.
        if last.doubt == .disturbed { patient.wallTime = limits.wallTime * 2 }
        let expected = min(last.result.wallTime, patient.wallTime)
        let isBusy = last.result.cpuTime * 2 >= last.result.wallTime - last.result.disturbance.wallExcess
        let permission = repeats.budget.withLock { $0.ask(for: expected, number: number, isBusy: isBusy) }
        guard permission != .refused else { return nil }
        var next = try await context.host.slots.withSlot(context.rank(rank), alone: permission == .alone) {
            try await timed(test, patient)
        }
        repeats.budget.withLock { $0.settle(permission, expected: expected, actual: next.result.wallTime) }
        if permission == .alone { next.coreTime *= context.host.executor.parallelism }
        try context.budget?.spend(next.coreTime)
        return (next, permission == .alone)
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
            let trial = try await context.testJudge.judge(
                programs.program(within: limits.memory), on: test, within: limits)
            result.take(trial)
            return Outcome(
                result: result, layers: trial.run.layers, doubt: doubt(about: trial.run, result.verdict, limits))
        } catch let error as SandboxError {
            try Task.checkCancellation()
            result.message = "the sandbox failed: \(error)"
            return Outcome(result: result, layers: [], failure: error)
        }
    }

    private func doubt(about run: RunResult, _ verdict: Verdict, _ limits: TestLimits) -> Doubt? {
        if let doubt = VerdictPolicy.doubt(about: run, verdict: verdict, within: limits) { return doubt }
        let isSlowed = run.disturbance.lengthens(cpuTime: run.cpuTime, wallTime: run.wallTime)
        return measuresTime && isSlowed ? .disturbed : nil
    }
}

extension TestResult {
    /// The most bytes of what is said of a run. With what is added of its repetitions it fits into a fleet's messages, so that
    /// both say the same.
    private static let messageLimit = 3 << 10
    /// The most bytes of standard error that are reported.
    private static let errorLimit = 4096

    /// Takes what came of a run.
    fileprivate mutating func take(_ trial: Trial) {
        let (run, finding) = (trial.run, trial.finding)
        (cpuTime, wallTime) = (run.cpuTime, run.wallTime)
        (memory, outputBytes) = (run.peakMemory, run.outputBytes)
        (disturbance, instructions) = (run.disturbance, run.instructions)
        isDisturbed = run.isOnSharedCore || run.disturbance.isNotable(cpuTime: run.cpuTime, wallTime: run.wallTime)
        measurements = [run.cpuTime]
        (verdict, message, points) = (finding.verdict, finding.message.head(Self.messageLimit), finding.points)
        standardError = ByteText.ends(of: run.standardError, Self.errorLimit)
    }
}
