internal import Concurrency
public import Storage
public import Units

/// Contents in two JetStream streams: one has their pieces, sealed, of 256 KiB, the other a message for each content that
/// is complete, which says where its pieces stand.
///
/// An upload that is never finished leaves what it has sent; uploading the content again goes on with it, removing the
/// content removes it.
public final class JetStreamBlobs: BlobStore {
    /// The stream of the pieces, and what its subjects begin with.
    let pieces: StoredStream
    let pieceSubjects: String
    /// The stream of the manifests, and what its subjects begin with.
    let contents: StoredStream
    let contentSubjects: String
    let keys: KeyRing
    let garbage: Garbage
    private let limit: Int64?

    init(
        pieces: StoredStream, pieceSubjects: String, contents: StoredStream, contentSubjects: String, keys: KeyRing,
        limit: Int64?
    ) {
        self.pieces = pieces
        self.pieceSubjects = pieceSubjects
        self.contents = contents
        self.contentSubjects = contentSubjects
        self.keys = keys
        self.limit = limit
        garbage = Garbage(pieces, after: StoredStream.shortestLife)
    }

    /// Begins an upload, or goes on with one: then what was sent is read once, for its hash.
    public func upload(_ hash: ContentHash, size: ByteCount) async throws(StorageError) -> any BlobUpload {
        let stage = "upload the content \(hash)"
        guard size.bytes >= 0 else {
            throw StorageError(.badRequest, stage: stage, reason: "its size is negative", advice: "say how large it is")
        }
        guard size.bytes <= ContentManifest.limit else {
            throw StorageError(
                .tooLarge, stage: stage, reason: "it has \(size)",
                advice: "keep contents within \(ByteCount(ContentManifest.limit))")
        }
        if let (manifest, _) = try await manifest(of: hash, stage: stage) {
            guard manifest.header.size == size else {
                throw StorageError(
                    .badRequest, stage: stage, reason: "it is there and has \(manifest.header.size), not \(size)",
                    advice: "give the size of what has that hash")
            }
            return JetStreamUpload(complete: hash, size: size, in: self)
        }
        let header = SealedBlobHeader(for: size, keys: keys)
        if let limit {
            let used = try await pieces.information(stage: stage).state?.bytes ?? 0
            guard Int64(used) + header.sealedSize.bytes <= limit else {
                throw StorageError(
                    .full, stage: stage, reason: "\(ByteCount(Int64(used))) of \(ByteCount(limit)) are in use",
                    advice: "remove contents, or raise the limit of the stream \(pieces.name)")
            }
        }
        return try await begin(hash, header, stage: stage)
    }

    /// The content, or a part, each piece opened and so verified before it is given out.
    public func read(_ hash: ContentHash, range: Range<Int64>?) -> AsyncThrowingStream<[UInt8], any Error> {
        let reader = ContentReader(hash, range, in: self)
        return AsyncThrowingStream { try await reader.next() }
    }

    /// The size of a content; nil if it is not complete.
    public func size(of hash: ContentHash) async throws(StorageError) -> ByteCount? {
        try await manifest(of: hash, stage: "find the content \(hash)")?.manifest.header.size
    }

    /// Removes a content, and what unfinished uploads of it have left.
    public func remove(_ hash: ContentHash) async throws(StorageError) {
        let stage = "remove the content \(hash)"
        if let message = try await contents.last(on: subject(of: hash), stage: stage) {
            try await remove(hash, message, stage: stage)
        } else {
            try await removePieces(of: hash, stage: stage)
        }
    }

    /// Removes a content if it was complete before `time`, by the clock of the servers.
    public func remove(_ hash: ContentHash, completeBefore time: Int64) async throws(StorageError) -> Bool {
        let stage = "remove the content \(hash)"
        guard let message = try await contents.last(on: subject(of: hash), stage: stage), message.time < time else {
            return false
        }
        try await remove(hash, message, stage: stage)
        return true
    }

