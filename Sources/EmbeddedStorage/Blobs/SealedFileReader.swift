import Storage
import Units

/// Reads a sealed content's file, and checks all that it reads.
struct SealedFileReader: Sendable {
    let header: SealedBlobHeader
    private let sealing: ChunkSealing
    private let file: OwnedFile

    /// - Throws: ``StorageError`` (`corrupted`) if the file is not as long as its header says, or has none.
    init(_ file: OwnedFile, hash: ContentHash, keys: KeyRing) throws {
        self.file = file
        let header = try SealedBlobHeader(reading: try file.read(SealedBlobHeader.length, at: 0))
        let size = try file.size()
        guard size == header.sealedSize.bytes else {
            throw StorageError(
                .corrupted, stage: "read \(hash)",
                reason: "its file has \(size) bytes instead of \(header.sealedSize.bytes)",
                advice: "put the content again, or restore it from a backup")
        }
        self.header = header
        sealing = try ChunkSealing(header: header, hash: hash, keys: keys)
    }

    func chunk(_ number: Int) throws -> [UInt8] {
        let length = header.length(ofChunk: number) + SealedBlobHeader.chunkOverhead
        return try sealing.open(try file.read(length, at: header.sealedOffset(ofChunk: number)), number: number)
    }

    /// What of `range` begins at its start: up to four chunks, so that it is no larger than 256 KiB.
    func piece(of range: Range<Int64>) throws -> [UInt8] {
        let size = Int64(SealedBlobHeader.chunkSize)
        let first = range.lowerBound / size
        let end = min(range.upperBound, (first + 4) * size)
        var bytes: [UInt8] = []
        for number in first...max(first, (end - 1) / size) { bytes += try chunk(Int(number)) }
        return Array(bytes[Int(range.lowerBound - first * size)..<Int(end - first * size)])
    }
}
