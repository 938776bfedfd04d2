import Files
import Storage
import SystemPackage

/// That this process has a store open.
final class StoreLock: Sendable {
    private let lock: FileLock

    /// - Throws: ``StorageError`` (`unavailable`) if another process, or another opening in this one, has it.
    init(_ folder: FilePath) throws {
        do throws(Errno) {
            lock = try FileLock(folder.appending("lock"))
        } catch {
            guard error == .wouldBlock else { throw error }
            throw StorageError(
                .unavailable, stage: "open the store in \(folder)", reason: "another process has it open",
                advice: "stop that one first, or name another folder")
        }
    }

    /// Lets others open it, at once.
    func release() { lock.release() }
}
