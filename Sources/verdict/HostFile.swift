import Files
import Glibc
import SystemPackage

/// Files of the host that the user names.
enum HostFile {
    /// Whether there is anything at `path`.
    static func exists(_ path: FilePath) -> Bool {
        unsafe access(path.string, F_OK) == 0
    }

    /// Where `path` leads, without symbolic links; nil if it leads nowhere.
    static func realPath(of path: FilePath) -> FilePath? {
        guard let real = unsafe realpath(path.string, nil) else { return nil }
        defer { unsafe free(real) }
        return unsafe FilePath(platformString: real)
    }

    /// The bytes of the file at `path`.
    static func contents(of path: FilePath) throws -> [UInt8] {
        do {
            return try path.contents()
        } catch {
            throw CommandError("cannot read \(path): \(error)")
        }
    }

    /// Copies the program at `path` into `directory`, which is made if it is missing.
    static func copyProgram(at path: FilePath, into directory: FilePath) throws {
        let bytes = try contents(of: path)
        do throws(Errno) {
            try directory.makeDirectories()
        } catch {
            throw CommandError("cannot make \(directory): \(error)")
        }
        let copy = directory.appending(path.lastComponent?.string ?? "program")
        let descriptor = try FileDescriptor.open(
            copy, .writeOnly, options: [.create, .truncate, .closeOnExec],
            permissions: [.ownerReadWriteExecute, .groupReadExecute, .otherReadExecute])
        try descriptor.closeAfter { _ = try descriptor.writeAll(bytes) }
    }
}
