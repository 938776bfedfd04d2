internal import Files
internal import Glibc
package import SystemPackage

/// A directory held open, so that what is looked up in it is looked up in this very directory.
package struct OpenDirectory: ~Copyable {
    private let stream: DirectoryStream
    /// The names in it but `.` and `..`, ordered by their bytes.
    package let names: [[UInt8]]

    /// Opens the directory at `path`, which must not be a symbolic link.
    package init(_ path: FilePath) throws(Errno) {
        let descriptor = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let stream = try DirectoryStream(closing: descriptor)
        var names: [[UInt8]] = []
        while let entry = try stream.next() { names.append(entry.bytes) }
        self.names = names.sorted { $0.lexicographicallyPrecedes($1) }
        self.stream = stream
    }

    /// What `name` is, a symbolic link being a link.
    func status(of name: String) throws(Errno) -> FileStatus {
        var status = stat()
        guard unsafe fstatat(stream.descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw Errno(rawValue: errno)
        }
        return FileStatus(status)
    }

    /// Whether this process may read what `name`, or what it is a link to, is; otherwise throws why not.
    func requireReadable(_ name: String) throws(Errno) {
        guard unsafe faccessat(stream.descriptor, name, R_OK, 0) == 0 else { throw Errno(rawValue: errno) }
    }
}
