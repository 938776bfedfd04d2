import Cryptography
public import Storage

/// Seals and opens the fields of one person, whose key it has. To be let go of at once: it opens fields after the person is
/// erased, too.
public struct PersonCipher: Sendable {
    /// Whose fields.
    public let person: PersonID
    private let key: SymmetricKey
    private let keyCheck: [UInt8]

    private static let info = Array("verdict personal field v1".utf8)
    private static let check = Array("verdict person key check v1".utf8)
    private static let nonce = [UInt8](repeating: 0, count: AES256GCM.nonceSize)

    init(_ person: PersonID, key: SymmetricKey) {
        (self.person, self.key) = (person, key)
        keyCheck = Array(MessageCode.sha256(of: Self.check, key: key).prefix(SealedField.keyCheck.count))
    }

    /// Seals a value. Each field has a key of its own, derived from the person's and a random salt, and used once.
    /// - Throws: ``Storage/StorageError`` (`tooLarge`) for more than ``SealedField/limit``.
    public func seal(_ value: [UInt8], as purpose: FieldPurpose) throws(StorageError) -> SealedField {
        guard value.count <= SealedField.limit else {
            throw StorageError(
                .tooLarge, stage: "seal the field \(purpose.name)", reason: "it has \(value.count) bytes",
                advice: "keep personal data within \(SealedField.limit) bytes a field")
        }
        let salt = randomBytes(SealedField.salt.count)
        let sealed = AES256GCM.seal(
            Self.pad(value), key: fieldKey(salt), nonce: Self.nonce, context: context(purpose))
        return SealedField(keyCheck: keyCheck, salt: salt, sealed: sealed)
    }

    /// Seals a text.
    /// - Throws: ``Storage/StorageError`` (`tooLarge`).
    public func seal(_ text: String, as purpose: FieldPurpose) throws(StorageError) -> SealedField {
        try seal(Array(text.utf8), as: purpose)
    }

    /// Opens a field that was sealed for this person and this purpose.
    /// - Throws: ``Storage/StorageError``: `corrupted` if it is not as it was sealed, or is another's, or of another purpose;
    ///   `wrongKey` if it was sealed with a key that the person has no more.
    public func open(_ field: SealedField, as purpose: FieldPurpose) throws(StorageError) -> [UInt8] {
        let stage = "open the field \(purpose.name) of the person \(person)"
        guard areEqual(Array(field.bytes[SealedField.keyCheck]), keyCheck) else {
            throw StorageError(
                .wrongKey, stage: stage, reason: "it was sealed with another key, or is somebody else's",
                advice: "see that the keys of people are those of this log")
        }
        let padded: [UInt8]
        do throws(AES256GCM.Forged) {
            padded = try AES256GCM.open(
                field.bytes[SealedField.salt.upperBound...], key: fieldKey(Array(field.bytes[SealedField.salt])),
                nonce: Self.nonce, context: context(purpose))
        } catch {
            throw damaged(stage)
        }
        guard let end = padded.lastIndex(where: { $0 != 0 }), padded[end] == 0x80 else { throw damaged(stage) }
        return Array(padded[..<end])
    }

    private func damaged(_ stage: String) -> StorageError {
        StorageError(
            .corrupted, stage: stage, reason: "it is not what was sealed", advice: "restore the log from a backup")
    }

    private func fieldKey(_ salt: [UInt8]) -> SymmetricKey {
        KeyDerivation.derive(from: key, salt: salt, info: Self.info)
    }

    private func context(_ purpose: FieldPurpose) -> [UInt8] {
        SealBinding(purpose: "personal field", [person.bytes, Array(purpose.name.utf8)]).bytes
    }

    private static func pad(_ value: [UInt8]) -> [UInt8] {
        let zeros = SealedField.block - 1 - value.count % SealedField.block
        return value + [0x80] + [UInt8](repeating: 0, count: zeros)
    }
}
