public import Grading
import SwiftProtobuf

extension Verdict {
    private static let table: [(Verdict, LoggedVerdict)] = [
        (.accepted, .accepted), (.partial, .partiallyCorrect), (.wrongAnswer, .wrongAnswer), (.timeLimit, .timeLimit),
        (.idleLimit, .idleLimit), (.memoryLimit, .memoryLimit), (.outputLimit, .outputLimit),
        (.runTimeError, .runTimeError), (.securityViolation, .securityViolation), (.compileError, .compileError),
        (.skipped, .skipped), (.judgeError, .judgeError),
    ]

    /// The verdict that the log calls `logged`; nil for those that no judge of this version gives: right but for its form,
    /// and what later versions may add.
    public init?(_ logged: LoggedVerdict) {
        guard let entry = Self.table.first(where: { $0.1 == logged }) else { return nil }
        self = entry.0
    }

    /// What the log calls this verdict.
    public var logged: LoggedVerdict {
        Self.table.first { $0.0 == self }?.1 ?? .unspecified
    }
}

extension TestOutcome {
    /// What `result` says of a test case; nil if its verdict is not known, or its points are none.
    public init?(_ result: LoggedTestResult) {
        guard let verdict = Verdict(result.verdict) else { return nil }
        switch result.points {
        case nil: self.init(verdict)
        case .pointsScore(let text)?:
            guard let score = Score(parsing: text) else { return nil }
            self.init(verdict, points: .score(score))
        case .pointsPart(let text)?:
            guard let part = Score(parsing: text) else { return nil }
            self.init(verdict, points: .part(part))
        }
    }
}

extension GroupGrade {
    /// The most bytes that a score takes which a grader gives: it reads as a decimal of 64 digits at most.
    private static let longestScore = 512

    /// What a grader has answered; nil if no grader gives such a verdict, or its score is none.
    public init?(_ result: LoggedGradeResult) {
        guard let verdict = Verdict(result.verdict), verdict != .skipped, verdict != .compileError else { return nil }
        self.init(verdict, remark: result.remark.isEmpty ? nil : result.remark)
        if result.score.isEmpty {
            guard verdict == .judgeError else { return nil }
        } else {
            score = Score(exactly: result.score, limit: Self.longestScore)
            guard score != nil else { return nil }
        }
    }

    /// The answer about a group, as the log has it.
    public func logged(ofGroup group: Int) -> LoggedGradeResult {
        .with { result in
            result.group = UInt32(clamping: group)
            result.verdict = verdict.logged
            result.score = score.map { "\($0)" } ?? ""
            result.remark = remark ?? ""
        }
    }
}
