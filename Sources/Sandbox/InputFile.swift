import CLinux
import Files
import Glibc
import Synchronization
public import SystemPackage

/// A file that runs read as standard input, kept in an executor's directory for them until nobody refers to it any more.
///
/// A run gets it through a mount that is read-only, so no run can change or mark it for the next one:
/// not its bytes, times, mode or owner, whatever rights the program's user has. Test inputs are copied there once; every
/// run gets a descriptor of its own, with its own offset, and no byte is copied.
public final class InputFile: Sendable {
    private static let counter = Atomic<Int>(0)

    /// The directory that it lies in.
    let directory: FilePath
    let name: String
    /// Its length in bytes.
    public let size: Int

    /// Keeps a copy of `bytes` in `directory`, an executor's ``Executor/inputs``.
    /// - Throws: ``SandboxError`` if it cannot be written.
    public init(_ bytes: [UInt8], in directory: FilePath) throws(SandboxError) {
        (self.directory, name, size) = try Self.make(in: directory) { file throws(SandboxError) in
            try Self.write(bytes, to: file)
            return bytes.count
        }
    }

    /// Keeps a copy of the file at `path` in `directory`, an executor's ``Executor/inputs``.
    /// - Throws: ``SandboxError`` naming the file if it cannot be read or written.
    public init(copying path: FilePath, to directory: FilePath) throws(SandboxError) {
        (self.directory, name, size) = try Self.make(in: directory) { file throws(SandboxError) in
            do {
                let source = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
                defer { try? source.close() }
                return try Self.copy(from: source, to: file)
            } catch let error as Errno {
                throw SandboxError(.systemCall, stage: "read \(path)", errno: error)
            } catch let error as SandboxError {
                throw error
            } catch {
                throw SandboxError(.systemCall, stage: "read \(path): \(error)")
            }
        }
    }

    /// The file that ``create(in:)`` made and that was written since.
    /// - Throws: ``SandboxError`` if it cannot be closed off; it is then left where it is.
    init(
        writtenTo file: OwnedDescriptor, named name: String, in directory: FilePath, size: Int
    ) throws(SandboxError) {
        try Self.resetTimes(of: file)
        (self.directory, self.name, self.size) = (directory, name, size)
    }

    deinit {
        // A run that reads it goes on doing so.
        _ = unsafe unlink(directory.appending(name).string)
    }

    /// Makes an empty file, which the caller writes and either gives to an ``InputFile`` or removes.
    static func create(in directory: FilePath) throws(SandboxError) -> (name: String, file: OwnedDescriptor) {
        let name = "\(counter.add(1, ordering: .relaxed).oldValue)"
        let file = try OwnedDescriptor(
            checking: unsafe clinux_new_file(directory.appending(name).string), "make an input file in \(directory)")
        return (name, file)
    }

    private static func make(
        in directory: FilePath, _ fill: (FileDescriptor) throws(SandboxError) -> Int
    ) throws(SandboxError) -> (FilePath, String, Int) {
        let (name, file) = try create(in: directory)
        do throws(SandboxError) {
            let size = try fill(FileDescriptor(rawValue: file.rawValue))
            try resetTimes(of: file)
            return (directory, name, size)
        } catch {
            _ = unsafe unlink(directory.appending(name).string)
            throw error
        }
    }

    /// Its mtime and atime tell nothing. Nobody can set its ctime and btime, which say when it was made, nor its inode
    /// number: a run can read these (statx).
    private static func resetTimes(of file: OwnedDescriptor) throws(SandboxError) {
        try checked(clinux_reset_times(file.rawValue), "set the times of an input file")
    }

    private static func copy(from file: FileDescriptor, to target: FileDescriptor) throws -> Int {
        var total = 0
        while true {
            let piece = try file.read(1 << 20)
            if piece.isEmpty { return total }
            try write(piece, to: target)
            total += piece.count
        }
    }

    static func write(_ bytes: some Sequence<UInt8>, to target: FileDescriptor) throws(SandboxError) {
        do {
            _ = try target.writeAll(bytes)
        } catch {
            throw SandboxError(
                .systemCall, stage: "write an input file", errno: error as? Errno,
                advice: "make room where the judge keeps inputs: /dev/shm, or the directory TMPDIR")
        }
    }
}

/// An executor's input files as one cell sees them: through a mount of the cell's that is read-only.
struct InputDirectory {
    private let path: FilePath
    private let mount: OwnedDescriptor
    private let empty: InputFile

    /// - Parameters:
    ///   - empty: an empty file of the directory.
    ///   - mount: the directory, opened through the read-only mount.
    init(empty: InputFile, mount: OwnedDescriptor) {
        (path, self.empty, self.mount) = (empty.directory, empty, mount)
    }

    /// Standard input of a run that has nothing to read.
    func openEmpty() throws(SandboxError) -> OwnedDescriptor { try open(empty) }

    /// `file` at its beginning; the caller owns it.
    func open(_ file: InputFile) throws(SandboxError) -> OwnedDescriptor {
        guard file.directory == path else {
            throw SandboxError(.badRequest, stage: "read an input file that does not lie in the executor's inputs")
        }
        return try OwnedDescriptor(
            checking: unsafe clinux_open_input(mount.rawValue, file.name), "open an input file")
    }

    /// A file with `bytes`, which is gone with the last descriptor of it.
    func open(_ bytes: [UInt8]) throws(SandboxError) -> OwnedDescriptor {
        try open(try InputFile(bytes, in: path))
    }
}
