internal import Files
public import SystemPackage

#if canImport(Glibc)
    internal import Glibc
#endif

/// Files with secrets: token files, private keys. Refuses those that others than their owner can read.
public enum SecretFile {
    /// A file of secrets is no larger than this, in bytes.
    static let largest = 4 << 20

    /// The text of the file at `path`. Fails unless it is a plain file of this user or root with no permission for
    /// anybody else (mode 0600 or 0400), of at most 4 MiB, in UTF-8.
    public static func read(_ path: FilePath) throws(WireError) -> String {
        do {
            let file = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec, .nonBlocking])
            return try file.closeAfter { try contents(of: file, path) }
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError(.failedPrecondition, "\(path) cannot be read: \(error)")
        }
    }

    /// The access list in the file at `path`, under the same rules.
    public static func accessList(_ path: FilePath) throws(WireError) -> AccessList {
        let text = try read(path)
        do {
            return try AccessList(parsing: text)
        } catch {
            throw WireError(error.code, "\(path): \(error.message)")
        }
    }

    /// The one token in the file at `path`, as a client keeps it, without the spaces and line ends around it.
    public static func token(_ path: FilePath) throws(WireError) -> String {
        let words = try read(path).split(whereSeparator: \.isWhitespace)
        guard words.count == 1, let token = words.first else {
            throw WireError(.failedPrecondition, "\(path) has to hold one token and nothing else")
        }
        return String(token)
    }

    /// A new token: 256 random bits. Its digest goes into the server's access list, itself into the client's file.
    public static func makeToken() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return "verdict_" + String((0..<52).map { _ in digits[Int.random(in: 0..<32, using: &generator)] })
    }

    private static func contents(of file: FileDescriptor, _ path: FilePath) throws -> String {
        var status = stat()
        guard unsafe fstat(file.rawValue, &status) == 0 else { throw Errno(rawValue: errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw WireError(.failedPrecondition, "\(path) is no plain file")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw WireError(
                .failedPrecondition,
                "\(path) can be read or written by others (mode \(String(status.st_mode & 0o777, radix: 8))); "
                    + "run: chmod 600 \(path)")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw WireError(
                .failedPrecondition, "\(path) belongs to user \(status.st_uid); make it this user's or root's")
        }
        guard status.st_size <= largest else {
            throw WireError(.failedPrecondition, "\(path) is larger than \(largest) bytes")
        }
        let bytes = try file.readToEnd(atMost: Int(largest))
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw WireError(.failedPrecondition, "\(path) is not text in UTF-8")
        }
        return text
    }
}
