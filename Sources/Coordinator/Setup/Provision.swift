public import Audit
internal import Files
internal import Glibc
import Identity
internal import Storage
public import SystemPackage
public import Wire

/// What a new coordinator needs besides its store: keys that seal, a list of who may call, and a token for each role.
///
/// Everything is a file below one folder: `keys`, `access`, `tokens/worker`, `tokens/client`, `tokens/admin`.
public struct Provision: Sendable {
    private let folder: FilePath

    /// What stands in `folder`.
    public init(folder: FilePath) {
        self.folder = folder
    }

    /// The ring of keys.
    public var keys: FilePath { folder.appending("keys") }
    /// Who may call.
    public var access: FilePath { folder.appending("access") }

    /// The keys that sign the audit log.
    public var auditKey: FilePath { folder.appending("audit.key") }

    /// The file of a role's token.
    public func token(_ role: String) -> FilePath { folder.appending("tokens").appending(role) }

    /// Makes what is missing; what is there stays as it is. The access list comes last, so that one that is there has its
    /// tokens.
    /// - Returns: what was made, for people.
    /// - Throws: `Errno`, ``StorageError``.
    public func createMissingFiles() throws -> [FilePath] {
        var made: [FilePath] = []
        for directory in [folder, folder.appending("tokens")] where !Self.exists(directory) {
            guard unsafe mkdir(directory.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
        }
        if !Self.exists(keys) {
            _ = try KeyRing.generate(file: keys)
            made.append(keys)
        }
        guard !Self.exists(access) else { return made }
        var text = "# role   name      what it shows, as SHA-256; `verdict admin token` adds a line\n"
        for role in Role.allCases {
            let secret = SecretFile.makeToken()
            let file = token(role.rawValue)
            try file.replaceFile { _ = try $0.writeAll((secret + "\n").utf8) }
            made.append(file)
            text +=
                "\(role.rawValue) \(role == .worker ? "workers" : "local") token:\(SecretDigest(of: secret.utf8).hexadecimal)\n"
        }
        try access.replaceFile { _ = try $0.writeAll(text.utf8) }
        return made + [access]
    }

    /// The keys that sign the audit log, in ``auditKey``; a new one is made if there are none. Nil if there is no folder that could
    /// have them.
    /// - Throws: `Errno`, `WireError`.
    public func auditKeys() throws -> AuditKeys? {
        guard folder.isDirectory else { return nil }
        if !Self.exists(auditKey) {
            // Whole or not at all: signatures by a key that a power failure takes could not be followed by others.
            try auditKey.replaceFile { _ = try $0.writeAll(AuditKeys.newText().utf8) }
            try folder.syncDirectory()
        }
        return try Self.auditKeys(in: auditKey)
    }

    /// The keys that sign the audit log, in `file`, or in ``auditKey``; nil if there are none, and none are made.
    /// - Throws: `WireError`.
    public func existingAuditKeys(_ file: FilePath?) throws(WireError) -> AuditKeys? {
        let file = file ?? auditKey
        return Self.exists(file) ? try Self.auditKeys(in: file) : nil
    }

    /// The keys that sign the audit log, in a file that only its owner can read.
    /// - Throws: `WireError`.
    public static func auditKeys(in file: FilePath) throws(WireError) -> AuditKeys {
        let text = try SecretFile.read(file)
        do throws(AuditKeys.Malformed) {
            return try AuditKeys(parsing: text)
        } catch {
            throw WireError(.failedPrecondition, "\(file): \(error)")
        }
    }

    private static func exists(_ path: FilePath) -> Bool {
        var status = Glibc.stat()
        return unsafe lstat(path.string, &status) == 0
    }
}
