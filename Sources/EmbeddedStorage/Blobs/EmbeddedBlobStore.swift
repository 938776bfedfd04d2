public import Storage
import Synchronization
import SystemPackage
public import Units

/// Contents in files, sealed; see ``SealedBlobHeader`` for what such a file looks like.
public final class EmbeddedBlobStore: BlobStore {
    private struct State {
        var sessions: [ContentHash: UploadSession] = [:]
        var lastSession: UInt64 = 0
        var isClosed = false
    }

    let folder: BlobFolder
    let keys: KeyRing
    private let work = FileWork()
    private let state = Mutex(State())

    /// The contents below the folder `store`.
    init(store: FilePath, keys: KeyRing) throws {
        folder = try BlobFolder(store: store)
        self.keys = keys
    }

    /// Works on one content's files.
    func perform<Value: Sendable>(
        _ stage: String, for hash: ContentHash, _ action: @escaping @Sendable () throws -> Value
    ) async throws(StorageError) -> Value {
        try await work.perform(stage, for: hash) {
            guard !self.state.withLock({ $0.isClosed }) else { throw StorageError(closedAt: stage) }
            return try action()
        }
    }

    /// See ``BlobStore/upload(_:size:)``.
    public func upload(_ hash: ContentHash, size: ByteCount) async throws(StorageError) -> any BlobUpload {
        let stage = "upload \(hash)"
        guard size.bytes >= 0 else {
            throw StorageError(.badRequest, stage: stage, reason: "its size is \(size.bytes)")
        }
        return try await perform(stage, for: hash) {
            if let known = try self.knownSize(of: hash) {
                guard known == size else {
                    throw StorageError(
                        .badRequest, stage: stage, reason: "it is there with \(known.bytes) bytes, not \(size.bytes)",
                        advice: "ask with the content's right size")
                }
                return EmbeddedBlobUpload(store: self, hash: hash, number: 0, size: size)
            }
            let number = self.state.withLock { state in
                // Whoever uploads it now has lost it; its file is closed before it is opened again.
                state.sessions[hash] = nil
                state.lastSession += 1
                return state.lastSession
            }
            let session = try UploadSession(number, hash: hash, size: size, folder: self.folder, keys: self.keys)
            let room = try self.folder.room()
            guard room >= ByteCount(size.bytes - session.durable) else {
                throw StorageError(
                    .full, stage: stage, reason: "there is room for \(room), and it has \(size)",
                    advice: "make room on the store's disk")
            }
            self.state.withLock { $0.sessions[hash] = session }
            return EmbeddedBlobUpload(store: self, hash: hash, number: number, size: size)
        }
    }

    /// See ``BlobStore/putWhole(_:as:)``.
    ///
    /// Unlike an upload it leaves nothing behind that is gone on with, so that it waits for the disk twice, and not five times.
    public func putWhole(_ content: [UInt8], as hash: ContentHash) async throws(StorageError) {
        let stage = "put \(hash)"
        guard ContentHash(of: content) == hash else {
            throw StorageError(.corrupted, stage: stage, reason: "what is to be put has another hash")
        }
        try await perform(stage, for: hash) {
            guard try self.knownSize(of: hash) == nil else { return }
            let size = ByteCount(Int64(content.count))
            let room = try self.folder.room()
            guard room >= size else {
                throw StorageError(
                    .full, stage: stage, reason: "there is room for \(room), and it has \(size)",
                    advice: "make room on the store's disk")
            }
            // Whoever uploads it now finds that another one took over, and then that it is there.
            self.state.withLock { $0.sessions[hash] = nil }
            do {
                try self.write(content, as: hash)
            } catch {
                // Nobody goes on with what was written, and it takes room that may be what was missing. What cannot be removed
                // now is removed with abandoned uploads.
                _ = try? self.folder.remove(self.folder.upload(of: hash))
                throw error
            }
        }
    }

    private func write(_ content: [UInt8], as hash: ContentHash) throws {
        let header = SealedBlobHeader(for: ByteCount(Int64(content.count)), keys: keys)
        let sealing = try ChunkSealing(header: header, hash: hash, keys: keys)
        // Closed, and so gone, when this has failed.
        let file = try OwnedFile(folder.upload(of: hash), .readWrite, options: [.create])
        try file.truncate(to: 0)
        try file.write(header.bytes, at: 0)
        var rest = content[...]
        for number in 0..<header.chunkCount {
            let chunk = rest.prefix(header.length(ofChunk: number))
            rest = rest.dropFirst(chunk.count)
            try file.write(try sealing.seal(chunk, number: number), at: header.sealedOffset(ofChunk: number))
        }
        try file.touch()
        try file.sync()
        try folder.moveIntoPlace(hash)
    }

