internal import Glibc
package import SystemPackage

/// That this process uses something: an advisory lock on a file or a directory (`flock(2)`), which ends with the process,
/// however it ends.
package final class FileLock: Sendable {
    /// What is locked. The lock closes it when it ends.
    package let descriptor: FileDescriptor

    /// Locks the file at `path`, which is made if it is not there.
    /// - Throws: `Errno`; `.wouldBlock` if another process, or another opening in this one, has it.
    package convenience init(_ path: FilePath) throws(Errno) {
        let number = unsafe open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        try self.init(taking: FileDescriptor(rawValue: number))
    }

    /// Locks what is open, and closes it if that fails.
    /// - Throws: as ``init(_:)``.
    package init(taking descriptor: FileDescriptor) throws(Errno) {
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = close(descriptor.rawValue)
            throw reason
        }
        // Not before: what throws with all properties set is deinitialized, and would close another's file.
        self.descriptor = descriptor
    }

    /// Lets others have it, at once: the last reference may be given up later, by another thread.
    package func release() {
        // Closing alone would not do: a program that is being started has a copy until it is executed, and with it the lock.
        _ = flock(descriptor.rawValue, LOCK_UN)
    }

    deinit {
        release()
        _ = close(descriptor.rawValue)
    }
}
