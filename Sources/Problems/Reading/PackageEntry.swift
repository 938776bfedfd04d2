import Glibc
import StrictYAML
import SystemPackage

/// A file or folder of a package.
struct PackageEntry {
    enum Kind {
        case file(isExecutable: Bool)
        case folder([PackageEntry])
    }

    /// The name as the file system has it.
    let bytes: [UInt8]
    /// The name as text, `\xNN` for what is no UTF-8.
    let name: String
    /// Where it is, symbolic links resolved.
    let path: FilePath
    /// Its path below the package, printable, for messages.
    let location: String
    let kind: Kind

    /// What is in the folder, ordered by the bytes of the names; empty for a file.
    var children: [PackageEntry] {
        if case .folder(let children) = kind { children } else { [] }
    }

    var isFolder: Bool {
        if case .folder = kind { true } else { false }
    }

    /// The printable name.
    var label: String { PrintableText.escape(name) }

    /// The child called `name`, if it is there.
    func child(_ name: String) -> PackageEntry? {
        children.first { $0.name == name }
    }

    /// All files below, or the file itself, in order; `name` is relative to this folder.
    func sourceFiles() -> [SourceFile] {
        switch kind {
        case .file(let isExecutable): [SourceFile(path: path, name: name, isExecutable: isExecutable)]
        case .folder(let children):
            children.flatMap { child in
                child.sourceFiles().map { file in
                    guard child.isFolder else { return file }
                    return SourceFile(
                        path: file.path, name: child.name + "/" + file.name, isExecutable: file.isExecutable)
                }
            }
        }
    }
}

extension PackageEntry {
    /// At most `limit` bytes from the file's beginning.
    ///
    /// The file may have been exchanged since it was found: it is opened without following links or waiting for a
    /// pipe's other end, and read only if it is a regular file.
    func contents(limit: Int) throws(Errno) -> [UInt8] {
        let descriptor = try Self.open(path)
        defer { _ = close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .invalidArgument }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while bytes.count < limit {
            let count = unsafe read(descriptor, &chunk, min(chunk.count, limit - bytes.count))
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Errno(rawValue: errno) }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    private static func open(_ path: FilePath) throws(Errno) -> CInt {
        let descriptor = unsafe path.withPlatformString { name in
            unsafe Glibc.open(name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        }
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
        return descriptor
    }
}

extension PackageEntry {
    /// The mapping in the YAML file; an empty file is an empty mapping.
    func yaml() throws(YAMLError) -> YAMLMapping {
        guard !isFolder else {
            throw YAMLError(file: location, message: "must be a file, not a folder; rename the folder")
        }
        let bytes: [UInt8]
        do throws(Errno) {
            bytes = try contents(limit: YAMLDocument.sizeLimit + 1)
        } catch {
            throw YAMLError(file: location, message: "cannot be read: \(error); allow reading it")
        }
        return try YAMLDocument(bytes: bytes, file: location).root.mapping()
    }
}
