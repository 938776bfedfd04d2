import Cryptography
import FoundationEssentials

/// Sealed records: 1 byte version (1), 8 bytes key name, 16 bytes random salt, then AES-256-GCM's output and tag.
///
/// Each record has a key of its own, derived from the ring's and the salt, and used once: however many records there are,
/// no nonce repeats.
extension KeyRing {
    fileprivate static let version: UInt8 = 1
    fileprivate static let saltSize = 16
    fileprivate static let info = Array("verdict record v1".utf8)
    fileprivate static let nonce = [UInt8](repeating: 0, count: AES256GCM.nonceSize)

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
    /// - Throws: as ``RecordOpener/open(_:for:)``.
    public func open(_ sealed: [UInt8], for binding: SealBinding) throws(StorageError) -> [UInt8] {
        try RecordOpener(self).open(sealed, for: binding)
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

/// Opens one record after the other: of many each takes less time than one by itself.
public struct RecordOpener: ~Copyable {
    private static let stage = "open a sealed record"
    private static let header = 1 + SealingKey.nameSize + KeyRing.saltSize

    private let keys: KeyRing
    private let opener = SingleUseOpener()

    /// Opens what was sealed with a key of that ring.
    public init(_ keys: KeyRing) { self.keys = keys }

    /// Opens a record that was sealed for this place.
    /// - Throws: ``StorageError``: `corrupted` if it is not as it was sealed, or is from another place; `wrongKey` if its
    ///   key is not in the ring; `incompatible` if a newer version sealed it.
    public func open(_ sealed: [UInt8], for binding: SealBinding) throws(StorageError) -> [UInt8] {
        guard sealed.count >= Self.header + AES256GCM.tagSize else {
            throw StorageError(.corrupted, stage: Self.stage, reason: "it is shorter than any")
        }
        guard sealed[0] == KeyRing.version else {
            throw StorageError(
                .incompatible, stage: Self.stage, reason: "it has the version \(sealed[0])",
                advice: "use a newer Verdict")
        }
        let name = sealed[1...SealingKey.nameSize]
        // Nearly all were sealed with the newest one.
        let isCurrent = name.elementsEqual(keys.current.name)
        let key = isCurrent ? keys.current : try keys.key(named: Array(name), stage: Self.stage)
        let salt = sealed[(1 + SealingKey.nameSize)..<Self.header]
        do throws(AES256GCM.Forged) {
            return try key.open(
                sealed[Self.header...], salt: salt, info: KeyRing.info, nonce: KeyRing.nonce, context: binding.bytes,
                with: opener)
        } catch {
            throw StorageError(
                .corrupted, stage: Self.stage, reason: "it is not what was sealed", advice: "restore it from a backup")
        }
    }
}
