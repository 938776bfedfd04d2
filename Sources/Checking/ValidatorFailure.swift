public import Sandbox
import Units

/// Words for a run of one of the package's own programs that did not end as it has to: the judge's failure.
public enum ValidatorFailure {
    /// How much is shown of the end of standard error, or else of standard output.
    private static let tailLength = 2000

    /// What went wrong with the run of the program that is called `name`, with the end of what it wrote.
    /// - Parameters:
    ///   - result: the run.
    ///   - limits: what it was run within.
    ///   - name: what it is called behind "the".
    ///   - exit: what an exit status means.
    ///   - tellsOutput: whether standard output is for people, too.
    public static func words(
        _ result: RunResult, limits: Limits, called name: String, exit: String = "", tellsOutput: Bool = false
    ) -> String {
        let problem =
            switch result.outcome {
            case .exited: exit
            case .signaled(let signal): "was ended by \(signal)"
            case .securityViolation: "made a system call that is not allowed"
            case .cpuLimit: "ran over its CPU time limit" + limitText(limits.cpuTime?.secondsText)
            case .wallLimit: "ran over its wall time limit" + limitText(limits.wallTime?.secondsText)
            case .memoryLimit: "ran over its memory limit" + limitText(limits.memory?.description)
            case .outputLimit: "wrote more than its output limit" + limitText(limits.output.description)
            case .cancelled: "was stopped before it ended"
            }
        let streams = tellsOutput ? [result.standardError, result.standardOutput] : [result.standardError]
        let tails = streams.map { Excerpt.tail(of: $0, limit: tailLength) }
        let tail = tails.first { !$0.isEmpty } ?? ""
        return "the \(name) " + problem + (tail.isEmpty ? "" : "; it wrote:\n" + tail)
    }

    private static func limitText(_ limit: String?) -> String {
        limit.map { " of \($0)" } ?? ""
    }
}
