import Glibc
public import SystemPackage

/// A directory of a test's own.
public struct TemporaryDirectory: Sendable {
    /// Where it is.
    public let path: FilePath

    /// A new directory.
    public init() throws {
        var template = Array("/tmp/verdict-wire-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    /// Writes a file and gives its path.
    @discardableResult
    public func write(_ name: String, _ text: String, mode: FilePermissions = FilePermissions(rawValue: 0o600)) throws
        -> FilePath
    {
        let file = path.appending(name)
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate], permissions: mode)
        try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
        guard unsafe chmod(file.string, mode.rawValue) == 0 else { throw Errno(rawValue: errno) }
        return file
    }

    /// Removes it with all files in it; there are no directories in it.
    public func remove() {
        guard let directory = unsafe opendir(path.string) else { return }
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            unsafe unlink(path.appending(name).string)
        }
        unsafe closedir(directory)
        unsafe rmdir(path.string)
    }
}
