internal import Glibc
internal import Synchronization
internal import SystemPackage

/// Where log lines go: a descriptor that gets them whole, one after the other.
final class LogSink: Sendable {
    /// Standard error.
    static let standardError = LogSink(.standardError)

    private let descriptor: Mutex<FileDescriptor>

    init(_ descriptor: FileDescriptor) {
        self.descriptor = Mutex(descriptor)
    }

    /// Writes a line with its newline. What cannot be written is lost: there is nobody left to tell.
    func write(_ line: String) {
        descriptor.withLock { descriptor in
            var rest = Array(line.utf8)[...]
            while !rest.isEmpty {
                do {
                    let count = try unsafe rest.withUnsafeBytes { try unsafe descriptor.write($0) }
                    rest = rest.dropFirst(count)
                } catch Errno.wouldBlock {
                    guard Self.waitUntilWritable(descriptor) else { return }
                } catch {
                    return
                }
            }
        }
    }

    /// Somebody else may have made the terminal or the pipe non-blocking. False after a second.
    private static func waitUntilWritable(_ descriptor: FileDescriptor) -> Bool {
        var waited = pollfd(fd: descriptor.rawValue, events: Int16(POLLOUT), revents: 0)
        return unsafe poll(&waited, 1, 1000) > 0
    }
}

/// The journal at the other end of a standard stream (`systemd.exec(5)`, `$JOURNAL_STREAM`).
enum JournalStream {
    /// Whether standard error is the stream that `variable` names as `DEVICE:INODE`. It may name another: a shell that
    /// redirects does not change the variable.
    static func isStandardError(variable: String?) -> Bool {
        var status = stat()
        guard unsafe fstat(STDERR_FILENO, &status) == 0 else { return false }
        return names(variable: variable, device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    static func names(variable: String?, device: UInt64, inode: UInt64) -> Bool {
        let numbers = variable?.split(separator: ":", omittingEmptySubsequences: false).map { UInt64($0) } ?? []
        return numbers == [device, inode]
    }
}
