import Files
import Glibc
import SystemPackage

/// That this `verdict serve`, and no other, uses a folder: a lock that ends with the process, however it ends.
final class FolderClaim: Sendable {
    /// A name that no other folder of this machine has.
    let name: String
    private let lock: FileLock

    /// - Throws: ``CommandError`` if another one uses it, or nothing can be written there.
    init(_ folder: FilePath) throws {
        var status = stat()
        do throws(Errno) {
            lock = try FileLock(folder.appending("serve.lock"))
            guard unsafe fstat(lock.descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        } catch .wouldBlock {
            throw CommandError("another verdict serve uses \(folder); stop it, or name another folder with --data")
        } catch {
            throw CommandError("cannot write in \(folder): \(error); name another folder with --data")
        }
        name = "\(status.st_dev)-\(status.st_ino)"
    }
}
