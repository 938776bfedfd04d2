import Events
public import Storage
import SwiftProtobuf
public import Units

/// A store's contents as everybody but ``ContentSweep`` is to see them: whoever is told that a content is there may refer to
/// it, so that it is wanted from then on, and what was forgotten is not there.
public struct RetainedContents: BlobStore {
    private let store: any BlobStore
    private let log: any EventLog
    private let unused: UnusedContents

    /// The contents of `store`.
    /// - Parameter unused: what `log` says of those that nothing refers to.
    public init(_ store: any BlobStore, log: any EventLog, unused: UnusedContents) {
        (self.store, self.log, self.unused) = (store, log, unused)
    }

    /// See ``Storage/BlobStore/upload(_:size:)``.
    public func upload(_ hash: ContentHash, size: ByteCount) async throws(StorageError) -> any BlobUpload {
        try await want(hash)
        return try await store.upload(hash, size: size)
    }

    /// See ``Storage/BlobStore/putWhole(_:as:)``.
    public func putWhole(_ content: [UInt8], as hash: ContentHash) async throws(StorageError) {
        try await want(hash)
        try await store.putWhole(content, as: hash)
    }

    /// See ``Storage/BlobStore/read(_:range:)``.
    public func read(_ hash: ContentHash, range: Range<Int64>?) -> AsyncThrowingStream<[UInt8], any Error> {
        store.read(hash, range: range)
    }

    /// See ``Storage/BlobStore/size(of:)``.
    public func size(of hash: ContentHash) async throws(StorageError) -> ByteCount? {
        try await want(hash)
        return try await store.size(of: hash)
    }

    /// See ``Storage/BlobStore/remove(_:)``.
    public func remove(_ hash: ContentHash) async throws(StorageError) { try await store.remove(hash) }

    /// See ``Storage/BlobStore/remove(_:completeBefore:)``.
    public func remove(_ hash: ContentHash, completeBefore time: Int64) async throws(StorageError) -> Bool {
        try await store.remove(hash, completeBefore: time)
    }

    /// See ``Storage/BlobStore/list(after:limit:)``.
    public func list(after hash: ContentHash?, limit: Int) async throws(StorageError) -> [ContentHash] {
        try await store.list(after: hash, limit: limit)
    }

    /// Keeps the content, if it is there and was not forgotten; then what the store has left of it is removed.
    private func want(_ hash: ContentHash) async throws(StorageError) {
        if !unused.isComplete { try await unused.catchUp(with: log) }
        while true {
            switch unused.standing(of: hash) {
            case .used: return
            case .forgotten(let since):
                _ = try await store.remove(hash, completeBefore: since)
                return
            case .unused:
                // Whether this stands before the entry that forgets it is seen when both were read.
                let wanted = try Event(ContentsWanted.with { $0.keys = [hash.start] })
                _ = try await log.append([wanted], to: StreamName(UnusedContents.streamName), expecting: .anything)
                try await unused.catchUp(with: log)
            }
        }
    }
}
