import Files
import Glibc
import SystemPackage

/// The worker's cache directory, which no other worker uses meanwhile: a lock that the kernel lets go of when this process
/// ends, however it ends (`flock(2)`).
final class CacheClaim: Sendable {
    /// Where the directory is.
    let path: FilePath
    /// Whether it lies on a file system in memory.
    let isInMemory: Bool
    private let lock: FileLock

    /// Claims the directory at `path`, which is made if it is missing.
    /// - Throws: ``WorkerError``.
    init(_ path: FilePath) throws(WorkerError) {
        self.path = path
        guard unsafe mkdir(path.string, 0o700) == 0 || errno == EEXIST else {
            throw Self.failure("make", path, Errno(rawValue: errno))
        }
        let number = unsafe open(path.string, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard number >= 0 else { throw Self.failure("open", path, Errno(rawValue: errno)) }
        do {
            lock = try FileLock(taking: FileDescriptor(rawValue: number))
        } catch .wouldBlock {
            throw WorkerError(.cache, "another worker uses \(path); give each worker its own directory")
        } catch {
            throw Self.failure("lock", path, error)
        }
        isInMemory = Self.isInMemory(number)
    }

    /// Whether the mount that the directory lies on is one of `tmpfs` or `ramfs`, by `/proc/self/mountinfo`
    /// (`proc_pid_mountinfo(5)`).
    private static func isInMemory(_ directory: CInt) -> Bool {
        var status = stat()
        guard unsafe fstat(directory, &status) == 0, let mounts = try? FilePath("/proc/self/mountinfo").contents()
        else { return false }
        // As glibc's makedev(3) puts a device's two numbers into one.
        let (number, low) = (UInt64(status.st_dev), UInt64(0xfff))
        let device = "\(number >> 8 & low | number >> 32 & ~low):\(number & 0xff | number >> 12 & ~0xff)"
        return String(decoding: mounts, as: UTF8.self).split(separator: "\n").contains { line in
            let fields = line.split(separator: " ")
            guard fields.count > 2, fields[2] == device, let dash = fields.firstIndex(of: "-") else { return false }
            return ["tmpfs", "ramfs"].contains(fields.dropFirst(dash + 1).first ?? "")
        }
    }

    private static func failure(_ action: String, _ path: FilePath, _ error: Errno) -> WorkerError {
        WorkerError(.cache, "cannot \(action) \(path): \(error); give a directory that can be written")
    }
}
