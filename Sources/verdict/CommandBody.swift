import ArgumentParser
import Reporting
import Sandbox

/// What all commands have in common: interruption, errors in words, and the exit status that goes with each.
enum CommandBody {
    /// Runs `body` until it ends or a signal asks to stop, and ends the process with the status it returns.
    static func run(_ body: @escaping @Sendable () async throws -> ExitCode) async throws {
        let status = await Interruption.watching {
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
