import CLinux
import Files
import Glibc
public import SystemPackage
public import Units

/// What a run left in a scratch file system, read without following any link the program may have put there, and only
/// after all its processes are dead.
public final class ScratchContents: Sendable {
    private let root: OwnedDescriptor
    /// The longest path that is copied, which leaves room below `PATH_MAX` for the directory that it is copied to.
    private static let longestPath = 4000

    init(descriptor: OwnedDescriptor) {
        root = descriptor
    }

    /// Whether nothing more could be written, or no file be made, when the run ended: what is there may be cut off.
    public var isFull: Bool {
        var status = statvfs()
        return unsafe fstatvfs(root.rawValue, &status) == 0 && (status.f_bavail == 0 || status.f_favail == 0)
    }

    /// The bytes of the regular file at `path` (relative), at most `limit` of them; nil if there is no regular file, or
    /// only behind a link, or one that the program has closed to everybody.
    /// - Throws: ``SandboxError`` if the file is there and cannot be read.
    public func read(_ path: String, limit: ByteCount) throws(SandboxError) -> [UInt8]? {
        guard let file = try open(path, O_RDONLY) else { return nil }
        guard kind(of: file) == S_IFREG else { return nil }
        do throws(Errno) {
            return try FileDescriptor(rawValue: file.rawValue).readToEnd(atMost: Int(limit.bytes))
        } catch {
            throw SandboxError(.systemCall, stage: "read \(path)", errno: error)
        }
    }

    /// The names in the directory at `path` (empty: the top), regular files and directories only, in order.
    /// - Throws: ``SandboxError`` if it cannot be read.
    public func entries(_ path: String = "") throws(SandboxError) -> [Entry] {
        guard let directory = try open(path.isEmpty ? "." : path, O_RDONLY | O_DIRECTORY) else { return [] }
        var entries: [Entry] = []
        do throws(Errno) {
            // The stream closes what it is given, so it gets a copy.
            let stream = try DirectoryStream(closing: Glibc.dup(directory.rawValue))
            while let entry = try stream.next() {
                // A name that is no text is nothing that a compiler makes.
                guard let name = String(validating: entry.bytes, as: UTF8.self) else { continue }
                switch entry.kind {
                case CInt(DT_REG): entries.append(Entry(name: name, isDirectory: false))
                case CInt(DT_DIR): entries.append(Entry(name: name, isDirectory: true))
                default: continue
                }
            }
        } catch {
            throw SandboxError(.systemCall, stage: "list \(path)", errno: error)
        }
        return entries.sorted { $0.name < $1.name }
    }

    /// A file or directory in a scratch file system.
    public struct Entry: Hashable, Sendable {
        /// Its name, without directories.
        public var name: String
        /// Whether it is a directory; otherwise it is a regular file.
        public var isDirectory: Bool
    }

    /// Copies every regular file and directory into the existing directory `destination` of the host, readable by
    /// everybody and executable where the program made them so; links and special files are left out, and so is what the
    /// program has closed to everybody.
    /// - Throws: ``SandboxError`` if one cannot be copied; ``SandboxError/Code/badRequest`` if more than `limit` bytes or
    ///   `files` files are there, or one has too long a path.
    public func copy(to destination: FilePath, limit: ByteCount, files: Int) throws(SandboxError) {
        var rest = Budget(bytes: limit.bytes, files: files)
        try copy("", to: destination, depth: 0, &rest)
    }

    private struct Budget {
        var bytes: Int64
        var files: Int
    }

    private func copy(
        _ path: String, to destination: FilePath, depth: Int, _ rest: inout Budget
    ) throws(SandboxError) {
        guard depth < 32 else {
            throw SandboxError(.badRequest, stage: "copy \(path): too many directories in each other")
        }
        for entry in try entries(path) {
            let source = path.isEmpty ? entry.name : "\(path)/\(entry.name)"
            let target = destination.appending(entry.name)
            rest.files -= 1
            guard rest.files >= 0 else { throw SandboxError(.badRequest, stage: "copy \(source): too many files") }
            guard source.utf8.count <= Self.longestPath else { throw Self.tooLong(source) }
            if entry.isDirectory {
                guard unsafe mkdir(target.string, 0o755) == 0 else { throw notMade(target, for: source) }
                try copy(source, to: target, depth: depth + 1, &rest)
            } else {
                try copyFile(source, to: target, &rest)
            }
        }
    }

    private func copyFile(_ source: String, to target: FilePath, _ rest: inout Budget) throws(SandboxError) {
        guard let file = try open(source, O_RDONLY) else { return }
        var status = stat()
        guard unsafe fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return }
        rest.bytes -= Int64(status.st_size)
        guard rest.bytes >= 0 else { throw SandboxError(.badRequest, stage: "copy \(source): the files are too large") }
        let mode: mode_t = status.st_mode & 0o111 != 0 ? 0o755 : 0o644
        let created = unsafe Glibc.open(target.string, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
        guard created >= 0 else { throw notMade(target, for: source) }
        let output = OwnedDescriptor(created)
        fchmod(output.rawValue, mode)  // whatever the caller's umask is
        var left = Int(status.st_size)
        while left > 0 {
            let count = sendfile(output.rawValue, file.rawValue, nil, left)
            guard count > 0 else { throw failure("copy \(source)") }
            left -= count
        }
    }

    /// Opens what is really there: nothing is opened through a link, and a FIFO does not make anybody wait.
    ///
    /// What is refused is a device file (a whiteout, which everybody may make) or, to a worker that is not the host's root, what
    /// the program has closed: that is its own doing, like a file that it did not write.
    private func open(_ path: String, _ flags: Int32) throws(SandboxError) -> OwnedDescriptor? {
        let result = unsafe clinux_open_beneath(root.rawValue, path, flags)
        switch -result {
        case ENOENT, ELOOP, ENOTDIR, EXDEV, ENXIO, ENAMETOOLONG, EACCES: return nil
        default: return try OwnedDescriptor(checking: result, "open \(path) in a scratch file system")
        }
    }

    private func kind(of file: OwnedDescriptor) -> mode_t? {
        var status = stat()
        return unsafe fstat(file.rawValue, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Why `target` could not be made: by the program's doing, if it is too long a name for where it is copied to.
    private func notMade(_ target: FilePath, for source: String) -> SandboxError {
        errno == ENAMETOOLONG ? Self.tooLong(source) : failure("make \(target)")
    }

    private static func tooLong(_ source: String) -> SandboxError {
        SandboxError(.badRequest, stage: "copy \(source): its path is too long")
    }

    private func failure(_ stage: String) -> SandboxError {
        SandboxError(.systemCall, stage: stage, errno: Errno(rawValue: errno))
    }
}
