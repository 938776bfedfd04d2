import Files
import Glibc
import SystemPackage
import Units

/// The file access that judging needs, on the host and on the judge's own files only.
extension FilePath {
    /// The size of the regular file here; links are followed.
    /// - Throws: `Errno`; `.invalidArgument` if it is not a regular file.
    func fileSize() throws(Errno) -> ByteCount {
        let status = try stat()
        guard status.type == .regular else { throw .invalidArgument }
        return ByteCount(status.size)
    }

    /// The directories that the file at this relative path lies in, innermost first.
    var directories: [FilePath] {
        var found: [FilePath] = []
        var path = self
        while path.removeLastComponent(), !path.components.isEmpty { found.append(path) }
        return found
    }

    /// Whether there is anything here.
    var exists: Bool {
        unsafe access(string, F_OK) == 0
    }

    /// The absolute path without symbolic links; nil if there is nothing here.
    var resolved: FilePath? {
        guard let resolved = unsafe realpath(string, nil) else { return nil }
        defer { unsafe free(resolved) }
        return FilePath(unsafe String(cString: resolved))
    }

    /// All bytes of the regular file here; it is read in one piece.
    func contents() throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec])
        return try descriptor.closeAfter { try descriptor.read(Int(try fileSize().bytes)) }
    }

    /// Writes a new file here, with the directories above it, readable by everybody (cells have uids of their own).
    func writeFile(_ bytes: [UInt8]) throws {
        try removingLastComponent().makeDirectories()
        let descriptor = try FileDescriptor.open(
            self, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        try descriptor.closeAfter {
            // Whatever the umask: a cell reads with a uid of its own.
            guard fchmod(descriptor.rawValue, 0o644) == 0 else { throw Errno(rawValue: errno) }
            _ = try descriptor.writeAll(bytes)
        }
    }

    /// Makes another name here for the file at `path`, of the same file system.
    func makeLink(to path: FilePath) throws(Errno) {
        guard unsafe link(path.string, string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Makes a symbolic link here to `target`, which need not be there.
    func makeSymbolicLink(to target: String) throws(Errno) {
        guard unsafe symlink(target, string) == 0 else { throw Errno(rawValue: errno) }
    }

    /// What the files and directories below the directory here, and itself, take on a file system of 4 KiB blocks, and how many
    /// they are.
    func treeExtent() throws -> (size: ByteCount, count: Int) {
        try names().reduce((.kibibytes(4), 1)) { sum, name in
            let path = appending(name)
            let status = try path.stat(followTargetSymlink: false)
            guard status.type == .directory else {
                return (sum.size + .kibibytes(4 + ByteCount(status.size).kibibytes / 4 * 4), sum.count + 1)
            }
            let inner = try path.treeExtent()
            return (sum.size + inner.size, sum.count + inner.count)
        }
    }

    /// What the files and directories below the directory here, and itself, take on a file system of 4 KiB blocks.
    func treeSize() throws -> ByteCount { try treeExtent().size }

    /// The names of all regular files below the directory here, relative to it, in order.
    func files() throws -> [String] {
        try names().flatMap { name -> [String] in
            let path = appending(name)
            switch try path.stat(followTargetSymlink: false).type {
            case .directory: return try path.files().map { "\(name)/\($0)" }
            case .regular: return [name]
            default: return []
            }
        }
    }
}
