import Files
import Glibc
public import SystemPackage

extension KeyRing {
    /// The ring in a file that nobody but its owner can read or write (mode 0600 or 0400).
    /// - Throws: ``StorageError`` (`badRequest`) if it cannot be read, others may read it, or it is no ring.
    public init(file: FilePath) throws(StorageError) {
        let stage = "read the keys in \(file)"
        let text: String
        do {
            let descriptor = try FileDescriptor.open(file, .readOnly, options: [.closeOnExec])
            text = try descriptor.closeAfter {
                var status = Glibc.stat()
                guard unsafe fstat(descriptor.rawValue, &status) == 0 else { throw Errno(rawValue: Glibc.errno) }
                guard status.st_mode & 0o077 == 0 else {
                    throw StorageError(
                        .badRequest, stage: stage, reason: "others than the owner can read or write the file",
                        advice: "run: chmod 600 \(file)")
                }
                return try Self.contents(of: descriptor, stage: stage)
            }
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(error)",
                advice: "name an existing file, or make one: (umask 077; openssl rand -hex 32 > \(file))")
        }
        try self.init(parsing: text, from: "the keys in \(file)")
    }

    /// The ring that is the value of an environment variable; its lines may also be separated by commas.
    /// - Throws: ``StorageError`` (`badRequest`) if there is none, or it is no ring.
    public init(environmentVariable name: String) throws(StorageError) {
        guard let value = unsafe getenv(name) else {
            throw StorageError(
                .badRequest, stage: "read the keys in the environment", reason: "\(name) is not set",
                advice: "set it to the output of: openssl rand -hex 32")
        }
        let text = unsafe String(cString: value)
        try self.init(
            parsing: String(text.map { $0 == "," ? "\n" : $0 }), from: "the environment variable \(name)")
    }

    /// Writes a new random key to a new file that nobody but its owner can read, and returns the ring of it.
    /// - Throws: ``StorageError`` (`badRequest`) if the file is there already, or cannot be written.
    public static func generate(file: FilePath) throws(StorageError) -> KeyRing {
        let key = SealingKey()
        do {
            // What is sealed with a key that a power failure takes is lost, so the file is on the disk before it is used.
            try file.createFile { _ = try $0.writeAll((key.text + "\n").utf8) }
        } catch {
            throw StorageError(
                .badRequest, stage: "write a new key to \(file)", reason: "\(error)",
                advice: "name a new file, in a directory that you can write to")
        }
        return try KeyRing(file: file)
    }

    private static func contents(of descriptor: FileDescriptor, stage: String) throws -> String {
        // A thousand keys; whatever is larger is another file.
        let limit = 1 << 17
        let bytes = try descriptor.readToEnd(atMost: limit)
        guard bytes.count < limit, let text = String(validating: bytes, as: UTF8.self) else {
            throw StorageError(.badRequest, stage: stage, reason: "it is not text", advice: "name a file of keys")
        }
        return text
    }
}
