internal import Glibc
package import SystemPackage

/// The entries of a directory that is held open, so that what is looked up in it is looked up in this very directory
/// (`readdir(3)`).
@safe package struct DirectoryStream: ~Copyable {
    private let stream: OpaquePointer

    /// Opens the directory at `path`; a symbolic link is followed.
    package init(_ path: FilePath) throws(Errno) {
        guard let stream = unsafe path.withPlatformString({ unsafe opendir($0) }) else {
            throw Errno(rawValue: errno)
        }
        unsafe self.stream = stream
    }

    /// Reads the directory that `descriptor` is open on. It is closed with this, also if this throws.
    package init(closing descriptor: CInt) throws(Errno) {
        guard let stream = unsafe fdopendir(descriptor) else {
            let error = Errno(rawValue: errno)
            _ = close(descriptor)
            throw error
        }
        unsafe self.stream = stream
    }

    deinit {
        _ = unsafe closedir(stream)
    }

    /// The open directory, for as long as this is there.
    package var descriptor: CInt { unsafe dirfd(stream) }

    /// The next entry, in no order, without `.` and `..`; nil after the last.
    package func next() throws(Errno) -> DirectoryEntry? {
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                guard errno == 0 else { throw Errno(rawValue: errno) }
                return nil
            }
            // The record ends with the name; copying the whole 256 bytes of `d_name` would read past it.
            guard let field = unsafe entry.pointer(to: \.d_name) else { throw .invalidArgument }
            let start = UnsafeRawPointer(field)
            let length = unsafe strlen(start.assumingMemoryBound(to: CChar.self))
            let bytes = unsafe Array(UnsafeRawBufferPointer(start: start, count: length))
            guard bytes != Array(".".utf8), bytes != Array("..".utf8) else { continue }
            return DirectoryEntry(bytes: bytes, kind: CInt(unsafe entry.pointee.d_type))
        }
    }
}

/// A name in a directory.
package struct DirectoryEntry: Sendable {
    /// The name as the file system has it, which need not be text.
    package let bytes: [UInt8]
    /// `DT_REG`, `DT_DIR` or another of `readdir(3)`; some file systems say only `DT_UNKNOWN`.
    package let kind: CInt

    /// The name as text; what is no UTF-8 in it is replaced.
    package var name: String { String(decoding: bytes, as: UTF8.self) }
}

extension FilePath {
    /// The names in the directory here, in order, without `.` and `..`.
    package func names() throws(Errno) -> [String] {
        let stream = try DirectoryStream(self)
        var names: [String] = []
        while let entry = try stream.next() { names.append(entry.name) }
        return names.sorted()
    }
}
