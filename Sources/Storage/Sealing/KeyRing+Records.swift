import Cryptography
import FoundationEssentials

/// Sealed records: 1 byte version (1), 8 bytes key name, 16 bytes random salt, then AES-256-GCM's output and tag.
///
/// Each record has a key of its own, derived from the ring's and the salt, and used once: however many records there are,
/// no nonce repeats.
extension KeyRing {
    private static let version: UInt8 = 1
    private static let saltSize = 16
    private static let info = Array("verdict record v1".utf8)
    private static let nonce = [UInt8](repeating: 0, count: AES256GCM.nonceSize)

    /// How many bytes longer a record is when it is sealed.
    public static let recordOverhead = 1 + SealingKey.nameSize + saltSize + AES256GCM.tagSize

    /// Seals a record for one place.
    public func seal(_ record: [UInt8], for binding: SealBinding) throws(StorageError) -> [UInt8] {
        let salt = randomBytes(Self.saltSize)
        let key = current.derive(salt: salt, info: Self.info)
        return [Self.version] + current.name + salt
            + AES256GCM.seal(record, key: key, nonce: Self.nonce, context: binding.bytes)
    }

    /// Opens a record that was sealed for this place.
    /// - Throws: ``StorageError``: `corrupted` if it is not as it was sealed, or is from another place; `wrongKey` if its
    ///   key is not in the ring; `incompatible` if a newer version sealed it.
    public func open(_ sealed: [UInt8], for binding: SealBinding) throws(StorageError) -> [UInt8] {
        let stage = "open a sealed record"
        let header = 1 + SealingKey.nameSize + Self.saltSize
        guard sealed.count >= header + AES256GCM.tagSize else {
            throw StorageError(.corrupted, stage: stage, reason: "it is shorter than any")
        }
        guard sealed[0] == Self.version else {
            throw StorageError(
                .incompatible, stage: stage, reason: "it has the version \(sealed[0])", advice: "use a newer Verdict")
        }
        let key = try key(named: Array(sealed[1...SealingKey.nameSize]), stage: stage)
        let salt = Array(sealed[(1 + SealingKey.nameSize)..<header])
        do {
            return try AES256GCM.open(
                sealed[header...], key: key.derive(salt: salt, info: Self.info), nonce: Self.nonce,
                context: binding.bytes)
        } catch {
            throw StorageError(
                .corrupted, stage: stage, reason: "it is not what was sealed", advice: "restore it from a backup")
        }
    }

    /// The key of that name.
    /// - Throws: ``StorageError`` (`wrongKey`).
    func key(named name: [UInt8], stage: String) throws(StorageError) -> SealingKey {
        if let key = key(named: name) { return key }
        throw StorageError(
            .wrongKey, stage: stage, reason: "it was sealed with a key that is not in the key ring",
            advice: "add that key to the ring, before the others")
    }
}
