import Glibc
import SystemPackage

/// That this `verdict serve`, and no other, uses a folder: a lock that ends with the process, however it ends (`flock(2)`).
final class FolderClaim: Sendable {
    /// A name that no other folder of this machine has.
    let name: String
    private let descriptor: FileDescriptor

    /// - Throws: ``CommandError`` if another one uses it, or nothing can be written there.
    init(_ folder: FilePath) throws {
        var status = stat()
        do throws(Errno) {
            descriptor = try Self.open(folder.appending("serve.lock"))
            guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        } catch {
            throw CommandError("cannot write in \(folder): \(error); name another folder with --data")
        }
        name = "\(status.st_dev)-\(status.st_ino)"
        guard flock(descriptor.rawValue, LOCK_EX | LOCK_NB) == 0 else {
            throw CommandError("another verdict serve uses \(folder); stop it, or name another folder with --data")
        }
    }

    private static func open(_ path: FilePath) throws(Errno) -> FileDescriptor {
        let number = unsafe Glibc.open(path.string, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw Errno(rawValue: errno) }
        return FileDescriptor(rawValue: number)
    }

    deinit {
        _ = Glibc.close(descriptor.rawValue)
    }
}
