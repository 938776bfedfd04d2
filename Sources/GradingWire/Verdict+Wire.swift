public import Grading
public import Wire

extension Verdict {
    private static let table: [(Verdict, Verdict_V1_Verdict)] = [
        (.accepted, .accepted), (.partial, .partiallyCorrect), (.wrongAnswer, .wrongAnswer), (.timeLimit, .timeLimit),
        (.idleLimit, .idleLimit), (.memoryLimit, .memoryLimit), (.outputLimit, .outputLimit),
        (.runTimeError, .runTimeError), (.securityViolation, .securityViolation), (.compileError, .compileError),
        (.skipped, .skipped), (.judgeError, .judgeError),
    ]

    /// The verdict that messages call `message`; nil for those that no judge of this version gives: right but for its form,
    /// and what later versions may add.
    public init?(_ message: Verdict_V1_Verdict) {
        guard let entry = Self.table.first(where: { $0.1 == message }) else { return nil }
        self = entry.0
    }

    /// What messages call this verdict.
    public var message: Verdict_V1_Verdict {
        Self.table.first { $0.0 == self }?.1 ?? .unspecified
    }
}

extension Verdict_V1_Verdict {
    /// In short, `AC`, also where this version's judge does not give it.
    public var shortName: String {
        Verdict(self)?.rawValue ?? (self == .presentationError ? "PE" : "?")
    }
}

extension TestOutcome {
    /// What `result` says of a test case; nil if its verdict is not known, or its points are none.
    public init?(_ result: Verdict_V1_TestResult) {
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

extension TestOutcome.Points {
    /// As messages have it.
    public var message: Verdict_V1_TestResult.OneOf_Points {
        switch self {
        case .score(let score): .pointsScore("\(score)")
        case .part(let part): .pointsPart("\(part)")
        }
    }
}
