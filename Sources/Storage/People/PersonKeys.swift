public import Cryptography

/// How a person's key stands.
public enum PersonKey: Sendable {
    /// There never was one.
    case missing
    /// It is there: 32 random bytes.
    case present(SymmetricKey)
    /// It was destroyed; there never is another.
    case destroyed
}

/// A key that is there, or was.
public struct PersonKeyListing: Hashable, Sendable {
    /// Whose key.
    public var person: PersonID
    /// Whether it was destroyed.
    public var isDestroyed: Bool

    /// The key of `person`.
    public init(_ person: PersonID, isDestroyed: Bool) {
        self.person = person
        self.isDestroyed = isDestroyed
    }
}

/// The keys that personal data is sealed with, one a person. They are kept outside the log and its backups, so that a person
/// can be erased: with the key everything goes that was sealed with it, wherever it was copied to, and the log stays whole.
///
/// Keys are kept sealed, with the store's ``KeyRing``. Every implementation passes the same conformance suite. All calls may
/// be made at once, from any task, and where several processes share a store, from any of them.
public protocol PersonKeys: Sendable {
    /// How the person's key stands. Another process may have destroyed it up to a second ago.
    func key(of person: PersonID) async throws(StorageError) -> PersonKey

    /// The person's key, which is made if there never was one; when this returns, it is durable. All who call it get the same.
    /// - Returns: nil if the key was destroyed.
    func create(for person: PersonID) async throws(StorageError) -> SymmetricKey?

    /// Destroys the person's key for good, also one that was never made: when this returns, no copy of it is left in the
    /// store that the store can reach, and none comes to be. Nothing happens to one that is destroyed.
    ///
    /// Interrupted at any moment, by whatever, it was either not begun, or the key is destroyed; what is left of its bytes
    /// is then removed when the store is opened, or by the next call.
    /// - Throws: ``StorageError``. After any error it is not known whether the key is destroyed: ask again.
    func destroy(_ person: PersonID) async throws(StorageError)

    /// At most `limit` keys that are there or were destroyed, of the ids after `person`, in order; nil: from the first.
    func list(after person: PersonID?, limit: Int) async throws(StorageError) -> [PersonKeyListing]
}

extension KeyRing {
    /// How many bytes a person's key has when it is sealed.
    package static let sealedPersonKeySize = 32 + recordOverhead

    /// A person's key as it is kept.
    package func seal(_ key: SymmetricKey, of person: PersonID) throws(StorageError) -> [UInt8] {
        try seal(key.bytes, for: Self.binding(person))
    }

    /// The person's key that was sealed.
    /// - Throws: ``StorageError``: `corrupted`, `wrongKey`, `incompatible`.
    package func openKey(_ sealed: [UInt8], of person: PersonID) throws(StorageError) -> SymmetricKey {
        let bytes = try open(sealed, for: Self.binding(person))
        guard bytes.count == 32 else {
            throw StorageError(
                .corrupted, stage: "open the key of the person \(person)", reason: "it has \(bytes.count) bytes",
                advice: "restore the keys of people from a backup")
        }
        return SymmetricKey(bytes)
    }

    private static func binding(_ person: PersonID) -> SealBinding {
        SealBinding(purpose: "person key", [person.bytes])
    }
}
