internal import Glibc
internal import PackageFiles
internal import SystemPackage

/// A directory held open, so that what is made in it is made in this very directory.
final class OpenFolder: Sendable {
    private let descriptor: CInt

    private init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    /// Makes the directory `path`, which must not be there, for its owner only.
    init(making path: FilePath) throws(TreeWriterError) {
        guard unsafe mkdir(path.string, 0o700) == 0 else { throw TreeWriterError(path.string, Errno(rawValue: errno)) }
        do throws(Errno) {
            descriptor = try Self.open(path.string, in: AT_FDCWD)
        } catch {
            throw TreeWriterError(path.string, error)
        }
    }

    deinit {
        _ = close(descriptor)
    }

    /// Makes the file at `path` and the directories on the way to it.
    func create(_ path: TreePath, isExecutable: Bool) throws(TreeWriterError) -> OpenFile {
        do throws(Errno) {
            var folder = self
            for name in path.parts.dropLast() {
                folder = try folder.folder(name)
            }
            return try folder.file(path.parts.last ?? "", mode: isExecutable ? 0o700 : 0o600)
        } catch {
            throw TreeWriterError(path.text, error)
        }
    }

    private func folder(_ name: String) throws(Errno) -> OpenFolder {
        guard unsafe mkdirat(descriptor, name, 0o700) == 0 || errno == EEXIST else { throw Errno(rawValue: errno) }
        return OpenFolder(try Self.open(name, in: descriptor))
    }

    private func file(_ name: String, mode: mode_t) throws(Errno) -> OpenFile {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        let file = unsafe openat(descriptor, name, flags, mode)
        guard file >= 0 else { throw Errno(rawValue: errno) }
        return OpenFile(file)
    }

    private static func open(_ name: String, in folder: CInt) throws(Errno) -> CInt {
        let descriptor = unsafe openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return descriptor
    }

    /// Removes what is in the directory `name` of the directory `folder`.
    static func removeContents(_ name: String, in folder: CInt) throws(Errno) {
        let descriptor = try open(name, in: folder)
        defer { _ = close(descriptor) }
        let copy = dup(descriptor)
        guard copy >= 0 else { throw Errno(rawValue: errno) }
        var failure: Errno?
        for name in try OpenDirectory(closing: copy).names {
            do throws(Errno) {
                try remove(name, in: descriptor)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
    }

    private static func remove(_ name: [UInt8], in folder: CInt) throws(Errno) {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        if unsafe unlinkat(folder, text, 0) == 0 { return }
        // Linux says EISDIR of a directory; POSIX allows EPERM.
        guard errno == EISDIR || errno == EPERM else { throw Errno(rawValue: errno) }
        guard let name = String(validating: name, as: UTF8.self) else { throw .invalidArgument }
        try removeContents(name, in: folder)
        guard unsafe unlinkat(folder, name, AT_REMOVEDIR) == 0 else { throw Errno(rawValue: errno) }
    }
}

/// A file that is being written. Closed when nobody has it any more.
final class OpenFile: Sendable {
    private let descriptor: CInt

    init(_ descriptor: CInt) {
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    /// Appends all of `bytes`.
    func write(_ bytes: [UInt8], name: String) throws(TreeWriterError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw TreeWriterError(name, Errno(rawValue: count < 0 ? errno : EIO)) }
            written += count
        }
    }
}
