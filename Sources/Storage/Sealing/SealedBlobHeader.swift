import Cryptography
public import Units

/// The beginning of a sealed content: `VDB` and the version (1), 8 bytes key name, 16 bytes random salt, 8 bytes size.
///
/// After it stand the content's chunks of 64 KiB, the last shorter, at least one. Each is sealed with AES-256-GCM: 12 bytes
/// random nonce, the sealed bytes, 16 bytes tag. All chunks of a content share a key that is derived (HKDF-SHA256) from
/// the ring's key, the salt, the content's hash and its size; with each its number and whether it is the last are
/// authenticated. So nothing can be cut off, exchanged, repeated or moved from content to content unnoticed. Nonces are
/// random and not counted, because an upload that was cut off may seal a chunk of the same number again.
public struct SealedBlobHeader: Sendable {
    /// How many bytes a header has.
    public static let length = 4 + SealingKey.nameSize + 16 + 8
    /// How many bytes of a content each chunk has, but for the last.
    public static let chunkSize = 64 << 10
    /// How many bytes longer a chunk is when it is sealed.
    public static let chunkOverhead = AES256GCM.nonceSize + AES256GCM.tagSize
    private static let magic = Array("VDB".utf8) + [1]

    /// The header's bytes.
    public let bytes: [UInt8]
    /// The whole content's size.
    public let size: ByteCount

    /// Of a new content that is to be sealed with the ring's newest key.
    public init(for size: ByteCount, keys: KeyRing) {
        bytes = Self.magic + keys.current.name + randomBytes(16) + size.bytes.bigEndianBytes
        self.size = size
    }

    /// The header that these bytes begin with.
    /// - Throws: ``StorageError``: `corrupted` if they are none; `incompatible` if a newer version wrote them.
    public init(reading bytes: [UInt8]) throws(StorageError) {
        let stage = "open a sealed content"
        guard bytes.count >= Self.length, bytes.starts(with: Self.magic.dropLast()) else {
            throw StorageError(.corrupted, stage: stage, reason: "it does not begin like one")
        }
        guard bytes[3] == Self.magic[3] else {
            throw StorageError(
                .incompatible, stage: stage, reason: "it has the version \(bytes[3])", advice: "use a newer Verdict")
        }
        self.bytes = Array(bytes[..<Self.length])
        size = ByteCount(Int64(bigEndianBytes: self.bytes.suffix(8)))
        guard (0...(1 << 50)).contains(size.bytes) else {
            throw StorageError(.corrupted, stage: stage, reason: "it says to have \(size.bytes) bytes")
        }
    }

    /// How many chunks there are: at least one.
    public var chunkCount: Int {
        max(1, Int((size.bytes + Int64(Self.chunkSize) - 1) / Int64(Self.chunkSize)))
    }

    /// How many bytes of the content the chunk of that number, from 0, has.
    public func length(ofChunk number: Int) -> Int {
        Int(min(Int64(Self.chunkSize), size.bytes - Int64(number) * Int64(Self.chunkSize)))
    }

    /// Where the chunk of that number, from 0, begins: behind the header and all chunks before it.
    public func sealedOffset(ofChunk number: Int) -> Int64 {
        Int64(Self.length) + Int64(number) * Int64(Self.chunkSize + Self.chunkOverhead)
    }

    /// The size of all of it when it is sealed.
    public var sealedSize: ByteCount {
        let overhead = Int64(Self.length) + Int64(chunkCount) * Int64(Self.chunkOverhead)
        return ByteCount(size.bytes + overhead)
    }

    var keyName: [UInt8] { Array(bytes[4..<(4 + SealingKey.nameSize)]) }
    var salt: [UInt8] { Array(bytes[(4 + SealingKey.nameSize)..<(Self.length - 8)]) }
}
