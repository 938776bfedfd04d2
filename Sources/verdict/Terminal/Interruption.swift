import ArgumentParser
import CLinux
import Dispatch
import Glibc

/// Turns `SIGINT`, `SIGTERM` and `SIGHUP` into cancellation of what the command is doing.
enum Interruption {
    /// How long a cancelled command has to end its runs and take down the sandbox before the process just goes. Cells
    /// end with it, and their runs with them; the directories and cgroups left are removed by the next start.
    static let usualPatience = DispatchTimeInterval.milliseconds(900)

    /// Runs `body`; a signal cancels it, and `patience` after it the process ends in any case.
    /// - Parameters:
    ///   - patience: how long that is.
    ///   - isHurried: whether a second signal ends the process at once.
    ///   - body: the command.
    static func watching(
        patience: DispatchTimeInterval, isHurried: Bool, _ body: @escaping @Sendable () async -> ExitCode
    ) async -> ExitCode {
        // A closed pipe is an error of `write`, not the end of the process.
        _ = signal(SIGPIPE, SIG_IGN)
        // Not a signal source of Dispatch: that is deaf for a while after it was made. Never closed, for a signal may
        // come as long as the process lives.
        let event = clinux_event()
        guard event >= 0, catchSignals(event) else { return await body() }
        let task = Task { await body() }
        let queue = DispatchQueue(label: "verdict.signals")
        let source = DispatchSource.makeReadSource(fileDescriptor: event, queue: queue)
        source.setEventHandler {
            var count: UInt64 = 0
            guard unsafe read(event, &count, MemoryLayout<UInt64>.size) > 0 else { return }
            if task.isCancelled {
                if isHurried { _exit(ExitStatus.interrupted.rawValue) }
                return
            }
            task.cancel()
            queue.asyncAfter(deadline: .now() + patience) {
                FullScreen.leave()
                _exit(ExitStatus.interrupted.rawValue)
            }
        }
        source.resume()
        let status = await task.value
        source.cancel()
        return task.isCancelled ? ExitStatus.interrupted : status
    }

    /// A shell may have told a process in the background to ignore `SIGINT`, and is not heeded; one that `nohup` told to
    /// ignore `SIGHUP` does.
    private static func catchSignals(_ event: Int32) -> Bool {
        let asked = unsafe clinux_catch_signals([SIGINT, SIGTERM], 2, event, 1)
        let hungUp = unsafe clinux_catch_signals([SIGHUP], 1, event, 0)
        return asked == 0 && hungUp == 0
    }
}
