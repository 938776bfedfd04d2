public import Problems
public import Wire

extension Verdict {
    /// The verdict that the wire calls `verdict`; nil for those that no judge of this version gives: partly right, right
    /// but for its form, and what later versions may add.
    public init?(_ verdict: Verdict_V1_Verdict) {
        switch verdict {
        case .accepted: self = .accepted
        case .wrongAnswer: self = .wrongAnswer
        case .timeLimit: self = .timeLimit
        case .memoryLimit: self = .memoryLimit
        case .runTimeError: self = .runTimeError
        case .compileError: self = .compileError
        case .outputLimit: self = .outputLimit
        case .idleLimit: self = .idleLimit
        case .securityViolation: self = .securityViolation
        case .skipped: self = .skipped
        case .judgeError: self = .judgeError
        case .unspecified, .presentationError, .partiallyCorrect, .UNRECOGNIZED: return nil
        }
    }

    /// What the wire calls this verdict.
    public var wire: Verdict_V1_Verdict {
        switch self {
        case .accepted: .accepted
        case .wrongAnswer: .wrongAnswer
        case .timeLimit: .timeLimit
        case .memoryLimit: .memoryLimit
        case .runTimeError: .runTimeError
        case .compileError: .compileError
        case .outputLimit: .outputLimit
        case .idleLimit: .idleLimit
        case .securityViolation: .securityViolation
        case .skipped: .skipped
        case .judgeError: .judgeError
        }
    }
}

extension Verdict_V1_Verdict {
    /// In short, `AC`, also where this version's judge does not give it.
    var shortName: String {
        if let verdict = Verdict(self) { return verdict.rawValue }
        return switch self {
        case .presentationError: "PE"
        case .partiallyCorrect: "PC"
        default: "?"
        }
    }
}
