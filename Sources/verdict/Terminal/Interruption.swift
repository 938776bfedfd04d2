import ArgumentParser
import Dispatch
import Glibc

/// Turns `SIGINT` and `SIGTERM` into cancellation of what the command is doing.
enum Interruption {
    /// How long a cancelled command has to end its runs and take down the sandbox before the process just goes.
    private static let patience = DispatchTimeInterval.seconds(5)

    /// Runs `body`; the first signal cancels it, a second one ends the process at once.
    static func watching(_ body: @escaping @Sendable () async -> ExitCode) async -> ExitCode {
        // A closed pipe is an error of `write`, not the end of the process.
        _ = signal(SIGPIPE, SIG_IGN)
        let task = Task { await body() }
        let queue = DispatchQueue(label: "verdict.signals")
        let sources = [SIGINT, SIGTERM].map { number in
            _ = signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler {
                guard !task.isCancelled else { _exit(ExitStatus.interrupted.rawValue) }
                task.cancel()
                queue.asyncAfter(deadline: .now() + patience) { _exit(ExitStatus.interrupted.rawValue) }
            }
            source.resume()
            return source
        }
        let status = await task.value
        sources.forEach { $0.cancel() }
        return task.isCancelled ? ExitStatus.interrupted : status
    }
}
