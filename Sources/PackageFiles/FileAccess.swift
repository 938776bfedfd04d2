internal import Glibc
package import SystemPackage

/// What a name in the file system stands for, a symbolic link being a link.
struct FileStatus {
    private let mode: mode_t
    /// The size in bytes, if it is a file.
    let size: Int64

    init(_ status: stat) {
        mode = status.st_mode
        size = Int64(status.st_size)
    }

    var isFile: Bool { mode & S_IFMT == S_IFREG }
    var isFolder: Bool { mode & S_IFMT == S_IFDIR }
    var isLink: Bool { mode & S_IFMT == S_IFLNK }
    var isExecutable: Bool { mode & S_IXUSR != 0 }
}

/// Names in the file system.
enum FileAccess {
    /// Without symbolic links, `.` and `..` (realpath(3)).
    static func realPath(_ path: FilePath) throws(Errno) -> FilePath {
        let resolved = unsafe path.withPlatformString { unsafe realpath($0, nil) }
        guard let resolved = unsafe resolved else { throw Errno(rawValue: errno) }
        defer { unsafe free(resolved) }
        return unsafe FilePath(platformString: resolved)
    }

    /// What is at `path` (lstat(2)).
    static func status(_ path: FilePath) throws(Errno) -> FileStatus {
        var status = stat()
        guard unsafe path.withPlatformString({ unsafe lstat($0, &status) }) == 0 else { throw Errno(rawValue: errno) }
        return FileStatus(status)
    }
}

/// A regular file that is read from front to back. Closed when nobody has it any more.
package final class FileReader: Sendable {
    private let descriptor: CInt

    /// Opens a file without following a link at the end of `path`, or waiting for a pipe's other end.
    /// - Throws: `Errno`; EINVAL if it is no regular file.
    package init(_ path: FilePath) throws(Errno) {
        let descriptor = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, FileStatus(status).isFile else {
            _ = close(descriptor)
            throw .invalidArgument
        }
        // Not before: what throws with all properties set is deinitialized, and would close another's file.
        self.descriptor = descriptor
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
