public import Problems
public import Sandbox
public import Toolchains
import Units

/// Judges submissions to one problem.
///
/// What happens is told as one sequence of events; tables, JSON and reports are readers of it. Several submissions and
/// several test cases are worked on at once, as many as the executor runs; verdicts do not depend on that.
public final class Judge: Sendable {
    /// The problem.
    public let problem: Problem
    private let languages: LanguageCatalog
    private let executor: any Executor
    private let options: JudgeOptions

    /// A judge of `problem` that runs everything with `executor`.
    /// - Throws: ``JudgingError`` if the package asks for something that is not supported, or has no test cases, or the
    ///   options name a language that is none of `languages`.
    public init(
        problem: Problem, languages: LanguageCatalog, executor: any Executor, options: JudgeOptions = JudgeOptions()
    ) throws(JudgingError) {
        try Self.checkSupport(of: problem)
        if let name = options.language { _ = try languages.language(named: name, forFiles: []) }
        self.problem = problem
        self.languages = languages
        self.executor = executor
        self.options = options
    }

    /// Judges `submissions`, in this order as far as anybody can tell.
    ///
    /// The sequence ends when all are judged, or throws: ``JudgingError`` if the package is at fault, `SandboxError` if
    /// the sandbox is. Whoever stops reading, or is cancelled, stops all runs.
    public func judge(_ submissions: [Submission]) -> AsyncThrowingStream<JudgementEvent, any Error> {
        AsyncThrowingStream { continuation in
            let work = Task {
                do {
                    try await perform(submissions) { continuation.yield($0) }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in work.cancel() }
        }
    }

    private static func checkSupport(of problem: Problem) throws(JudgingError) {
        if problem.isInteractive {
            throw JudgingError(.unsupportedPackage, "\(problem.shortName) is interactive, which is not supported yet")
        }
        if problem.isMultiPass {
            throw JudgingError(.unsupportedPackage, "\(problem.shortName) is multi-pass, which is not supported yet")
        }
        if problem.isScoring {
            throw JudgingError(.unsupportedPackage, "\(problem.shortName) gives scores, which is not supported yet")
        }
        if problem.testCases.isEmpty {
            throw JudgingError(
                .badPackage, "\(problem.shortName) has no test cases; put pairs NAME.in, NAME.ans into data/secret")
        }
    }

    private func perform(_ submissions: [Submission], tell: @escaping @Sendable (JudgementEvent) -> Void) async throws {
        tell(.planned(submissions: submissions, testCases: problem.testCases.count))
        let slots = RunSlots(capacity: executor.parallelism)
        let prepared = options.preparedToolchains.map { PreparedToolchains(directory: $0) }
        let builder = Builder(executor: executor, prepared: prepared)
        let factory = CheckerFactory(problem: problem, languages: languages, executor: executor, builder: builder)
        let context = JudgingContext(
            problem: problem, languages: languages, executor: executor, options: options, builder: builder,
            inputs: SealedInputs(), slots: slots, checker: try await factory.makeChecker())
        if let limit = options.timeLimit {
            try await judge(Array(submissions.indices), of: submissions, limit: limit, in: context, tell: tell)
            return
        }
        switch problem.timeLimit {
        case .fixed(let limit, source: _):
            try await judge(Array(submissions.indices), of: submissions, limit: limit, in: context, tell: tell)
        case .computed(let multiplier, let safetyMargin):
            let measurement = TimeLimitMeasurement(
                multiplier: multiplier, safetyMargin: safetyMargin, context: context, tell: tell)
            let estimate = try await measurement.measure(submissions)
            let rest = submissions.indices.filter { !measurement.measures(submissions[$0]) }
            try await judge(
                rest, of: submissions, limit: estimate.limit, estimate: estimate, in: context, tell: tell)
        }
    }

    private func judge(
        _ indices: [Int], of submissions: [Submission], limit: Duration, estimate: TimeLimitEstimate? = nil,
        in context: JudgingContext, tell: @escaping @Sendable (JudgementEvent) -> Void
    ) async throws {
        _ = try await overlapping(indices, width: executor.parallelism) { index in
            let submission = submissions[index]
            let isToBeSlow = estimate != nil && submission.expected.contains(.timeLimit)
            let work = SubmissionJudge(
                context: context, submission: submission, index: index,
                limits: context.limits(
                    cpuTime: limit, stopFactor: isToBeSlow ? (estimate?.margin ?? limit) / limit : 1),
                tell: tell)
            var judgement = try await work.judge()
            if let estimate, judgement.verdict == .timeLimit {
                if isToBeSlow {
                    judgement.warnings += [estimate.warning(forSlowest: judgement.cpuTime)].compactMap(\.self)
                } else if !judgement.isAsExpected {
                    judgement = try await self.judgement(of: work, within: estimate, insteadOf: judgement)
                }
            }
            tell(.finished(submission: index, judgement))
        }
    }

    /// What comes of a submission that a measured limit stops, although its folder promises another failure, if it gets
    /// the time up to the safety margin: a limit that this machine's speed decides must not hide that failure.
    ///
    /// Problemtools judges so too. If the promise is not kept then either, the first judgement stands.
    private func judgement(
        of work: SubmissionJudge, within estimate: TimeLimitEstimate, insteadOf first: Judgement
    ) async throws -> Judgement {
        var patient = work
        patient.limits = work.context.limits(cpuTime: estimate.margin)
        patient.tell = { _ in }
        var second = try await patient.judge()
        guard second.isAsExpected, second.verdict != .accepted else { return first }
        second.warnings.append(estimate.warning(forStoppedAt: first.decidingTest, second.verdict))
        return second
    }
}
