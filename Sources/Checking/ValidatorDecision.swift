public import Sandbox

/// What a finished run of an output validator says (problem package format, "Output validators"): exit status 42 accepts,
/// 43 rejects, and everything else is the judge's own failure.
public enum ValidatorDecision: Hashable, Sendable {
    /// Exit status 42.
    case accepted
    /// Exit status 43.
    case rejected
    /// The validator crashed, ran into a limit or ended with another status; the text says which, with the end of what
    /// it wrote to standard error, or else to standard output. Never the submission's fault.
    case judgeError(String)

    /// Reads the verdict off a run.
    public init(_ result: RunResult, limits: Limits) {
        switch result.outcome {
        case .exited(42): self = .accepted
        case .exited(43): self = .rejected
        case .exited(let status):
            let exit = "exited with status \(status) instead of 42 or 43"
            self = .judgeError(Self.failure(result, limits, exit: exit))
        default: self = .judgeError(Self.failure(result, limits))
        }
    }

    private static func failure(_ result: RunResult, _ limits: Limits, exit: String = "") -> String {
        ValidatorFailure.words(result, limits: limits, called: "output validator", exit: exit, tellsOutput: true)
    }
}
