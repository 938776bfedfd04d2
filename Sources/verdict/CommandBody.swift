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

    /// Runs `body` with a sandbox as the options want it, and closes it whatever happens.
    static func withSandbox<Value>(
        _ options: SandboxOptions, _ body: (Sandbox) async throws -> Value
    ) async throws -> Value {
        try await withSandbox(options.sandbox, body)
    }

    /// Runs `body` with a sandbox of these options, and closes it whatever happens.
    static func withSandbox<Value>(
        _ options: Sandbox.Options, _ body: (Sandbox) async throws -> Value
    ) async throws -> Value {
        let sandbox = try await Sandbox(options)
        do {
            let value = try await body(sandbox)
            await sandbox.close()
            return value
        } catch {
            await sandbox.close()
            throw error
        }
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
