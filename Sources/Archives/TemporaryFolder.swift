internal import Files
internal import Glibc
public import SystemPackage

/// A folder for an unpacked package below the directory for temporary files (`TMPDIR`), for this process's user only.
///
/// It is called `verdict-PID-…` and locked as long as this process has it (`flock(2)`), as the directories of a sandbox are:
/// if this process is killed, the next sandbox that is started there removes it.
public final class TemporaryFolder: Sendable {
    /// The folder.
    public let path: FilePath
    private let lock: CInt

    /// Makes the folder.
    /// - Throws: `PackageArchiveError`.
    public init() throws {
        let parent = FilePath.temporaryDirectory
        do throws(Errno) {
            path = try parent.makeTemporaryDirectory(prefix: "verdict-\(getpid())-package-")
        } catch {
            throw PackageArchiveError(
                .system, parent, "cannot make a directory in it: \(error); set TMPDIR to one that can be written")
        }
        lock = unsafe open(path.string, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            let error = Errno(rawValue: errno)
            remove()
            throw PackageArchiveError(error, path, "lock it")
        }
    }

    deinit {
        if lock >= 0 { _ = close(lock) }
    }

    /// Removes the folder with all that is in it. Waits for the file system.
    public func remove() {
        // What resists is removed by the next sandbox that is started there.
        _ = try? path.removeTree()
    }
}
