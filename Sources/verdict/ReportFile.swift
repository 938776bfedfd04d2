import SystemPackage

/// A file that a report will be written to, opened before the work begins, so that a wrong path costs nobody an hour.
struct ReportFile: Sendable {
    private let path: String
    private let descriptor: FileDescriptor

    /// Opens or creates the file at `path`; what is in it stays until ``write(_:)``.
    init(path: String) throws {
        self.path = path
        do {
            descriptor = try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw CommandError("cannot write to \(path): \(error)")
        }
    }

    /// Makes `text` the whole content, and closes the file.
    func write(_ text: String) throws {
        do {
            try descriptor.closeAfter {
                // A pipe or a device cannot be cut, and need not be.
                try? descriptor.resize(to: 0)
                _ = try descriptor.writeAll(Array(text.utf8))
            }
        } catch {
            throw CommandError("cannot write to \(path): \(error)")
        }
    }
}

/// A command cannot go on; the message says why and what to do.
struct CommandError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
