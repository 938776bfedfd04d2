import ArgumentParser
import Dispatch
import Grading
import Judging
import Problems
import Reporting
import Sandbox

/// What all commands have in common: interruption, errors in words, and the exit status that goes with each.
enum CommandBody {
    /// Runs `body` until it ends or a signal asks to stop, and ends the process with the status it returns.
    /// - Parameters:
    ///   - patience: how long it may take to end after a signal.
    ///   - isHurried: whether a second signal ends the process at once.
    ///   - body: the command.
    static func run(
        patience: DispatchTimeInterval = Interruption.usualPatience, isHurried: Bool = false,
        _ body: @escaping @Sendable () async throws -> ExitCode
    ) async throws {
        let status = await Interruption.watching(patience: patience, isHurried: isHurried) {
            do {
                return try await body()
            } catch {
                return report(error)
            }
        }
        throw status
    }

    /// Says on standard error what went wrong; returns the status that means it.
    private static func report(_ error: any Error) -> ExitCode {
        if let status = error as? ExitCode { return status }
        if error is CancellationError || Task.isCancelled { return ExitStatus.interrupted }
        if error is ClosedOutput { return ExitStatus.brokenPipe }
        Output.error.tryWrite("verdict: " + PrintableText.block("\(error)") + "\n")
        if let error = error as? SandboxError, error.code == .unsupportedHost { return ExitStatus.unsupportedHost }
        return ExitStatus.failure
    }
}

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
