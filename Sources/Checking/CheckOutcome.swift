/// What a checker says of one output.
public enum CheckOutcome: Hashable, Sendable {
    /// The output is right.
    case accepted
    /// The output is wrong, and where.
    case rejected(Mismatch)
    /// The checker could not decide; the text says why. Never the submission's fault.
    case judgeError(String)
}
