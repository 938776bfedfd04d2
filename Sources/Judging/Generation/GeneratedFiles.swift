import Files
import Glibc
public import SystemPackage
public import Units

/// Files that programs have made, kept in a folder for the next time, across processes: by names that say what they were made of.
public struct GeneratedFiles: Sendable {
    private let folder: FilePath
    private let limit: ByteCount

    /// Keeps files in `folder`, which is made when needed; only this user should be able to write there. What was not used for
    /// longest is removed when all together have more than `limit`.
    public init(in folder: FilePath, limit: ByteCount = .gibibytes(4)) {
        self.folder = folder
        self.limit = limit
    }

    /// Copies the files of those names to those places, if all are there.
    /// - Returns: whether they are.
    func take(_ files: [(name: String, target: FilePath)]) throws -> Bool {
        guard files.allSatisfy({ folder.appending($0.name).exists }) else { return false }
        for (name, target) in files {
            let source = folder.appending(name)
            // That it was used now.
            guard unsafe utimensat(AT_FDCWD, source.string, nil, 0) == 0 else { throw Errno(rawValue: errno) }
            try Self.copy(source, to: target)
        }
        return true
    }

    /// Keeps copies of the files at those places under those names.
    func add(_ files: [(name: String, source: FilePath)]) throws {
        try folder.makeDirectories()
        for (name, source) in files {
            let draft = folder.appending(".\(name)-\(getpid())-\(UInt32.random(in: 0 ... .max))")
            do {
                try Self.copy(source, to: draft)
                try draft.move(to: folder.appending(name))
            } catch {
                // What cannot be removed has a name that nobody asks for, and is trimmed.
                _ = try? draft.removeTree()
                throw error
            }
        }
    }

    /// Removes what was not used for longest, until the rest is within the limit.
    func trim() throws {
        guard folder.isDirectory else { return }
        var files: [(path: FilePath, size: Int64, used: timespec)] = []
        for name in try folder.names() {
            let path = folder.appending(name)
            var status = stat()
            // Another process may have removed it.
            guard unsafe lstat(path.string, &status) == 0 else { continue }
            files.append((path, Int64(status.st_size), status.st_mtim))
        }
        var total = files.reduce(0) { $0 + $1.size }
        for file in files.sorted(by: { ($0.used.tv_sec, $0.used.tv_nsec) < ($1.used.tv_sec, $1.used.tv_nsec) }) {
            guard total > limit.bytes else { return }
            try file.path.removeTree()
            total -= file.size
        }
    }

    private static func copy(_ source: FilePath, to target: FilePath) throws {
        let input = try FileDescriptor.open(source, .readOnly, options: [.closeOnExec, .noFollow])
        try input.closeAfter {
            let output = try FileDescriptor.open(
                target, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec, .noFollow],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
            try output.closeAfter {
                while true {
                    let piece = try input.read(1 << 20)
                    guard !piece.isEmpty else { return }
                    try output.writeAll(piece)
                }
            }
        }
    }
}
