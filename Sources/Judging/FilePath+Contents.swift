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

    /// All bytes of the file here, or its first `limit` ones.
    func contents(limit: ByteCount = ByteCount(.max)) throws -> [UInt8] {
        let descriptor = try FileDescriptor.open(self, .readOnly, options: [.closeOnExec])
        return try descriptor.closeAfter {
            let size = min(try fileSize(), limit)
            let capacity = Int(size.bytes)
            return try unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
                unsafe Self.preferLargePages(for: buffer)
                while count < capacity {
                    let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
                    let read = try unsafe descriptor.read(into: UnsafeMutableRawBufferPointer(rest))
                    guard read > 0 else { return }
                    count += read
                }
            }
        }
    }

    /// A large file is read five times as fast into memory that comes 2 MiB at a time (`madvise(2)`).
    private static func preferLargePages(for buffer: UnsafeMutableBufferPointer<UInt8>) {
        let page = 1 << 12
        guard buffer.count >= 4 << 20, let start = buffer.baseAddress else { return }
        let skipped = -Int(bitPattern: start) & (page - 1)
        // A kernel without large pages does without.
        _ = unsafe madvise(start + skipped, (buffer.count - skipped) & -page, Int32(MADV_HUGEPAGE))
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

    /// Makes the directory here and those above it that are missing.
    func makeDirectories() throws(Errno) {
        guard !exists else { return }
        let parent = removingLastComponent()
        if !parent.string.isEmpty, parent != self { try parent.makeDirectories() }
        guard unsafe mkdir(string, 0o755) == 0 else {
            guard errno == EEXIST else { throw Errno(rawValue: errno) }
            return
        }
        guard unsafe chmod(string, 0o755) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Removes the file or directory here with everything in it; links are removed, not followed.
    func removeTree() throws {
        if try stat(followTargetSymlink: false).type == .directory {
            for entry in try entries() { try appending(entry).removeTree() }
            guard unsafe rmdir(string) == 0 else { throw Errno(rawValue: errno) }
        } else {
            guard unsafe unlink(string) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// The names in the directory here, in order, without `.` and `..`.
    func entries() throws(Errno) -> [String] {
        guard let stream = unsafe opendir(string) else { throw Errno(rawValue: errno) }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// What the files and directories below the directory here, and itself, take on a file system of 4 KiB blocks.
    func treeSize() throws -> ByteCount {
        try entries().reduce(.kibibytes(4)) { sum, entry in
            let path = appending(entry)
            let status = try path.stat(followTargetSymlink: false)
            guard status.type != .directory else { return sum + (try path.treeSize()) }
            return sum + .kibibytes(4 + ByteCount(status.size).kibibytes / 4 * 4)
        }
    }

    /// The names of all regular files below the directory here, relative to it, in order.
    func files() throws -> [String] {
        try entries().flatMap { entry -> [String] in
            let path = appending(entry)
            switch try path.stat(followTargetSymlink: false).type {
            case .directory: return try path.files().map { "\(entry)/\($0)" }
            case .regular: return [entry]
            default: return []
            }
        }
    }
}
