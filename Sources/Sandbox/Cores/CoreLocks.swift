import Glibc
import Synchronization
import SystemPackage

/// Which processors the judges of this host hold their runs to just now: a lock for each, on a file that all of them see
/// (`flock(2)`). Two judges would hold their runs to the same processors otherwise, and be late without knowing why.
///
/// The kernel lets go of the locks of a judge that is killed. Where the files are not shared, as between containers with a
/// `/dev/shm` each, judges do not see each other; where they cannot be had at all, nothing is locked.
final class CoreLocks: Sendable {
    private struct Lock {
        var file: OwnedDescriptor?
        /// How many runs of this process have the processor.
        var holders = 0
    }

    /// Those of this process.
    static let ofHost = CoreLocks(in: "/dev/shm")

    private let directory: FilePath
    private let locks = Mutex<[Int: Lock]>([:])

    /// Locks on files in `directory`, which everybody may write to.
    init(in directory: FilePath) {
        self.directory = directory
    }

    /// Takes a processor for a run; false if another judge has it.
    func claim(_ processor: Int) -> Bool {
        locks.withLock { locks in
            var lock = locks[processor] ?? Lock(file: open(processor))
            defer { locks[processor] = lock }
            if lock.holders == 0, let file = lock.file, flock(file.rawValue, LOCK_EX | LOCK_NB) != 0 { return false }
            lock.holders += 1
            return true
        }
    }

    /// Gives a processor back that was claimed.
    func release(_ processor: Int) {
        locks.withLock { locks in
            locks[processor]?.holders -= 1
            guard let lock = locks[processor], lock.holders == 0, let file = lock.file else { return }
            flock(file.rawValue, LOCK_UN)
        }
    }

    /// Somebody else's file will do, if it can be read; a link or anything but a file will not.
    private func open(_ processor: Int) -> OwnedDescriptor? {
        let path = directory.appending("verdict-core-\(processor)").string
        let flags = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK
        var descriptor = unsafe Glibc.open(path, flags)
        // Not with O_CREAT where the file is there: of others' files in such directories, kernels refuse that.
        if descriptor < 0, errno == ENOENT { descriptor = unsafe Glibc.open(path, flags | O_CREAT | O_EXCL, 0o444) }
        if descriptor < 0, errno == EEXIST { descriptor = unsafe Glibc.open(path, flags) }
        guard descriptor >= 0 else { return nil }
        let file = OwnedDescriptor(descriptor)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return file
    }
}
