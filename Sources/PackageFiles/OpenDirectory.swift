internal import Glibc
package import SystemPackage

/// A directory held open, so that what is looked up in it is looked up in this very directory.
@safe package struct OpenDirectory: ~Copyable {
    private let stream: OpaquePointer
    /// The names in it but `.` and `..`, ordered by their bytes.
    package let names: [[UInt8]]

    /// Opens the directory at `path`, which must not be a symbolic link.
    package init(_ path: FilePath) throws(Errno) {
        let descriptor = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        try self.init(closing: descriptor)
    }

    /// The directory that `descriptor` is, which is closed with this.
    package init(closing descriptor: CInt) throws(Errno) {
        guard let stream = unsafe fdopendir(descriptor) else {
            let error = Errno(rawValue: errno)
            _ = close(descriptor)
            throw error
        }
        do throws(Errno) {
            names = try unsafe Self.names(stream)
        } catch {
            _ = unsafe closedir(stream)
            throw error
        }
        unsafe self.stream = stream
    }

    deinit {
        _ = unsafe closedir(stream)
    }

    private static func names(_ stream: OpaquePointer) throws(Errno) -> [[UInt8]] {
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

    /// What `name` is, a symbolic link being a link.
    func status(of name: String) throws(Errno) -> FileStatus {
        var status = stat()
        guard unsafe fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw Errno(rawValue: errno)
        }
        return FileStatus(status)
    }

    /// Whether this process may read what `name`, or what it is a link to, is; otherwise throws why not.
    func requireReadable(_ name: String) throws(Errno) {
        guard unsafe faccessat(dirfd(stream), name, R_OK, 0) == 0 else { throw Errno(rawValue: errno) }
    }
}
