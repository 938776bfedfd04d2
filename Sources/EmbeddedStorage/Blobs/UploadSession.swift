import Cryptography
import Files
import Foundation
import Storage
import SystemPackage
import Units

/// A content on its way into its file. Used by one thread at a time: the one that works on that content.
struct UploadSession {
    /// How much is written before it is made durable, at most.
    private static let syncInterval: Int64 = 2 << 20

    /// Which upload goes on; others of the same content were taken over.
    let number: UInt64
    private let hash: ContentHash
    private let sealing: ChunkSealing
    private let file: OwnedFile
    private var digest = SHA256()
    /// What does not fill a chunk yet.
    private var pending: [UInt8] = []
    private var chunks = 0
    private var written: Int64 = 0
    /// How much of the content is in the file for good.
    private(set) var durable: Int64 = 0

    private var header: SealedBlobHeader { sealing.header }

    /// Begins an upload, or goes on with the whole chunks that the file has.
    init(_ number: UInt64, hash: ContentHash, size: ByteCount, folder: BlobFolder, keys: KeyRing) throws {
        self.number = number
        self.hash = hash
        let path = folder.upload(of: hash)
        file = try OwnedFile(path, .readWrite, options: [.create])
        let start = try file.read(SealedBlobHeader.length, at: 0)
        if let known = try? SealedBlobHeader(reading: start), known.size == size,
            let sealing = try? ChunkSealing(header: known, hash: hash, keys: keys)
        {
            self.sealing = sealing
            try readChunks()
        } else {
            // None, half a header, another size, or a key that is gone: begins anew.
            sealing = try ChunkSealing(header: SealedBlobHeader(for: size, keys: keys), hash: hash, keys: keys)
            try file.truncate(to: 0)
            try file.write(sealing.header.bytes, at: 0)
            try file.sync()
            try folder.uploads.syncDirectory()
        }
    }

    /// Takes up the chunks that are whole; whatever stands behind them goes.
    private mutating func readChunks() throws {
        while chunks < header.chunkCount {
            let length = header.length(ofChunk: chunks) + SealedBlobHeader.chunkOverhead
            let sealed = try file.read(length, at: header.sealedOffset(ofChunk: chunks))
            guard sealed.count == length, let chunk = try? sealing.open(sealed, number: chunks) else { break }
            digest.update(chunk)
            written += Int64(chunk.count)
            chunks += 1
        }
        try file.truncate(to: header.sealedOffset(ofChunk: chunks) - Int64(chunks == header.chunkCount ? missing : 0))
        try sync()
    }

    /// By how much the last chunk is shorter than others.
    private var missing: Int { SealedBlobHeader.chunkSize - header.length(ofChunk: header.chunkCount - 1) }

    private var appended: Int64 { written + Int64(pending.count) }

    mutating func append(_ bytes: [UInt8]) throws {
        guard appended + Int64(bytes.count) <= header.size.bytes else {
            throw StorageError(
                .badRequest, stage: "upload \(hash)",
                reason: "\(appended + Int64(bytes.count)) bytes are more than the \(header.size.bytes) announced")
        }
        var rest = bytes[...]
        while !rest.isEmpty {
            let taken = rest.prefix(header.length(ofChunk: chunks) - pending.count)
            pending += taken
            rest = rest.dropFirst(taken.count)
            if pending.count == header.length(ofChunk: chunks) { try writeChunk() }
        }
        if written - durable >= Self.syncInterval { try sync() }
    }

    private mutating func writeChunk() throws {
        try file.write(try sealing.seal(pending, number: chunks), at: header.sealedOffset(ofChunk: chunks))
        digest.update(pending)
        written += Int64(pending.count)
        chunks += 1
        pending = []
    }

    private mutating func sync() throws {
        try file.sync()
        durable = written
    }

    /// Makes the content durable in its file.
    /// - Returns: whether it is what was announced.
    mutating func finish() throws -> Bool {
        // Nothing at all has a chunk, too, and nobody appends it.
        if header.size.bytes == 0, chunks == 0 { try writeChunk() }
        guard appended == header.size.bytes, digest.finalize() == hash.bytes else { return false }
        // What came before may have been written long ago.
        try file.touch()
        try sync()
        return true
    }
}
