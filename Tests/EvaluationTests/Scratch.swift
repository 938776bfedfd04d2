import Glibc
import SystemPackage

/// A folder for the files of a test; gone when the test is over.
final class Scratch: Sendable {
    let path: FilePath

    init() throws {
        var template = Array("/tmp/verdict-evaluation-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Errno(rawValue: errno) }
        path = FilePath(String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self))
    }

    deinit {
        for name in ["tasks.jsonl", "samples.jsonl", "results.jsonl"] {
            _ = unsafe unlink(path.appending(name).string)
        }
        _ = unsafe rmdir(path.string)
    }

    /// A file of that name with this text.
    func file(_ name: String, _ text: String) throws -> FilePath {
        let file = path.appending(name)
        let descriptor = try FileDescriptor.open(
            file, .writeOnly, options: [.create, .truncate], permissions: .ownerReadWrite)
        _ = try descriptor.closeAfter { try descriptor.writeAll(Array(text.utf8)) }
        return file
    }

    /// What is in the file of that name.
    func text(_ name: String) throws -> String {
        let descriptor = try FileDescriptor.open(path.appending(name), .readOnly)
        return try descriptor.closeAfter {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            let count = try unsafe bytes.withUnsafeMutableBytes { unsafe try descriptor.read(into: $0) }
            return String(decoding: bytes[..<count], as: UTF8.self)
        }
    }
}
