internal import Glibc
package import SystemPackage

/// Files that are written whole, or not at all. All of these wait for the disk.
extension FilePath {
    /// Makes what `write` writes the content of the file here, which need not be there.
    ///
    /// Whoever opens it sees the old content or the new one, and if this fails, or the machine, the old one stays. Until it
    /// is on the disk, the new content has another name, this one with `draft` after a dot; what was left there is removed,
    /// so nobody else may be writing the same draft.
    /// - Throws: `Errno`, what `write` throws.
    package func replaceFile(
        draft: String = "new", permissions: FilePermissions = .ownerReadWrite, _ write: (FileDescriptor) throws -> Void
    ) throws {
        let fresh = FilePath(string + "." + draft)
        _ = unsafe unlink(fresh.string)
        try fresh.createFile(permissions: permissions, write)
        do throws(Errno) {
            try fresh.move(to: self)
        } catch {
            _ = unsafe unlink(fresh.string)
            throw error
        }
    }

    /// Makes a new file here with what `write` writes; it is on the disk when this returns, and gone if this throws.
    /// - Throws: `Errno`, `.fileExists` if anything is here, a link too; what `write` throws.
    package func createFile(
        permissions: FilePermissions = .ownerReadWrite, _ write: (FileDescriptor) throws -> Void
    ) throws {
        let file = try FileDescriptor.open(
            self, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow], permissions: permissions)
        do {
            try file.closeAfter {
                try write(file)
                // Without this, some file systems have a new name on the disk before the contents.
                guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        } catch {
            _ = unsafe unlink(string)
            throw error
        }
    }

    /// Gives the file or directory here the name `target`; a file replaces one that is there, a directory an empty one.
    package func move(to target: FilePath) throws(Errno) {
        guard unsafe rename(string, target.string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Returns when names that were added to or removed from the directory here are on the disk.
    package func syncDirectory() throws {
        let directory = try FileDescriptor.open(
            isEmpty ? "." : self, .readOnly, options: [.directory, .closeOnExec])
        try directory.closeAfter {
            guard fsync(directory.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }
}
