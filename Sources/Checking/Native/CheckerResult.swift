public import Grading

/// What a native checker says of one output.
public struct CheckerResult: Hashable, Sendable {
    /// What an output is worth.
    public enum Verdict: Hashable, Sendable {
        /// The output is right, all of it or as much as ``CheckerResult/award`` says.
        case accepted
        /// The output is wrong.
        case wrongAnswer
        /// The output is not of the form that the answer has; only testlib's checkers tell that from a wrong one.
        case presentationError
        /// The checker could not decide: the answer or the arguments are wrong. Never the submission's fault.
        case judgeError
    }

    /// The points of a checker that gives some.
    public enum Award: Hashable, Sendable {
        /// This part of the points that the test case has, between 0 and 1.
        case part(Score)
        /// So many points, whatever the test case has.
        case points(Double)
    }

    /// What the output is worth.
    public var verdict: Verdict
    /// How many points it gets; nil: all if it is accepted, none if not. A wrong output may get some too.
    public var award: Award?
    /// Why, in words that a contestant understands; empty for an output that is right.
    public var message: String
    /// What the checker's home shows to the contestant besides the verdict, in its own words.
    public var feedback: [String]

    /// A result made of these parts.
    public init(_ verdict: Verdict, award: Award? = nil, message: String = "", feedback: [String] = []) {
        self.verdict = verdict
        self.award = award
        self.message = message
        self.feedback = feedback
    }

    /// What a default validator said.
    init(outcome: CheckOutcome) {
        switch outcome {
        case .accepted: self.init(.accepted)
        case .rejected(let mismatch): self.init(.wrongAnswer, message: mismatch.description)
        case .judgeError(let text): self.init(.judgeError, message: text)
        }
    }

    init(rejection: Rejection) {
        self.init(rejection.verdict, message: rejection.message)
    }
}

extension CheckerResult.Verdict {
    /// The verdict in two letters, as tables and `verdict check` have it.
    public var letters: String {
        switch self {
        case .accepted: "AC"
        case .wrongAnswer: "WA"
        case .presentationError: "PE"
        case .judgeError: "JE"
        }
    }
}

/// Why an output is not accepted: what ends a comparison at once.
struct Rejection: Error {
    let verdict: CheckerResult.Verdict
    let message: String

    init(_ verdict: CheckerResult.Verdict = .wrongAnswer, _ message: String) {
        self.verdict = verdict
        self.message = message
    }
}
