import Glibc
import SystemPackage

/// A directory's sign that the process it is named after, `verdict-PID-…`, still has it: a lock that the kernel lets go
/// when that process ends, however it ends (`flock(2)`).
///
/// The number alone would not do: where PID namespaces share a directory, a process of another one cannot be seen.
struct DirectoryClaim: Sendable {
    private let lock: OwnedDescriptor

    /// Claims the directory at `path` for as long as the claim is kept.
    init(_ path: FilePath) throws(SandboxError) {
        let descriptor = unsafe open(path.string, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        let failure = Errno(rawValue: errno)
        guard descriptor >= 0 else { throw SandboxError(.systemCall, stage: "open \(path)", errno: failure) }
        lock = OwnedDescriptor(descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw SandboxError(.systemCall, stage: "lock \(path)", errno: Errno(rawValue: errno))
        }
    }

    /// The directories in `parent` that a process which was killed has left there.
    static func abandoned(in parent: FilePath) -> [FilePath] {
        CgroupDirectory(path: parent).children().filter { isAbandoned($0, in: parent) }.map { parent.appending($0) }
    }

    /// Both must say so: between making a directory and claiming it, only the number speaks for its owner.
    private static func isAbandoned(_ name: String, in parent: FilePath) -> Bool {
        let fields = name.split(separator: "-")
        guard fields.count > 2, fields[0] == "verdict", let pid = Int32(fields[1]), kill(pid, 0) != 0, errno == ESRCH
        else { return false }
        return (try? DirectoryClaim(parent.appending(name))) != nil
    }
}
