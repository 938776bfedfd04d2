import Cryptography
import Storage
import Units

/// What uploads of a content have written so far, and what of it counts.
struct UploadHistory {
    /// How the pieces are sealed; nil before any upload began.
    private(set) var sealing: ChunkSealing?
    /// The sequences of the pieces that count.
    private(set) var pieces: [UInt64] = []
    /// The hash of what they have.
    private(set) var hasher = SHA256()
    /// The sequences of everything else that was written; the first is that of the content's first subject.
    private(set) var others: [UInt64] = []
    /// The number of the next subject.
    private(set) var next = 0
    private var upload: String?

    /// The sequence of the first message; nil if there is none.
    private(set) var first: UInt64?

    /// Takes what stands on the next subject into account.
    ///
    /// A piece counts if the upload that was the last to begin wrote it, and it is the next. What is older than the first
    /// message is left over from a content that was removed.
    /// - Throws: ``StorageError``: `corrupted` for a piece that is not as it was sealed; `wrongKey`.
    mutating func take(_ message: StoredMessage, of hash: ContentHash, keys: KeyRing) throws(StorageError) {
        next += 1
        let isFirst = first == nil
        if isFirst { first = message.sequence }
        guard isFirst || message.sequence > first ?? 0 else {
            others.append(message.sequence)
            return
        }
        switch UploadRecord(message) {
        case .begin(let name):
            let header = try SealedBlobHeader(reading: message.payload)
            if header.bytes != sealing?.header.bytes {
                sealing = try ChunkSealing(header: header, hash: hash, keys: keys)
                others += pieces
                (pieces, hasher) = ([], SHA256())
            }
            upload = name
            others.append(message.sequence)
        case .piece(let name, let number) where name == upload && number == pieces.count:
            guard let sealing else { break }
            hasher.update(try sealing.open(piece: message.payload, number: number))
            pieces.append(message.sequence)
        case .piece, .end, nil:
            others.append(message.sequence)
        }
    }
}
