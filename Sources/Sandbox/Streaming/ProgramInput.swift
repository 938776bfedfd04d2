import CLinux
import Glibc
import Synchronization
import SystemPackage

/// What a program reads from its standard input, written while it runs.
///
/// One writer at a time; the pieces of several would mix.
public final class ProgramInput: Sendable {
    /// What became of a piece that was written.
    public enum Delivery: Hashable, Sendable {
        /// All of it is in the program's pipe.
        case written
        /// Only this many bytes are: the program has closed its input or ended, the input was finished, or the task was
        /// cancelled. It is no error: a program need not read all that it is offered.
        case closed(after: Int)
    }

    private let pipe: Mutex<Readiness?>

    /// Writes to `pipe`, whose write end must not block; nil: nobody reads.
    init(_ pipe: OwnedDescriptor?) {
        self.pipe = Mutex(pipe.map { Readiness($0, isWritable: true) })
    }

    /// Writes all of `bytes`, and waits while the program does not read. Never raises `SIGPIPE`.
    @discardableResult
    public func write(_ bytes: [UInt8]) async -> Delivery {
        var written = 0
        while written < bytes.count, !Task.isCancelled, let target = pipe.withLock({ $0 }) {
            let result = unsafe bytes.withUnsafeBytes { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return unsafe clinux_write_pipe(
                    target.descriptor.rawValue, base + written, buffer.count - written)
            }
            switch result {
            case 0...: written += result
            case -Int(EAGAIN): await target.wait()
            default: finish()
            }
        }
        return written == bytes.count ? .written : .closed(after: written)
    }

    /// Writes `text` as UTF-8; see ``write(_:)-([UInt8])``.
    @discardableResult
    public func write(_ text: String) async -> Delivery {
        await write(Array(text.utf8))
    }

    /// Bytes that the program has not read yet; 0 once the input has ended.
    var unread: Int {
        pipe.withLock { $0.map { max(0, clinux_pending($0.descriptor.rawValue)) } ?? 0 }
    }

    /// Ends the input: the program reads its end. Further pieces are refused.
    public func finish() {
        pipe.withLock { $0 = nil }
    }
}
