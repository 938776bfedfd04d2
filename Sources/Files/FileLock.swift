internal import Glibc
package import SystemPackage

/// That this process uses something: an advisory lock on a file (`flock(2)`), which ends with the process, however it ends.
package final class FileLock: Sendable {
    private let descriptor: FileDescriptor

    /// Locks the file at `path`, which is made if it is not there.
    /// - Throws: `Errno`; `.wouldBlock` if another process, or another opening in this one, has it.
    package init(_ path: FilePath) throws {
        descriptor = try FileDescriptor.open(
            path, .readWrite, options: [.create, .closeOnExec, .noFollow], permissions: [.ownerReadWrite])
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = try? descriptor.close()
            throw reason
        }
    }

    deinit {
        // Closing ends the lock; there is nothing to do about one that fails.
        _ = try? descriptor.close()
    }
}
