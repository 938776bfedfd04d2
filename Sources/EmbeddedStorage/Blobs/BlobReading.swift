import Storage
import Units

/// Where one reader of a content is. It keeps the file open: also what is removed meanwhile is read to its end.
actor BlobReading {
    private let store: EmbeddedBlobStore
    private let hash: ContentHash
    private var range: Range<Int64>?
    private var reader: SealedFileReader?

    init(store: EmbeddedBlobStore, hash: ContentHash, range: Range<Int64>?) {
        self.store = store
        self.hash = hash
        self.range = range
    }

    /// The next piece; nil at the end.
    func next() async throws(StorageError) -> [UInt8]? {
        let stage = "read \(hash)"
        if reader == nil {
            let opened = try await store.perform(stage, for: hash) { [store, hash] in
                guard let file = try store.folder.open(hash) else {
                    throw StorageError(.notFound, stage: stage, reason: "there is no such content")
                }
                let reader = try SealedFileReader(file, hash: hash, keys: store.keys)
                // Nothing of an empty part would be checked otherwise; the header stands or falls with any chunk.
                if reader.header.size.bytes == 0 { _ = try reader.chunk(0) }
                return reader
            }
            range = try Self.part(range, of: opened.header.size, stage: stage)
            reader = opened
        }
        guard let reader, let range, !range.isEmpty else { return nil }
        let piece = try await store.perform(stage, for: hash) { try reader.piece(of: range) }
        self.range = (range.lowerBound + Int64(piece.count))..<range.upperBound
        return piece
    }

    private static func part(
        _ range: Range<Int64>?, of size: ByteCount, stage: String
    ) throws(StorageError) -> Range<Int64> {
        guard let range else { return 0..<size.bytes }
        guard range.lowerBound >= 0, range.upperBound <= size.bytes else {
            throw StorageError(
                .badRequest, stage: stage, reason: "\(range) is not within its \(size.bytes) bytes",
                advice: "ask for a part of it")
        }
        return range
    }
}
