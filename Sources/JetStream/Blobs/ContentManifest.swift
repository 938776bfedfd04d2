import Storage
import Units

/// What makes a content complete: where its pieces stand. Sealed for the content's hash.
struct ContentManifest: Sendable {
    /// How the pieces are sealed, and the content's size.
    var header: SealedBlobHeader
    /// The sequences of the messages that have the pieces, in order.
    var pieces: [UInt64]
    /// Those of all other messages that were written on the way; the upload's first is the first of them.
    var others: [UInt64]

    /// A manifest of these parts.
    init(header: SealedBlobHeader, pieces: [UInt64], others: [UInt64]) {
        self.header = header
        self.pieces = pieces
        self.others = others
    }

    /// Opens the manifest that `message` has.
    /// - Throws: ``StorageError``: `corrupted`, `wrongKey`, `incompatible`.
    init(_ message: StoredMessage, of hash: ContentHash, keys: KeyRing) throws(StorageError) {
        let bytes = try keys.open(message.payload, for: Self.binding(hash))
        header = try SealedBlobHeader(reading: bytes)
        var numbers: [UInt64] = []
        var rest = bytes.dropFirst(SealedBlobHeader.length)
        while rest.count >= 8 {
            numbers.append(rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
            rest = rest.dropFirst(8)
        }
        guard let count = numbers.first, count < numbers.count, rest.isEmpty, count == Self.pieceCount(header) else {
            throw StorageError(
                .corrupted, stage: "read the content \(hash)", reason: "its list of pieces is none",
                advice: "remove the content and put it again")
        }
        pieces = Array(numbers[1...Int(count)])
        others = Array(numbers[(Int(count) + 1)...])
    }

    /// As it is stored.
    func sealed(for hash: ContentHash, keys: KeyRing) throws(StorageError) -> [UInt8] {
        var bytes = header.bytes
        for number in [UInt64(pieces.count)] + pieces + others {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> shift))
            }
        }
        return try keys.seal(bytes, for: Self.binding(hash))
    }

    private static func binding(_ hash: ContentHash) -> SealBinding {
        SealBinding(purpose: "content", [hash.bytes])
    }
}

extension ContentManifest {
    /// How much of a content a piece has, but for the last: as many sealed chunks as fit well into a message.
    static let pieceSize = 4 * SealedBlobHeader.chunkSize
    /// The largest content: its manifest must fit into a message of 1 MiB.
    static let limit = Int64(64_000) * Int64(pieceSize)

    /// How many pieces a content has: at least one.
    static func pieceCount(_ header: SealedBlobHeader) -> Int { (header.chunkCount + 3) / 4 }

    /// How many bytes of the content the piece of that number has.
    static func length(ofPiece number: Int, _ header: SealedBlobHeader) -> Int {
        Int(min(Int64(pieceSize), header.size.bytes - Int64(number) * Int64(pieceSize)))
    }
}

extension ChunkSealing {
    /// Seals a piece, chunk by chunk.
    func seal(piece: [UInt8], number: Int) throws(StorageError) -> [UInt8] {
        var sealed: [UInt8] = []
        var rest = piece[...]
        var chunk = 4 * number
        repeat {
            sealed += try seal(rest.prefix(SealedBlobHeader.chunkSize), number: chunk)
            rest = rest.dropFirst(SealedBlobHeader.chunkSize)
            chunk += 1
        } while !rest.isEmpty
        return sealed
    }

    /// Opens a piece.
    /// - Throws: ``StorageError`` (`corrupted`) if it is not that piece, whole and as it was sealed.
    func open(piece sealed: [UInt8], number: Int) throws(StorageError) -> [UInt8] {
        var piece: [UInt8] = []
        var rest = sealed[...]
        var chunk = 4 * number
        repeat {
            let length = SealedBlobHeader.chunkSize + SealedBlobHeader.chunkOverhead
            piece += try open(rest.prefix(length), number: chunk)
            rest = rest.dropFirst(length)
            chunk += 1
        } while !rest.isEmpty
        guard piece.count == ContentManifest.length(ofPiece: number, header) else {
            throw StorageError(
                .corrupted, stage: "open a sealed content", reason: "piece \(number) is not whole",
                advice: "put the content again, or restore it from a backup")
        }
        return piece
    }
}
