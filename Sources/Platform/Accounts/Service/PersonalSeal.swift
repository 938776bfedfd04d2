internal import Concurrency
package import Cryptography
internal import Files
internal import Glibc
package import Kernel
internal import Synchronization
package import SystemPackage

/// Where the keys are that what says who somebody is is sealed with: one for each person, outside of the log and of its backups.
/// Without the key nobody can read it any more, whoever has the log.
package protocol PersonalKeys: Sendable {
    /// The key of a person; it is made if there is none and `isNew`.
    /// - Returns: nil if there is none: it was destroyed, or the person never was.
    func key(of person: EntityID, isNew: Bool) async throws -> SymmetricKey?

    /// Destroys the key of a person.
    func destroy(_ person: EntityID) async throws
}

/// Seals what says who somebody is.
struct PersonalSeal: Sendable {
    let keys: any PersonalKeys

    /// Seals a text, of which `what` says what it is: it opens as nothing else.
    func seal(_ bytes: [UInt8], _ what: String, of person: EntityID, isNew: Bool = false) async throws -> [UInt8]? {
        guard let key = try await keys.key(of: person, isNew: isNew) else { return nil }
        let nonce = randomBytes(AES256GCM.nonceSize)
        return nonce + AES256GCM.seal(bytes, key: key, nonce: nonce, context: Array(what.utf8))
    }

    /// Opens what ``seal(_:_:of:isNew:)`` made; nil if the person was erased.
    /// - Throws: `AES256GCM.Forged` if it was changed.
    func open(_ sealed: [UInt8], _ what: String, of person: EntityID) async throws -> [UInt8]? {
        guard let key = try await keys.key(of: person, isNew: false) else { return nil }
        return try AES256GCM.open(
            sealed.dropFirst(AES256GCM.nonceSize), key: key, nonce: Array(sealed.prefix(AES256GCM.nonceSize)),
            context: Array(what.utf8))
    }

    /// The text that ``seal(_:_:of:isNew:)`` sealed; nil if the person was erased.
    func text(_ sealed: [UInt8], _ what: String, of person: EntityID) async throws -> String? {
        try await open(sealed, what, of: person).map { String(decoding: $0, as: UTF8.self) }
    }
}

/// Keys in files of a folder that belongs to one coordinator: 32 bytes each.
package final class PersonalKeyFolder: PersonalKeys {
    /// A key is not what was written.
    package struct Damaged: Error, Hashable, Sendable, CustomStringConvertible {
        /// The file.
        package let file: FilePath
        /// What is wrong, and what to do.
        package var description: String { "\(file) is no key of 32 bytes; restore it from a copy" }
    }

    private let folder: FilePath
    /// Whoever makes or destroys a key is alone.
    private let lock = Mutex(())

    /// Keys in that folder, which is there, and which only the coordinator may read.
    package init(_ folder: FilePath) { self.folder = folder }

    private func file(_ person: EntityID) -> FilePath { folder.appending("\(person)") }

    /// See ``PersonalKeys/key(of:isNew:)``.
    package func key(of person: EntityID, isNew: Bool) async throws -> SymmetricKey? {
        let file = file(person)
        return try await BlockingWork.run { [self] _ in
            try lock.withLock { _ in
                if let key = try Self.read(file) { return key }
                guard isNew else { return nil }
                let key = SymmetricKey()
                try file.replaceFile { descriptor in _ = try descriptor.writeAll(key.bytes) }
                try folder.syncDirectory()
                return key
            }
        }
    }

    private static func read(_ file: FilePath) throws -> SymmetricKey? {
        let bytes: [UInt8]
        do {
            bytes = try file.contents(atMost: 64)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
        guard bytes.count == 32 else { throw Damaged(file: file) }
        return SymmetricKey(bytes)
    }

    /// See ``PersonalKeys/destroy(_:)``.
    package func destroy(_ person: EntityID) async throws {
        let file = file(person)
        try await BlockingWork.run { [self] _ in
            try lock.withLock { _ in
                let descriptor: FileDescriptor
                do {
                    descriptor = try FileDescriptor.open(file, .writeOnly)
                } catch Errno.noSuchFileOrDirectory {
                    return
                }
                // Overwritten first, where the disk overwrites; then gone from the folder.
                try descriptor.closeAfter { _ = try descriptor.writeAll([UInt8](repeating: 0, count: 32)) }
                guard unsafe unlink(file.string) == 0 else { throw Errno(rawValue: errno) }
                try folder.syncDirectory()
            }
        }
    }
}
