internal import Glibc
package import SystemPackage

extension FilePath {
    /// Where temporary files go: the environment's `TMPDIR`, or `/tmp`.
    package static var temporaryDirectory: FilePath {
        FilePath(unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp")
    }

    /// Makes a directory in the directory here that only this process's user may enter (`mkdtemp(3)`).
    /// - Returns: its path; the name is `prefix` and six characters that nobody else has.
    package func makeTemporaryDirectory(prefix: String) throws(Errno) -> FilePath {
        var template = Array(appending(prefix + "XXXXXX").string.utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        return FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Makes the directory here, unless it is there.
    /// - Parameter permissions: those of a new one, less the umask.
    /// - Returns: whether there was none.
    /// - Throws: `Errno`; `.notDirectory` if something else is here.
    @discardableResult
    package func makeDirectory(permissions: FilePermissions = .ownerReadWriteExecute) throws(Errno) -> Bool {
        if unsafe mkdir(string, permissions.rawValue) == 0 { return true }
        let error = Errno(rawValue: errno)
        guard error == .fileExists else { throw error }
        guard isDirectory else { throw .notDirectory }
        return false
    }

    /// Makes the directory here and those above it that are missing; all may read them, for cells have user ids of their
    /// own.
    package func makeDirectories() throws(Errno) {
        guard !isDirectory else { return }
        let parent = removingLastComponent()
        if !parent.isEmpty, parent != self { try parent.makeDirectories() }
        let permissions = FilePermissions(rawValue: 0o755)
        guard try makeDirectory(permissions: permissions) else { return }
        // Whatever the umask.
        guard unsafe chmod(string, permissions.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Whether there is a directory here, or a symbolic link to one.
    package var isDirectory: Bool {
        (try? stat().type) == .directory
    }

    /// Removes the file or directory here with everything in it; symbolic links are removed, not followed.
    /// - Throws: `Errno` of the first that could not be removed, after everything was tried.
    package func removeTree() throws(Errno) {
        try Self.removeTree(Array(string.utf8CString), in: AT_FDCWD)
    }

    /// Removes what has the `name`, of C, in the directory `parent`.
    private static func removeTree(_ name: [CChar], in parent: CInt) throws(Errno) {
        if unsafe unlinkat(parent, name, 0) == 0 { return }
        // Linux says EISDIR of a directory; POSIX allows EPERM.
        guard errno == EISDIR || errno == EPERM else { throw Errno(rawValue: errno) }
        let descriptor = unsafe openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        let directory = try DirectoryStream(closing: descriptor)
        var names: [[CChar]] = []
        while let entry = try directory.next() { names.append(entry.bytes.map { CChar(bitPattern: $0) } + [0]) }
        var failure: Errno?
        for name in names {
            do throws(Errno) {
                try removeTree(name, in: directory.descriptor)
            } catch {
                failure = failure ?? error
            }
        }
        if let failure { throw failure }
        guard unsafe unlinkat(parent, name, AT_REMOVEDIR) == 0 else { throw Errno(rawValue: errno) }
    }
}
