import Storage
import Synchronization
import Units

/// An upload into an ``EmbeddedBlobStore``.
final class EmbeddedBlobUpload: BlobUpload {
    private let store: EmbeddedBlobStore
    private let hash: ContentHash
    /// Which upload it is; 0 if there was nothing to upload.
    private let number: UInt64
    private let size: ByteCount
    private let isComplete: Mutex<Bool>

    init(store: EmbeddedBlobStore, hash: ContentHash, number: UInt64, size: ByteCount) {
        self.store = store
        self.hash = hash
        self.number = number
        self.size = size
        isComplete = Mutex(number == 0)
    }

    deinit {
        // Nobody goes on with it: its descriptor is not to wait for the next who begins it.
        store.leave(number, of: hash)
    }

    var offset: Int64 {
        get async {
            guard !isComplete.withLock({ $0 }) else { return size.bytes }
            // Of a closed store nothing is known; what is appended then fails and says so.
            return (try? await store.durable(number, of: hash)) ?? 0
        }
    }

    func append(_ bytes: [UInt8]) async throws(StorageError) {
        guard bytes.count <= 1 << 20 else {
            throw StorageError(
                .tooLarge, stage: "upload \(hash)", reason: "\(bytes.count) bytes are more than 1 MiB",
                advice: "send smaller pieces")
        }
        guard !isComplete.withLock({ $0 }) else {
            guard !bytes.isEmpty else { return }
            throw StorageError(.badRequest, stage: "upload \(hash)", reason: "all of it is there")
        }
        try await store.continueUpload(number, of: hash) { try $0.append(bytes) }
    }

    func finish() async throws(StorageError) {
        guard !isComplete.withLock({ $0 }) else { return }
        try await store.endUpload(number, of: hash)
        isComplete.withLock { $0 = true }
    }
}
