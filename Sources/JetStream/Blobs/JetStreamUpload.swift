import Cryptography
import Storage
import Units

/// A content on its way: pieces are sealed and sent as soon as they are whole.
actor JetStreamUpload: BlobUpload {
    private enum Status {
        case open, complete
        case failed(StorageError)
    }

    private let hash: ContentHash
    private let size: ByteCount
    private let store: JetStreamBlobs
    private let name: String
    private let sealing: ChunkSealing?
    private let first: UInt64
    private var hasher: SHA256
    private var pieces: [UInt64]
    private var others: [UInt64]
    private var next: Int
    private var rest: [UInt8] = []
    private var received: Int64
    private var status: Status
    private var isBusy = false

    /// An upload that goes on after `history`, which it was the last to begin.
    init(_ hash: ContentHash, _ name: String, _ history: UploadHistory, in store: JetStreamBlobs) {
        self.hash = hash
        self.store = store
        self.name = name
        sealing = history.sealing
        size = history.sealing?.header.size ?? ByteCount(0)
        first = history.first ?? 0
        hasher = history.hasher
        pieces = history.pieces
        others = history.others
        next = history.next
        received = min(Int64(pieces.count) * Int64(ContentManifest.pieceSize), size.bytes)
        status = .open
    }

    /// Of a content that is there.
    init(complete hash: ContentHash, size: ByteCount, in store: JetStreamBlobs) {
        self.hash = hash
        self.size = size
        self.store = store
        (name, sealing, first, next) = ("", nil, 0, 0)
        (hasher, pieces, others) = (SHA256(), [], [])
        received = size.bytes
        status = .complete
    }

    var offset: Int64 {
        if case .complete = status { return size.bytes }
        return min(Int64(pieces.count) * Int64(ContentManifest.pieceSize), size.bytes)
    }

    func append(_ bytes: [UInt8]) async throws(StorageError) {
        try begin()
        defer { isBusy = false }
        if case .failed(let error) = status { throw error }
        guard bytes.count <= 1 << 20 else {
            throw StorageError(
                .tooLarge, stage: stage, reason: "\(ByteCount(Int64(bytes.count))) at once",
                advice: "append at most 1 MiB at a time")
        }
        guard received + Int64(bytes.count) <= size.bytes else {
            throw StorageError(
                .badRequest, stage: stage, reason: "it would have more than \(size)",
                advice: "append no more than the size that was given")
        }
        guard !bytes.isEmpty else { return }
        hasher.update(bytes)
        received += Int64(bytes.count)
        rest += bytes
        let before = pieces.count
        do throws(StorageError) {
            try await sendWholePieces()
            // Nothing sent says nothing about who has taken over.
            if pieces.count == before { try await requireMine() }
        } catch {
            // What was appended is not all sent: only a new upload knows how much of it was.
            status = .failed(error.code == .closed ? error : taken(error))
            throw error
        }
    }

    func finish() async throws(StorageError) {
        try begin()
        defer { isBusy = false }
        switch status {
        case .complete: return
        case .failed(let error): throw error
        case .open: break
        }
        try await requireMine()
        if size.bytes == 0, pieces.isEmpty { try await send([]) }
        guard received == size.bytes, rest.isEmpty, hasher.finalize() == hash.bytes else {
            let error = StorageError(
                .corrupted, stage: stage, reason: "what was sent has another hash, or another size",
                advice: "send the content again from its beginning")
            status = .failed(taken(error))
            try await store.delete(others + pieces, stage: stage)
            throw error
        }
        try await claim(.end(name), [])
        guard try await store.pieces.last(on: store.subject(0, of: hash), stage: stage)?.sequence == first else {
            throw fail("it was removed meanwhile")
        }
        guard let header = sealing?.header else { return }
        let manifest = ContentManifest(header: header, pieces: pieces, others: others)
        // That there is one already is as good: it is of the same content.
        _ = try await store.contents.claim(
            store.subject(of: hash), headers: [], try manifest.sealed(for: hash, keys: store.keys), stage: stage)
        status = .complete
    }
}

extension JetStreamUpload {
    private var stage: String { "upload the content \(hash)" }

    private func begin() throws(StorageError) {
        if store.pieces.connection.state == .closed { throw .closed(stage) }
        guard !isBusy else {
            throw StorageError(
                .badRequest, stage: stage, reason: "another call goes on", advice: "append one after the other")
        }
        isBusy = true
    }

    private func sendWholePieces() async throws(StorageError) {
        guard let header = sealing?.header else { return }
        while pieces.count < ContentManifest.pieceCount(header) {
            let length = ContentManifest.length(ofPiece: pieces.count, header)
            guard length > 0, rest.count >= length else { return }
            try await send(Array(rest.prefix(length)))
            rest.removeFirst(length)
        }
    }

    private func send(_ piece: [UInt8]) async throws(StorageError) {
        guard let sealing else { return }
        let number = pieces.count
        pieces.append(try await claim(.piece(name, number), try sealing.seal(piece: piece, number: number)))
    }

    /// Writes a record on the next subject that is free.
    /// - Throws: ``StorageError`` (`conflict`) if another upload has begun there.
    @discardableResult
    private func claim(_ record: UploadRecord, _ content: [UInt8]) async throws(StorageError) -> UInt64 {
        while true {
            let subject = store.subject(next, of: hash)
            let claim = try await store.pieces.claim(
                subject, headers: [(UploadRecord.header, record.text)], content, stage: stage)
            if case .won(let sequence) = claim {
                next += 1
                if case .end = record { others.append(sequence) }
                return sequence
            }
            try await passOver()
        }
    }

    /// Fails unless this upload is the one that goes on.
    private func requireMine() async throws(StorageError) {
        while try await store.pieces.last(on: store.subject(next, of: hash), stage: stage) != nil {
            try await passOver()
        }
    }

    /// Looks at what stands on the next subject: what is left over from a content that was removed is passed over.
    private func passOver() async throws(StorageError) {
        let message = try await store.pieces.last(on: store.subject(next, of: hash), stage: stage)
        guard let message, message.sequence < first else { throw fail("a later upload took over") }
        others.append(message.sequence)
        next += 1
    }

    private func fail(_ reason: String) -> StorageError {
        let error = StorageError(
            .conflict, stage: stage, reason: reason, advice: "leave it to that one, or begin again")
        status = .failed(error)
        return error
    }

    /// What later calls are told after `error`.
    private func taken(_ error: StorageError) -> StorageError {
        StorageError(
            .conflict, stage: stage, reason: error.reason ?? "it failed before", advice: "begin the upload again")
    }
}
