import ArgumentParser
import Grading
import Judging
import Problems

/// The exit statuses that scripts may rely on; a usage error is argument-parser's 64 (`EX_USAGE`).
enum ExitStatus {
    /// Everything is as expected.
    static let success = ExitCode(0)
    /// Something that was judged is not as expected.
    static let unexpected = ExitCode(1)
    /// The package or the engine is at fault.
    static let failure = ExitCode(2)
    /// This host cannot sandbox.
    static let unsupportedHost = ExitCode(3)
    /// A signal asked to stop.
    static let interrupted = ExitCode(130)
    /// Nobody reads the output any more (128 + `SIGPIPE`).
    static let brokenPipe = ExitCode(141)

    /// What `judgements` come to: the engine's errors weigh more than what is not as expected.
    static func judged(_ judgements: [Judgement]) -> ExitCode {
        if judgements.contains(where: { $0.verdict == .judgeError }) { return failure }
        return judgements.allSatisfy(\.isAsExpected) ? success : unexpected
    }
}
