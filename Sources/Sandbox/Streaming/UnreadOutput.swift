import CLinux
import Glibc
import SystemPackage
import Units

/// What one program wrote and the other, which has ended, did not read. It is read here then and thrown away, so that
/// whoever writes on neither waits for ever nor gets `SIGPIPE`.
final class UnreadOutput: Sendable {
    private static let pieceSize = 1 << 16

    /// Stops the program that writes.
    let stop = StopSignal()
    private let pipe: Readiness
    private let limit: Int
    private let begins = Eventual<Bool>()

    /// Holds a read end of `pipe` that is nobody else's. Raises ``stop`` when more than `limit` was thrown away.
    init(of pipe: Pipe, limit: ByteCount) throws(SandboxError) {
        let end = try OwnedDescriptor(checking: clinux_open_read_end(pipe.readEnd.rawValue), "open a pipe")
        self.pipe = Readiness(end, isWritable: false)
        self.limit = Int(limit.bytes)
    }

    /// Says that the program that reads has ended.
    func begin() { begins.set(true) }

    /// Says that nothing is to be read here, unless that has begun.
    func leave() { begins.set(false) }

    /// Throws away what there is until the writer's end, or until the task is cancelled; answers whether it was more than
    /// the limit.
    func throwAway() async -> Bool {
        guard await begins.value else { return false }
        var buffer = [UInt8](repeating: 0, count: Self.pieceSize)
        var count = 0
        while !Task.isCancelled {
            let got = unsafe Glibc.read(pipe.descriptor.rawValue, &buffer, Self.pieceSize)
            let error = errno
            if got > 0 {
                count += got
                if count > limit {
                    stop.raise()
                    return true
                }
                // Whoever writes a byte at a time is read a thousand times a second, not at every byte; the pipe holds the rest.
                if got < Self.pieceSize { try? await Task.sleep(for: .milliseconds(1)) }
            } else if got < 0, error == EAGAIN {
                await pipe.wait()
            } else if got == 0 || error != EINTR {
                return false
            }
        }
        return false
    }
}
