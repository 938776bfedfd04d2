import Glibc
import Storage
import SystemPackage

/// That this process has a store open: an advisory lock (flock(2)), which ends with the process, however it ends.
final class StoreLock: Sendable {
    private let descriptor: FileDescriptor

    /// - Throws: ``StorageError`` (`unavailable`) if another process, or another opening in this one, has it.
    init(_ folder: FilePath) throws {
        descriptor = try FileDescriptor.open(
            folder.appending("lock"), .readWrite, options: [.create, .closeOnExec, .noFollow],
            permissions: [.ownerReadWrite])
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            let reason = Errno(rawValue: errno)
            _ = try? descriptor.close()
            guard reason == .wouldBlock else { throw reason }
            throw StorageError(
                .unavailable, stage: "open the store in \(folder)", reason: "another process has it open",
                advice: "stop that one first, or name another folder")
        }
    }

    deinit {
        // Closing ends the lock; there is nothing to do about one that fails.
        _ = try? descriptor.close()
    }
}
