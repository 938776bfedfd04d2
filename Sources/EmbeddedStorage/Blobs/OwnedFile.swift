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
        try unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = unsafe UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[filled...]))
                let read = try unsafe descriptor.read(fromAbsoluteOffset: offset + Int64(filled), into: rest)
                guard read > 0 else { return }
                filled += read
            }
        }
    }

    func write(_ bytes: [UInt8], at offset: Int64) throws {
        _ = try descriptor.writeAll(toAbsoluteOffset: offset, bytes)
    }

    func truncate(to size: Int64) throws {
        guard ftruncate(descriptor.rawValue, Int(size)) == 0 else { throw Errno(rawValue: errno) }
    }

    /// Returns when all that was written is durable.
    func sync() throws {
        guard fdatasync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
    }
}

extension FilePath {
    /// Makes a folder here, for its owner alone.
    /// - Returns: whether there was none.
    @discardableResult
    func makeFolder() throws -> Bool {
        guard unsafe mkdir(string, 0o700) == 0 else {
            guard errno == EEXIST else { throw Errno(rawValue: errno) }
            return false
        }
        return true
    }

    /// Returns when names that were added to or removed from the folder here are durable.
    func syncFolder() throws {
        let descriptor = try FileDescriptor.open(self, .readOnly, options: [.directory, .closeOnExec])
        try descriptor.closeAfter {
            guard fsync(descriptor.rawValue) == 0 else { throw Errno(rawValue: errno) }
        }
    }

    /// The names in the folder here; none if it is not there.
    func names() throws -> [String] {
        guard let stream = unsafe opendir(string) else {
            guard errno == ENOENT else { throw Errno(rawValue: errno) }
            return []
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                    unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                })
        }
        return names.filter { $0 != "." && $0 != ".." }
    }
}
