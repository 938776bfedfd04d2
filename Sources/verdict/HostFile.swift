import Glibc
import SystemPackage

/// Files of the host that the user names.
enum HostFile {
    /// Whether there is anything at `path`.
    static func exists(_ path: FilePath) -> Bool {
        unsafe access(path.string, F_OK) == 0
    }

    /// Everything that can be read from `descriptor`.
    static func readAll(from descriptor: FileDescriptor) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try unsafe piece.withUnsafeMutableBytes { try unsafe descriptor.read(into: $0) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// The bytes of the file at `path`.
    static func contents(of path: FilePath) throws -> [UInt8] {
        do {
            let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
            return try descriptor.closeAfter { try readAll(from: descriptor) }
        } catch {
            throw CommandError("cannot read \(path): \(error)")
        }
    }

    /// Copies the program at `path` into `directory`, which is made if it is missing.
    static func copyProgram(at path: FilePath, into directory: FilePath) throws {
        let bytes = try contents(of: path)
        guard unsafe mkdir(directory.string, 0o755) == 0 || errno == EEXIST else {
            throw CommandError("cannot make \(directory): \(Errno(rawValue: errno))")
        }
        let copy = directory.appending(path.lastComponent?.string ?? "program")
        let descriptor = try FileDescriptor.open(
            copy, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }
}
