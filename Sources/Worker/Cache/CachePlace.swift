import Files
import Fleet
import Glibc
import PackageFiles
import Synchronization
import SystemPackage
import Wire

/// A directory that a cache has for itself.
///
/// What comes is written under a name of its own and takes its real one when all of it is there: nothing that was cut off
/// is ever seen.
struct CachePlace: Sendable {
    /// The directory.
    let path: FilePath
    private let isShown: Bool
    private static let serial = Atomic(0)

    /// Makes the directory at `path` anew, empty.
    /// - Parameter isShown: whether cells, which have uids of their own, read what lies in it.
    /// - Throws: ``WorkerError``.
    init(at path: FilePath, isShown: Bool = false) throws(WorkerError) {
        self.path = path
        self.isShown = isShown
        _ = try? path.removeTree()
        let mode: mode_t = isShown ? 0o755 : 0o700
        guard unsafe mkdir(path.string, mode) == 0, unsafe chmod(path.string, mode) == 0 else {
            throw WorkerError(
                .cache, "cannot make the directory \(path): \(Errno(rawValue: errno)); give one that can be written")
        }
    }

    /// Removes it with all that is in it.
    func remove() {
        // What resists is removed at the next start.
        _ = try? path.removeTree()
    }

    /// A path in it that nobody else uses.
    func newPath() -> FilePath {
        path.appending("new-\(Self.serial.add(1, ordering: .relaxed).newValue)")
    }

    /// Writes `files` to the directory `name` in it.
    /// - Throws: `WireError`; `TreeWriterError`, also if `name` is there.
    func fill(
        _ files: [Verdict_V1_FileRef], name: String, through download: ContentDownload
    ) async throws -> FilePath {
        let new = newPath()
        let final = path.appending(name)
        try await download.files(files, to: new)
        do {
            if isShown { try show(files, in: new) }
            // Only what could not be removed when it was let go can be there.
            _ = try? final.removeTree()
            try new.move(to: final)
        } catch {
            _ = try? new.removeTree()
            throw error
        }
        return final
    }

    /// Lets everybody read what was written for its owner only.
    private func show(_ files: [Verdict_V1_FileRef], in directory: FilePath) throws(Errno) {
        var directories: Set<String> = [""]
        for file in files {
            directories.formUnion(TreePath(file.path)?.directories ?? [])
            try Self.change(directory.pushing(FilePath(file.path)), file.executable ? 0o755 : 0o644)
        }
        for name in directories {
            try Self.change(directory.pushing(FilePath(name)), 0o755)
        }
    }

    private static func change(_ path: FilePath, _ mode: mode_t) throws(Errno) {
        guard unsafe chmod(path.string, mode) == 0 else { throw Errno(rawValue: errno) }
    }
}
