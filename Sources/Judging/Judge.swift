import Grading
public import Problems
import Sandbox
import Units

/// Judges submissions to one problem.
///
/// What happens is told as one sequence of events; tables, JSON and reports are readers of it. Several submissions and
/// several test cases are worked on at once, as many as the executor runs; verdicts do not depend on that.
public final class Judge: Sendable {
    /// The problem, and where its files are.
    let package: ProblemPackage
    /// The problem.
    public var problem: Problem { package.problem }
    let host: JudgeHost
    private let options: JudgeOptions
    private let testJudge = Once<any TestJudge>()
    private let grader = Once<ProgramGrader>()
    private let hashing: PackageHashing

    /// A judge of the problem of `package`.
    /// - Throws: ``JudgingError`` if the package asks for something that is not supported, or has no test cases, or the
    ///   options name a language that `host` does not have.
    public init(_ package: ProblemPackage, host: JudgeHost, options: JudgeOptions = JudgeOptions()) throws(JudgingError)
    {
        try Self.checkSupport(of: package.problem)
        if let name = options.language { _ = try host.languages.language(named: name, forFiles: []) }
        self.package = package
        hashing = PackageHashing(package)
        self.host = host
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
        if problem.testCases.isEmpty {
            throw JudgingError(
                .badPackage, "\(problem.shortName) has no test cases; put pairs NAME.in, NAME.ans into data/secret")
        }
    }

    /// What all judging of this problem shares; the test judge is made at the first need.
    func context() async throws -> JudgingContext {
        let factory = TestJudgeFactory(package: package, host: host, stopsEarly: options.stopsEarly)
        let testJudge = try await testJudge.value { try await factory.makeTestJudge() }
        return JudgingContext(
            package: package, host: host, options: options, testJudge: testJudge,
            grader: { [grader] in try await grader.value { try await factory.makeGrader() } })
    }

    private func perform(_ submissions: [Submission], tell: @escaping @Sendable (JudgementEvent) -> Void) async throws {
        tell(.planned(submissions: submissions, testCases: problem.testCases.count))
        // Beside the compilers, so that the first judgement need not wait long for it.
        let hashes = Task { [hashing] in try await hashing.find() }
        defer { hashes.cancel() }
        var context = try await context()
        context.hashes = {
            try await withTaskCancellationHandler {
                try await hashes.value
            } onCancel: {
                hashes.cancel()
            }
        }
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
        _ = try await overlapping(indices, width: host.executor.parallelism) { index in
            let submission = submissions[index]
            let isToBeSlow = estimate != nil && submission.expected.verdicts.contains(.timeLimit)
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
