public import Sandbox
import Units

/// What a finished run of an output validator says (problem package format, "Output validators"): exit status 42 accepts,
/// 43 rejects, and everything else is the judge's own failure.
public enum ValidatorDecision: Hashable, Sendable {
    /// Exit status 42.
    case accepted
    /// Exit status 43.
    case rejected
    /// The validator crashed, ran into a limit or ended with another status; the text says which, with the end of what
    /// it wrote to standard error. Never the submission's fault.
    case judgeError(String)

    private static let tailLength = 2000

    /// Reads the verdict off a run.
    public init(_ result: RunResult, limits: Limits) {
        let problem: String
        switch result.outcome {
        case .exited(42):
            self = .accepted
            return
        case .exited(43):
            self = .rejected
            return
        case .exited(let status): problem = "exited with status \(status) instead of 42 or 43"
        case .signaled(let signal): problem = "was ended by \(signal)"
        case .securityViolation: problem = "made a system call that is not allowed"
        case .cpuLimit: problem = "ran over its CPU time limit" + Self.limitText(limits.cpuTime?.secondsText)
        case .wallLimit: problem = "ran over its wall time limit" + Self.limitText(limits.wallTime?.secondsText)
        case .memoryLimit: problem = "ran over its memory limit" + Self.limitText(limits.memory?.description)
        case .outputLimit: problem = "wrote more than its output limit" + Self.limitText(limits.output.description)
        case .cancelled: problem = "was stopped before it ended"
        }
        let tail = Excerpt.tail(of: result.standardError, limit: Self.tailLength)
        self = .judgeError("the output validator " + problem + (tail.isEmpty ? "" : "; it wrote:\n" + tail))
    }

    private static func limitText(_ limit: String?) -> String {
        limit.map { " of \($0)" } ?? ""
    }
}
