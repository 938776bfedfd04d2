import Cryptography
import FoundationEssentials
import Units

/// Seals and opens the chunks of one content, in any order.
public struct ChunkSealing: Sendable {
    /// The content's header.
    public let header: SealedBlobHeader
    private let key: SymmetricKey

    /// The sealing of the content of that hash and header.
    /// - Throws: ``StorageError`` (`wrongKey`) if its key is not in the ring.
    public init(header: SealedBlobHeader, hash: ContentHash, keys: KeyRing) throws(StorageError) {
        self.header = header
        let key = try keys.key(named: header.keyName, stage: "open a sealed content")
        let info = Array("verdict blob v1".utf8) + hash.bytes + header.size.bytes.bigEndianBytes
        self.key = key.derive(salt: header.salt, info: info)
    }

    private func place(of number: Int) -> [UInt8] {
        number.bigEndianBytes + [number == header.chunkCount - 1 ? 1 : 0]
    }

    /// Seals the chunk of that number, from 0.
    /// - Throws: ``StorageError`` (`badRequest`) if it has not the length that the chunk must have.
    public func seal(_ chunk: some Collection<UInt8>, number: Int) throws(StorageError) -> [UInt8] {
        guard number < header.chunkCount, chunk.count == header.length(ofChunk: number) else {
            throw StorageError(.badRequest, stage: "seal a content", reason: "chunk \(number) has \(chunk.count) bytes")
        }
        let nonce = randomBytes(AES256GCM.nonceSize)
        return nonce + AES256GCM.seal(Array(chunk), key: key, nonce: nonce, context: place(of: number))
    }

    /// Opens the chunk of that number, from 0.
    /// - Throws: ``StorageError`` (`corrupted`) if it is not that chunk of that content, whole and as it was sealed.
    public func open(_ sealed: some Collection<UInt8>, number: Int) throws(StorageError) -> [UInt8] {
        let opened: [UInt8]
        do throws(AES256GCM.Forged) {
            guard number < header.chunkCount,
                sealed.count == header.length(ofChunk: number) + SealedBlobHeader.chunkOverhead
            else { throw AES256GCM.Forged() }
            opened = try AES256GCM.open(
                sealed.dropFirst(AES256GCM.nonceSize), key: key, nonce: Array(sealed.prefix(AES256GCM.nonceSize)),
                context: place(of: number))
        } catch {
            throw StorageError(
                .corrupted, stage: "open a sealed content", reason: "chunk \(number) is not what was sealed",
                advice: "put the content again, or restore it from a backup")
        }
        return opened
    }
}
