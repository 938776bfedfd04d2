public import Grading
public import Wire

extension GraderQuestion {
    /// The most bytes that the score of a group's member takes in a message: a product of many scores has many digits.
    private static let longestScore = 4096

    /// The question that a job asks.
    /// - Throws: `GradingError` if a result has a verdict that is not known, or a score that is none.
    public init(_ job: Verdict_V1_Job.Grade) throws(GradingError) {
        var results: [GroupGrade] = []
        for result in job.results {
            guard let verdict = Verdict(result.verdict) else {
                throw GradingError("a result has a verdict that is not known to this version")
            }
            var grade = GroupGrade(verdict)
            if !result.score.isEmpty {
                grade.score = Score(exactly: result.score, limit: Self.longestScore)
                guard grade.score != nil else { throw GradingError("a result has a score that is none, or too long") }
            }
            results.append(grade)
        }
        self.init(group: Int(job.group), arguments: job.arguments, results: results)
    }

    /// As a job asks it; its package is left to whoever knows it.
    public var message: Verdict_V1_Job.Grade {
        var job = Verdict_V1_Job.Grade()
        job.group = UInt32(clamping: group)
        job.arguments = arguments
        job.results = results.map { grade in
            var result = Verdict_V1_GroupResult()
            result.verdict = grade.verdict.message
            result.score = grade.score.map { "\($0)" } ?? ""
            return result
        }
        return job
    }
}

extension GroupGrade {
    /// The answer about a group, as messages have it.
    public func message(ofGroup group: Int) -> Verdict_V1_GradeResult {
        var result = Verdict_V1_GradeResult()
        result.group = UInt32(clamping: group)
        result.verdict = verdict.message
        result.score = score.map { "\($0)" } ?? ""
        result.remark = remark ?? ""
        return result
    }
}
