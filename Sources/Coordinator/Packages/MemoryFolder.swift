import Fleet
import Glibc
public import SystemPackage

/// Where unsealed files may stand for a moment: a directory on a file system that is in memory.
///
/// Each folder in it is locked while it is used, so that what a process left that was killed can be told from what another
/// one uses.
public struct MemoryFolder: Sendable {
    private static let prefix = "verdict-package-"
    private let parent: FilePath

    /// The directory `parent`, such as `/dev/shm`.
    /// - Throws: `Errno`: `notSupported` if its file system is on a disk; what the kernel says if it is not there.
    public init(_ parent: FilePath) throws(Errno) {
        var status = stat()
        guard unsafe stat(parent.string, &status) == 0 else { throw Errno(rawValue: errno) }
        guard try Self.isInMemory(device: status.st_dev) else { throw .notSupported }
        self.parent = parent
    }

    /// Whether the file system with that device number is one in memory, by proc_pid_mountinfo(5).
    private static func isInMemory(device: dev_t) throws(Errno) -> Bool {
        let major = (device >> 8) & 0xFFF | (device >> 32) & ~0xFFF
        let minor = device & 0xFF | (device >> 12) & ~0xFF & 0xFFFF_FFFF
        let mounts = try FileAccess.contents(of: "/proc/self/mountinfo", limit: 1 << 22)
        return String(decoding: mounts, as: UTF8.self).split(separator: "\n").contains { line in
            let words = line.split(separator: " ")
            guard words.count > 2, words[2] == "\(major):\(minor)", let dash = words.firstIndex(of: "-"),
                dash + 1 < words.count
            else { return false }
            return ["tmpfs", "ramfs"].contains(words[dash + 1])
        }
    }

    /// Gives `body` the path of a folder in memory that is not there yet, and removes what it makes there, whatever happens.
    func withFolder<Result>(_ body: (FilePath) async throws -> Result) async throws -> Result {
        let folder = parent.appending("\(Self.prefix)\(UInt64.random(in: 0 ... .max))")
        let lock = try FolderLock(making: folder)
        // Until everything is removed.
        defer { withExtendedLifetime(lock) {} }
        do {
            let result = try await body(folder.appending("package"))
            try TreeWriter.remove(folder)
            return result
        } catch {
            try TreeWriter.remove(folder)
            throw error
        }
    }

    /// Removes what processes left that are no more.
    func removeAbandoned() throws {
        for bytes in try FileAccess.names(in: parent) {
            guard let name = String(validating: bytes, as: UTF8.self), name.hasPrefix(Self.prefix) else { continue }
            let folder = parent.appending(name)
            // Nil: somebody uses it, it is another user's, or it is gone.
            guard let lock = FolderLock(existing: folder) else { continue }
            try TreeWriter.remove(folder)
            withExtendedLifetime(lock) {}
        }
    }
}

/// Says that a folder is used, as long as somebody has this (flock(2)).
private final class FolderLock: Sendable {
    private let descriptor: CInt

    /// Makes the folder, for its owner only.
    init(making folder: FilePath) throws(Errno) {
        guard unsafe mkdir(folder.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        descriptor = try Self.open(folder)
        var status = stat()
        // Another process that is just starting may have taken it for abandoned.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, unsafe fstat(descriptor, &status) == 0, status.st_nlink > 0
        else {
            _ = close(descriptor)
            throw .resourceTemporarilyUnavailable
        }
    }

    /// Takes the folder, unless somebody uses it.
    init?(existing folder: FilePath) {
        guard let descriptor = try? Self.open(folder) else { return nil }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            _ = close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    deinit {
        _ = close(descriptor)
    }

    private static func open(_ folder: FilePath) throws(Errno) -> CInt {
        let descriptor = unsafe Glibc.open(folder.string, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return descriptor
    }
}