    /// Works on an upload that goes on; where it fails, it has to be begun again.
    func continueUpload<Value: Sendable>(
        _ number: UInt64, of hash: ContentHash, _ change: @escaping @Sendable (inout UploadSession) throws -> Value
    ) async throws(StorageError) -> Value {
        let stage = "upload \(hash)"
        return try await perform(stage, for: hash) {
            // Nobody else works on this content now: the session can be away from its place meanwhile.
            let taken = self.state.withLock { state in
                state.sessions[hash]?.number == number ? state.sessions.removeValue(forKey: hash) : nil
            }
            guard var session = taken else {
                throw StorageError(
                    .conflict, stage: stage, reason: "another upload of it took over, or it failed",
                    advice: "begin the upload again")
            }
            do {
                let value = try change(&session)
                self.state.withLock { [session] in $0.sessions[hash] = session }
                return value
            } catch let error as StorageError where error.code == .badRequest {
                self.state.withLock { [session] in $0.sessions[hash] = session }
                throw error
            }
        }
    }

    /// Ends an upload that goes on, whatever becomes of it.
    func endUpload(_ number: UInt64, of hash: ContentHash) async throws(StorageError) {
        let isRight = try await continueUpload(number, of: hash) { session in
            let isRight = try session.finish()
            if isRight {
                try self.folder.complete(hash)
            } else {
                try self.folder.remove(self.folder.upload(of: hash))
            }
            return isRight
        }
        state.withLock { state in
            if state.sessions[hash]?.number == number { state.sessions[hash] = nil }
        }
        guard isRight else {
            throw StorageError(
                .corrupted, stage: "upload \(hash)", reason: "what was sent has another hash or size",
                advice: "send it again from the beginning")
        }
    }

    /// Nobody goes on with an upload: closes its file. What is whole of it stays for whoever begins it again.
    func leave(_ number: UInt64, of hash: ContentHash) {
        let left = state.withLock { state in
            state.sessions[hash]?.number == number ? state.sessions.removeValue(forKey: hash) : nil
        }
        // The file is closed here, without the lock.
        _ = consume left
    }

    /// How much of an upload is durable; 0 if it was taken over.
    func durable(_ number: UInt64, of hash: ContentHash) async throws(StorageError) -> Int64 {
        try await perform("upload \(hash)", for: hash) {
            self.state.withLock { state in
                state.sessions[hash].map { $0.number == number ? $0.durable : 0 } ?? 0
            }
        }
    }

    /// See ``BlobStore/size(of:)``.
    public func size(of hash: ContentHash) async throws(StorageError) -> ByteCount? {
        try await perform("find \(hash)", for: hash) { try self.knownSize(of: hash) }
    }

    private func knownSize(of hash: ContentHash) throws -> ByteCount? {
        guard let file = try folder.open(hash) else { return nil }
        return try SealedFileReader(file, hash: hash, keys: keys).header.size
    }

    /// See ``BlobStore/read(_:range:)``.
    public func read(_ hash: ContentHash, range: Range<Int64>?) -> AsyncThrowingStream<[UInt8], any Error> {
        let reading = BlobReading(store: self, hash: hash, range: range)
        return AsyncThrowingStream { try await reading.next() }
    }

    /// See ``BlobStore/remove(_:)``.
    public func remove(_ hash: ContentHash) async throws(StorageError) {
        try await perform("remove \(hash)", for: hash) { try self.folder.remove(self.folder.file(of: hash)) }
    }

    /// See ``BlobStore/remove(_:completeBefore:)``.
    public func remove(_ hash: ContentHash, completeBefore time: Int64) async throws(StorageError) -> Bool {
        try await perform("remove \(hash)", for: hash) {
            guard let completed = try self.folder.completionTime(of: hash), completed < time else { return false }
            try self.folder.remove(self.folder.file(of: hash))
            return true
        }
    }

    /// See ``BlobStore/list(after:limit:)``.
    public func list(after hash: ContentHash?, limit: Int) async throws(StorageError) -> [ContentHash] {
        let any = hash ?? ContentHash(of: [])
        return try await perform("list contents", for: any) { try self.folder.list(after: hash, limit: limit) }
    }

    /// Forgets uploads that nothing was appended to for that long, and that do not go on now.
    public func forgetUploads(idleFor time: Duration) async throws(StorageError) {
        try await perform("forget uploads", for: ContentHash(of: [])) {
            let active = self.state.withLock { Set($0.sessions.keys) }
            try self.folder.removeUploads(idleFor: Int(time.components.seconds), except: active)
        }
    }

    /// Forgets such uploads again and again, until the task is cancelled.
    func sweepUploads(olderThan age: Duration) async {
        let pause = min(age / 4, .seconds(3600))
        while (try? await Task.sleep(for: pause)) != nil {
            // What fails now is done the next time.
            try? await forgetUploads(idleFor: age)
        }
    }

    /// Ends all uploads, after what is under way.
    func close() async {
        state.withLock { $0.isClosed = true }
        await work.finishAll()
        state.withLock { $0.sessions = [:] }
    }
}
