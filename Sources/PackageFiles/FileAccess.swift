internal import Glibc
package import SystemPackage

/// What a name in the file system stands for, a symbolic link being a link.
package struct FileStatus {
    private let mode: mode_t
    /// The size in bytes, if it is a file.
    package let size: Int64

    init(_ status: stat) {
        mode = status.st_mode
        size = Int64(status.st_size)
    }

    package var isFile: Bool { mode & S_IFMT == S_IFREG }
    package var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    package var isLink: Bool { mode & S_IFMT == S_IFLNK }
    package var isExecutable: Bool { mode & S_IXUSR != 0 }
}

/// Names in the file system.
package enum FileAccess {
    /// Without symbolic links, `.` and `..` (realpath(3)).
    package static func realPath(_ path: FilePath) throws(Errno) -> FilePath {
        let resolved = unsafe path.withPlatformString { unsafe realpath($0, nil) }
        guard let resolved = unsafe resolved else { throw Errno(rawValue: errno) }
        defer { unsafe free(resolved) }
        return unsafe FilePath(platformString: resolved)
    }

    /// What is at `path` (lstat(2)).
    package static func status(_ path: FilePath) throws(Errno) -> FileStatus {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe lstat($0, &status) }) == 0 else { throw Errno(rawValue: errno) }
        return FileStatus(status)
    }

    /// The names in a folder but `.` and `..`, ordered by their bytes.
    package static func names(in folder: FilePath) throws(Errno) -> [[UInt8]] {
        let descriptor = unsafe folder.withPlatformString {
            unsafe open($0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return try names(closing: descriptor)
    }

    /// The names in the folder that `descriptor` is, which is closed.
    package static func names(closing descriptor: CInt) throws(Errno) -> [[UInt8]] {
        guard let stream = unsafe fdopendir(descriptor) else {
            let error = Errno(rawValue: errno)
            _ = close(descriptor)
            throw error
        }
        defer { _ = unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw Errno(rawValue: errno) }
                break
            }
            // The record ends with the name; copying the whole 256 bytes of `d_name` would read past it.
            guard let field = unsafe entry.pointer(to: \.d_name) else { throw .invalidArgument }
            let start = unsafe UnsafeRawPointer(field).assumingMemoryBound(to: UInt8.self)
            let length = unsafe strlen(UnsafeRawPointer(field).assumingMemoryBound(to: CChar.self))
            let name = unsafe Array(UnsafeBufferPointer(start: start, count: length))
            if name != Array(".".utf8), name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

/// A regular file that is read from front to back. Closed when nobody has it any more.
package final class FileReader: Sendable {
    private let descriptor: CInt

    /// Opens a file without following a link at the end of `path`, or waiting for a pipe's other end.
    /// - Throws: `Errno`; EINVAL if it is no regular file.
    package init(_ path: FilePath) throws(Errno) {
        descriptor = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, FileStatus(status).isFile else {
            _ = close(descriptor)
            throw .invalidArgument
        }
    }

    deinit {
        _ = close(descriptor)
    }

    /// Goes on at that place.
    package func seek(to offset: UInt64) throws(Errno) {
        guard let offset = Int(exactly: offset), lseek(descriptor, offset, SEEK_SET) >= 0 else {
            throw .invalidArgument
        }
    }

    /// The next bytes; nil at the end.
    package func next(upTo limit: Int) throws(Errno) -> [UInt8]? {
        while true {
            var read = 0
            let bytes = unsafe [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
                read = unsafe Glibc.read(descriptor, buffer.baseAddress, limit)
                count = max(0, read)
            }
            if read > 0 { return bytes }
            if read == 0 { return nil }
            guard errno == EINTR else { throw Errno(rawValue: errno) }
        }
    }
}
