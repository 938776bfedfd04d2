internal import Concurrency
internal import Files
internal import PackageFiles
public import SystemPackage
public import Wire

/// Writes files that somebody else named below a directory that it makes itself.
///
/// No path leads out of that directory: each name on the way is opened in the directory before it, no symbolic link is
/// followed, and no file is written that was there before. What a content is has to be known to `contents`; here only paths
/// are checked.
public enum TreeWriter {
    /// What `contents` gives the pieces of a file to, in order.
    public typealias Write = @Sendable (_ piece: [UInt8]) throws -> Void

    /// Makes `directory` and in it all `files`, several at once. Nothing is left of it after a failure.
    ///
    /// Directories have the mode 0700, files 0600, or 0700 where they are executable. The writing itself waits for the file
    /// system: meant for one in memory, or for small files.
    /// - Throws: ``TreeWriterError``, also if `directory` is there already; what `contents` throws.
    public static func write(
        _ files: [Verdict_V1_FileRef], to directory: FilePath, atOnce: Int = 4,
        contents: @escaping @Sendable (Verdict_V1_FileRef, Write) async throws -> Void
    ) async throws {
        let paths = try files.map { file throws(TreeWriterError) in
            guard let path = TreePath(file.path) else {
                throw TreeWriterError("\(file.path.debugDescription) is no path below a directory; name it otherwise")
            }
            return path
        }
        guard TreeEntries.count(paths) <= TreeLimits.entries else {
            throw TreeWriterError("there are more than \(TreeLimits.entries) files and folders; split them")
        }
        let root = try naming(directory.string) { () throws(Errno) in try OpenFolder(making: directory) }
        do {
            try await BoundedTasks.forEach(zip(files, paths), atOnce: atOnce) { file, path in
                let descriptor = try naming(file.path) { () throws(Errno) in
                    try root.create(path, isExecutable: file.executable)
                }
                try await contents(file) { piece throws(TreeWriterError) in
                    try naming(file.path) { () throws(Errno) in try descriptor.write(piece) }
                }
            }
        } catch {
            // What came first is what is told; what cannot be removed is found by whoever looks for it next.
            _ = try? remove(directory)
            throw error
        }
    }

    /// Removes `directory` with everything in it, without following symbolic links; nothing happens if it is not there.
    /// - Throws: ``TreeWriterError``, after everything was tried.
    public static func remove(_ directory: FilePath) throws(TreeWriterError) {
        do throws(Errno) {
            try directory.removeTree()
        } catch {
            guard error != .noSuchFileOrDirectory else { return }
            throw TreeWriterError("cannot remove \(directory.string.debugDescription): \(error)", reason: error)
        }
    }

    /// Says of what the kernel says which path it is about.
    private static func naming<Result>(
        _ path: String, _ work: () throws(Errno) -> Result
    ) throws(TreeWriterError) -> Result {
        do throws(Errno) {
            return try work()
        } catch {
            throw TreeWriterError(path, error)
        }
    }
}

/// A tree of files cannot be written, or removed.
public struct TreeWriterError: Error, Hashable, Sendable {
    /// What the kernel said; nil if a path is none.
    public var reason: Errno?
    /// What went wrong, and what to do.
    public var message: String

    init(_ message: String, reason: Errno? = nil) {
        self.reason = reason
        self.message = message
    }

    init(_ path: String, _ reason: Errno) {
        let advice =
            switch reason {
            case .noSpace, .diskQuotaExceeded: "; make room there"
            case .fileExists: "; name a directory that is not there"
            default: ""
            }
        self.init("cannot write \(path.debugDescription): \(reason)\(advice)", reason: reason)
    }
}

extension TreeWriterError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
