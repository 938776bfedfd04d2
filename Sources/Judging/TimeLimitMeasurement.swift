import Grading
import Problems
import Sandbox
import Units

/// Finds the time limit of a package that gives none, by running its accepted submissions first.
struct TimeLimitMeasurement: Sendable {
    /// A submission to measure with, and whether readers of events know of it.
    private struct Entry: Sendable {
        var index: Int
        var submission: Submission
        var isTold: Bool
    }

    let multiplier: Double
    let safetyMargin: Double
    let context: JudgingContext
    /// The most CPU time that a submission may use on a test case meanwhile.
    var measuringLimit = TimeLimitEstimate.measuringLimit
    let tell: @Sendable (JudgementEvent) -> Void

    /// Whether `submission` is one that the limit is measured with.
    func measures(_ submission: Submission) -> Bool {
        submission.expected.verdicts == [.accepted] && submission.expected.isFullScore != false
    }

    /// Runs the package's accepted submissions under ``measuringLimit``; those that are among
    /// `submissions` are told of as judged.
    /// - Throws: ``JudgingError`` if none of them is accepted.
    func measure(_ submissions: [Submission]) async throws -> TimeLimitEstimate {
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
        let judgements = try await overlapping(all, width: context.width) { entry in
            let work = SubmissionJudge(
                context: context, submission: entry.submission, index: entry.index,
                limits: context.limits(cpuTime: measuringLimit),
                tell: { if entry.isTold { tell($0) } }, measuresTime: true)
            return try await work.judge()
        }
        let estimate = Self.estimate(from: judgements, multiplier, safetyMargin)
        for (entry, judgement) in zip(all, judgements) where entry.isTold {
            var judgement = judgement
            if let estimate, judgement.verdict != .timeLimit {
                judgement.limits = context.limits(cpuTime: estimate.limit)
            }
            tell(.finished(submission: entry.index, judgement))
        }
        guard let estimate else {
            throw JudgingError(
                .badPackage,
                "no time limit can be found, because no accepted submission passes; mend them or give --time-limit")
        }
        tell(.timeLimitFound(estimate))
        return estimate
    }

    private static func estimate(
        from judgements: [Judgement], _ multiplier: Double, _ safetyMargin: Double
    ) -> TimeLimitEstimate? {
        let passed = judgements.filter { $0.verdict == .accepted }
        guard let slowest = passed.max(by: { $0.cpuTime < $1.cpuTime }) else { return nil }
        return TimeLimitEstimate(
            slowest: slowest.cpuTime, submission: slowest.submission.path, multiplier: multiplier,
            safetyMargin: safetyMargin)
    }
}

extension JudgingContext {
    /// The limits of test cases under a time limit.
    func limits(cpuTime: Duration, stopFactor: Double = 1) -> TestLimits {
        TestLimits(
            cpuTime: cpuTime, memory: options.memory ?? problem.limits.memory, output: problem.limits.output,
            stopFactor: stopFactor)
    }
}
