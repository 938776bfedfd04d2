import Glibc
import SystemPackage

/// A directory held open, so that what is looked up in it is looked up in this very directory.
@safe struct OpenDirectory: ~Copyable {
    private let stream: OpaquePointer
    private let path: FilePath

    /// Opens the directory at `path`, which must not be a symbolic link.
    init(_ path: FilePath) throws(Errno) {
        let descriptor = unsafe path.withPlatformString { name in
            unsafe open(name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        guard let stream = unsafe fdopendir(descriptor) else {
            let error = Errno(rawValue: errno)
            _ = close(descriptor)
            throw error
        }
        unsafe self.stream = stream
        self.path = path
    }

    deinit {
        _ = unsafe closedir(stream)
    }

    /// The names in the directory but `.` and `..`, ordered by their bytes.
    func names() throws(Errno) -> [[UInt8]] {
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
            if name != [UInt8(ascii: ".")], name != Array("..".utf8) { names.append(name) }
        }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// What `name` is, a symbolic link being a link.
    func status(of name: [UInt8]) throws(Errno) -> stat {
        var status = stat()
        let name = name.map { CChar(bitPattern: $0) } + [0]
        guard unsafe fstatat(dirfd(stream), name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw Errno(rawValue: errno)
        }
        return status
    }

    /// The path of `name` in this directory.
    func path(of name: [UInt8]) -> FilePath {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        return unsafe text.withUnsafeBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return path }
            return unsafe path.appending(FilePath(platformString: start).components)
        }
    }
}
