import Files
import Glibc
import SystemPackage

/// A file that a report will be written to, looked at before the work begins, so that a wrong path costs nobody an hour.
///
/// What was in the file before stays there until the whole report is on the disk.
struct ReportFile: Sendable {
    private let path: String

    /// The file at `path`; nothing is changed there until ``write(_:)``.
    /// - Throws: ``CommandError`` if it could not be written.
    init(path: String) throws {
        self.path = path
        guard let problem = Self.problem(with: path) else { return }
        throw CommandError("cannot write to \(path): \(problem)")
    }

    /// Makes `text` the whole content; if that fails, the old one stays.
    /// - Throws: ``CommandError``.
    func write(_ text: String) throws {
        do {
            guard let target = Self.replaceable(path) else { return try Self.writeInPlace(text, path) }
            try Self.replace(target, with: text)
        } catch {
            throw CommandError("cannot write to \(path): \(error)")
        }
    }

    private static func problem(with path: String) -> Errno? {
        if unsafe access(path, W_OK) == 0 { return FilePath(path).isDirectory ? .isDirectory : nil }
        guard errno == ENOENT, !path.hasSuffix("/"), !path.isEmpty else { return Errno(rawValue: errno) }
        let folder = FilePath(path).removingLastComponent()
        return unsafe access(folder.isEmpty ? "." : folder.string, W_OK | X_OK) == 0 ? nil : Errno(rawValue: errno)
    }

    /// The place whose file another one can take, links followed; nil for a pipe, a device, or what lies in a directory in
    /// which no other file can be made.
    private static func replaceable(_ path: String) -> FilePath? {
        var status = stat()
        let isThere = unsafe stat(path, &status) == 0
        guard !isThere || status.st_mode & S_IFMT == S_IFREG else { return nil }
        var target = FilePath(path)
        if isThere, let real = unsafe realpath(path, nil) {
            target = unsafe FilePath(platformString: real)
            unsafe free(real)
        }
        let folder = target.removingLastComponent()
        return unsafe access(folder.isEmpty ? "." : folder.string, W_OK | X_OK) == 0 ? target : nil
    }

    private static func replace(_ target: FilePath, with text: String) throws {
        let permissions: FilePermissions = [.ownerReadWrite, .groupRead, .otherRead]
        try target.replaceFile(draft: "\(getpid())", permissions: permissions) { file in
            var status = stat()
            if unsafe stat(target.string, &status) == 0 { _ = fchmod(file.rawValue, status.st_mode & 0o777) }
            _ = try file.writeAll(text.utf8)
        }
    }

    private static func writeInPlace(_ text: String, _ path: String) throws {
        let descriptor = try FileDescriptor.open(FilePath(path), .writeOnly, options: [.truncate, .closeOnExec])
        _ = try descriptor.closeAfter { try descriptor.writeAll(Array(text.utf8)) }
    }
}

/// A command cannot go on; the message says why and what to do.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
