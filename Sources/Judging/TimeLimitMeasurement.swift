import Concurrency
import Grading
import Problems
import Sandbox
import Units

/// Finds the time limit of a package that gives none, by running the submissions first that bound it from below: the accepted ones,
/// as a rule.
struct TimeLimitMeasurement: Sendable {
    /// A submission to measure with, and whether readers of events know of it.
    private struct Entry: Sendable {
        var index: Int
        var submission: Submission
        var isTold: Bool
    }

    let multiplier: Double
    let safetyMargin: Double
    let resolution: Duration
    let context: JudgingContext
    /// The most CPU time that a submission may use on a test case meanwhile; verifyproblem-like tools wait as long or longer.
    var measuringLimit = Duration.seconds(60)
    let tell: @Sendable (JudgementEvent) -> Void

    /// Whether `submission` is one that the limit is measured with.
    func measures(_ submission: Submission) -> Bool {
        submission.expected.isTimeBound(.lower)
    }

    /// Runs the package's accepted submissions under ``measuringLimit``. Of those that are among `submissions`, the ones of
    /// which the limit that was found would say the same are told of as judged.
    /// - Returns: the estimate, and the indices of those that are judged; the others are to be judged under the limit.
    /// - Throws: ``JudgingError`` if none of them is accepted.
    func measure(_ submissions: [Submission]) async throws -> (estimate: TimeLimitEstimate, judged: Set<Int>) {
        let wanted = submissions.indices.filter { measures(submissions[$0]) }
        let others = context.problem.submissions.filter { candidate in
            measures(candidate) && !submissions.contains { $0.path == candidate.path }
        }
        let all =
            wanted.map { Entry(index: $0, submission: submissions[$0], isTold: true) }
            + others.map { Entry(index: submissions.count, submission: $0, isTold: false) }
        guard !all.isEmpty else {
            throw JudgingError(
                .badPackage,
                "the package gives no time limit and has no accepted submission to find it with; give --time-limit")
        }
        tell(.measuringTimeLimit(submissions: all.map(\.submission.path)))
        let judgements = try await BoundedTasks.map(all, atOnce: context.width) { entry in
            var context = context
            // A submission that is to fail on some test cases tells most on the others.
            if entry.submission.expected.verdicts != [.accepted] { context.options.runsAllTests = true }
            let work = SubmissionJudge(
                context: context, submission: entry.submission, index: entry.index,
                limits: context.limits(AllowedTime(limit: measuringLimit)),
                tell: { if entry.isTold { tell($0) } }, measuresTime: true)
            return try await work.judge()
        }
        let told = zip(all, judgements).filter(\.0.isTold)
        guard let estimate = estimate(from: judgements) else {
            for (entry, judgement) in told { tell(.finished(submission: entry.index, judgement)) }
            throw JudgingError(
                .badPackage,
                "no time limit can be found, because no accepted submission passes; fix one, or set --time-limit")
        }
        tell(.timeLimitFound(estimate))
        let limits = context.limits(AllowedTime(limit: estimate.limit))
        var judged: Set<Int> = []
        for (entry, judgement) in told where Self.stands(judgement, under: limits) {
            var judgement = judgement
            (judgement.limits, judgement.estimate) = (limits, estimate)
            tell(.finished(submission: entry.index, judgement))
            judged.insert(entry.index)
        }
        return (estimate, judged)
    }

    /// Whether `limits` would lead to the same judgement as the ones that it was measured under.
    private static func stands(_ judgement: Judgement, under limits: TestLimits) -> Bool {
        judgement.verdict == .accepted
            && judgement.tests.allSatisfy {
                $0.doubt != .nearLimit && limits.areKept(byCPU: $0.cpuTime, wall: $0.wallTime)
            }
    }

    private func estimate(from judgements: [Judgement]) -> TimeLimitEstimate? {
        let passed = judgements.filter { $0.isAsExpected && $0.verdict != .judgeError }
        guard let slowest = passed.max(by: { $0.boundingTime < $1.boundingTime }) else { return nil }
        return TimeLimitEstimate(
            slowest: slowest.boundingTime, submission: slowest.submission.path, multiplier: multiplier,
            safetyMargin: safetyMargin, resolution: resolution)
    }
}

extension Judgement {
    /// The most CPU time that it used on a test case that bounds the time limit from below.
    fileprivate var boundingTime: Duration {
        let promises = submission.expected.tests.filter { $0.timeBound == .lower }
        return tests.filter { test in promises.contains { $0.concerns(test.name) } }.map(\.cpuTime).max() ?? .zero
    }
}

extension JudgingContext {
    /// The limits of test cases that have so much time.
    func limits(_ time: AllowedTime) -> TestLimits {
        TestLimits(
            cpuTime: time.limit, memory: options.memory ?? problem.limits.memory, output: problem.limits.output,
            stop: time.stop)
    }
}
