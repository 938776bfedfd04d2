import CLinux
import Dispatch
import Glibc
import SystemPackage

/// This command's standard input, piece by piece: what has come is given out at once.
///
/// Reading waits on a thread of its own; a terminal's line may never come.
final class InputPieces: Sendable {
    private let queue = DispatchQueue(label: "verdict.input")
    private let cancelled: Int32

    /// - Throws: ``CommandError`` if there is no descriptor left.
    init() throws {
        cancelled = clinux_event()
        guard cancelled >= 0 else {
            throw CommandError("cannot wait for standard input: \(Errno(rawValue: -cancelled))")
        }
    }

    deinit {
        close(cancelled)
    }

    /// The next piece; nil at the end, where it cannot be read, or when the task is cancelled.
    func next() async -> [UInt8]? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { continuation.resume(returning: self.read()) }
            }
        } onCancel: {
            var one: UInt64 = 1
            // It can fail only when it was written 2^64 times before.
            _ = unsafe Glibc.write(cancelled, &one, MemoryLayout<UInt64>.size)
        }
    }

    private func read() -> [UInt8]? {
        var events = [
            pollfd(fd: cancelled, events: Int16(POLLIN), revents: 0),
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
        ]
        while unsafe poll(&events, nfds_t(events.count), -1) < 0 {
            guard errno == EINTR else { return nil }
        }
        guard events[0].revents == 0 else { return nil }
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        let count = unsafe Glibc.read(STDIN_FILENO, &piece, piece.count)
        if count < 0 {
            Output.error.tryWrite("verdict: cannot read standard input: \(Errno(rawValue: errno))\n")
        }
        return count > 0 ? Array(piece[..<count]) : nil
    }
}
