internal import Glibc
package import SystemPackage

/// A directory held open, so that what is made in it is made in this very directory.
package final class OpenFolder: Sendable {
    private let descriptor: CInt
    /// Whether others than the owner may read what is made in it.
    private let isShared: Bool

    private init(_ descriptor: CInt, isShared: Bool) {
        self.descriptor = descriptor
        self.isShared = isShared
    }

    /// Makes the directory `path`, which must not be there.
    /// - Parameter isShared: whether others than its owner may read it and what is made in it, as far as the umask lets them.
    package convenience init(making path: FilePath, isShared: Bool = false) throws(Errno) {
        guard unsafe mkdir(path.string, isShared ? 0o777 : 0o700) == 0 else { throw Errno(rawValue: errno) }
        self.init(try Self.open(path.string, in: AT_FDCWD), isShared: isShared)
    }

    deinit {
        _ = close(descriptor)
    }

    /// Makes the file at `path` and the directories on the way to it.
    package func create(_ path: TreePath, isExecutable: Bool) throws(Errno) -> OpenFile {
        var folder = self
        for name in path.parts.dropLast() {
            folder = try folder.folder(name).folder
        }
        return try folder.file(path.parts.last ?? "", isExecutable: isExecutable)
    }

    /// The directory `name` in it, and whether that had to be made.
    /// - Throws: `Errno`; ENOTDIR if something else is there, a link to a directory too.
    package func folder(_ name: String) throws(Errno) -> (folder: OpenFolder, isNew: Bool) {
        let isNew = unsafe mkdirat(descriptor, name, isShared ? 0o777 : 0o700) == 0
        guard isNew || errno == EEXIST else { throw Errno(rawValue: errno) }
        return (OpenFolder(try Self.open(name, in: descriptor), isShared: isShared), isNew)
    }

    /// Makes the file `name` in it.
    /// - Throws: `Errno`; EEXIST if anything is there.
    package func file(_ name: String, isExecutable: Bool) throws(Errno) -> OpenFile {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let all: mode_t = isExecutable ? 0o777 : 0o666
        let file = unsafe openat(descriptor, name, flags, isShared ? all : all & 0o700)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        return OpenFile(file)
    }

    /// Makes the symbolic link `name` in it, which leads to `target`, whatever that is.
    /// - Throws: `Errno`; EEXIST if anything is there.
    package func link(_ name: String, to target: String) throws(Errno) {
        guard unsafe symlinkat(target, descriptor, name) == 0 else { throw Errno(rawValue: errno) }
    }

    private static func open(_ name: String, in folder: CInt) throws(Errno) -> CInt {
        let descriptor = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return descriptor
    }
}

/// A file that is being written. Closed when nobody has it any more.
package final class OpenFile: Sendable {
    private let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    /// Appends all of `bytes`.
    package func write(_ bytes: [UInt8]) throws(Errno) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw Errno(rawValue: count < 0 ? errno : EIO) }
            written += count
        }
    }
}