    /// At most `limit` hashes of complete contents after `hash`, in order.
    public func list(after hash: ContentHash?, limit: Int) async throws(StorageError) -> [ContentHash] {
        let stage = "list contents"
        guard limit > 0 else { return [] }
        var found: [ContentHash] = []
        try await contents.forEachGroup(below: contentSubjects, from: hash?.bytes[0] ?? 0, stage: stage) { names in
            let hashes = names.compactMap { ContentHash($0.filter { $0 != "." }) }
            found += hashes.filter { candidate in hash.map { $0 < candidate } ?? true }.sorted()
            return found.count < limit
        }
        return Array(found.prefix(limit))
    }
}

extension JetStreamBlobs {
    /// The manifest of a content that is complete, and where it stands; nil if it is not.
    func manifest(
        of hash: ContentHash, stage: String
    ) async throws(StorageError) -> (manifest: ContentManifest, sequence: UInt64)? {
        guard let message = try await contents.last(on: subject(of: hash), stage: stage) else { return nil }
        return (try ContentManifest(message, of: hash, keys: keys), message.sequence)
    }

    /// Removes the content whose manifest `message` has.
    private func remove(_ hash: ContentHash, _ message: StoredMessage, stage: String) async throws(StorageError) {
        // One that cannot be read is found by its subjects.
        let manifest = try? ContentManifest(message, of: hash, keys: keys)
        try await contents.delete(message.sequence, stage: stage)
        if let manifest {
            try await delete(manifest.others + manifest.pieces, stage: stage)
        } else {
            try await removePieces(of: hash, stage: stage)
        }
    }

    private func removePieces(of hash: ContentHash, stage: String) async throws(StorageError) {
        var sequences: [UInt64] = []
        while let message = try await pieces.last(on: subject(sequences.count, of: hash), stage: stage) {
            sequences.append(message.sequence)
        }
        try await delete(sequences, stage: stage)
    }

    /// Deletes messages of an upload; the first, without which nothing is an upload's beginning, before the others.
    func delete(_ sequences: [UInt64], stage: String) async throws(StorageError) {
        guard let first = sequences.first else { return }
        try await pieces.delete(first, stage: stage)
        let pieces = pieces
        try await BoundedTasks.forEach(sequences.dropFirst(), atOnce: 16) { sequence throws(StorageError) in
            try await pieces.delete(sequence, stage: stage)
        }
    }

    func subject(of hash: ContentHash) -> String {
        SubjectGroups.subject(hash.description, below: contentSubjects)
    }

    func pieceSubjects(of hash: ContentHash) -> String { "\(pieceSubjects).\(hash)" }

    func subject(_ number: Int, of hash: ContentHash) -> String { "\(pieceSubjects(of: hash)).\(number)" }

    /// Takes over from whoever uploaded before, and goes on where that ended.
    private func begin(
        _ hash: ContentHash, _ fresh: SealedBlobHeader, stage: String
    ) async throws(StorageError) -> JetStreamUpload {
        let name = randomName()
        var history = UploadHistory()
        while true {
            do throws(StorageError) {
                while let message = try await pieces.last(on: subject(history.next, of: hash), stage: stage) {
                    try history.take(message, of: hash, keys: keys)
                }
                // Of another size, or sealed with a key that is not the newest, it is uploaded from its beginning.
                let old = history.sealing?.header
                let header = old?.size == fresh.size ? old ?? fresh : fresh
                let claim = try await pieces.claim(
                    subject(history.next, of: hash), headers: [(UploadRecord.header, UploadRecord.begin(name).text)],
                    header.bytes, stage: stage)
                guard case .won(let sequence) = claim else { continue }
                let message = StoredMessage(
                    subject: subject(history.next, of: hash), sequence: sequence, time: 0,
                    headers: [UploadRecord.header: UploadRecord.begin(name).text], payload: header.bytes)
                try history.take(message, of: hash, keys: keys)
                return JetStreamUpload(hash, name, history, in: self)
            } catch {
                // What was uploaded before has rotted, or cannot be opened any more: it is forgotten.
                guard error.code == .corrupted || error.code == .wrongKey else { throw error }
                try await delete(history.others + history.pieces, stage: stage)
                history = UploadHistory()
            }
        }
    }
}
