import Files
import Glibc
import SystemPackage
import Units

/// An open file that is closed when nobody has it any more.
final class OwnedFile: Sendable {
    private let descriptor: FileDescriptor

    /// Opens a file; never follows a link.
    init(_ path: FilePath, _ mode: FileDescriptor.AccessMode, options: FileDescriptor.OpenOptions = []) throws {
        descriptor = try FileDescriptor.open(
            path, mode, options: options.union([.closeOnExec, .noFollow]), permissions: [.ownerReadWrite])
    }

    deinit {
        // Whatever had to be durable was synchronized, and a descriptor is gone also when closing fails.
        _ = try? descriptor.close()
    }

    func size() throws -> Int64 {
        var status = stat()
        guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        return Int64(status.st_size)
    }

    /// Up to `count` bytes from `offset`; fewer only at the file's end.
    func read(_ count: Int, at offset: Int64) throws -> [UInt8] {
        try descriptor.read(count, at: offset)
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws {
        _ = try descriptor.writeAll(toAbsoluteOffset: offset, bytes)
    }

    func truncate(to size: Int64) throws {
        guard ftruncate(descriptor.rawValue, Int(size)) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Makes now the time of its last change; the kernel's own is late by some milliseconds.
    func touch() throws {
        let (seconds, nanoseconds) = SystemTime.now.quotientAndRemainder(dividingBy: 1_000_000_000)
        let time = timespec(tv_sec: Int(seconds), tv_nsec: Int(nanoseconds))
        guard unsafe futimens(descriptor.rawValue, [time, time]) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Has what is read next come from the disk, as far as the kernel does that; what was written must be durable.
    func forgetCached() {
        // A kernel that does not do so reads what it has in memory.
        _ = posix_fadvise(descriptor.rawValue, 0, 0, POSIX_FADV_DONTNEED)
    }

    /// Returns when all that was written is durable.
    func sync() throws {
        guard fdatasync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension FilePath {
    /// The names in the directory here; none if it is not there.
    func namesIfAny() throws(Errno) -> [String] {
        do throws(Errno) {
            return try names()
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
            return []
        }
    }
}
