import Fleet
import Storage
import Units

/// Receives a content from a caller: writes it to the store, or only checks its hash.
struct ContentReceiver {
    private enum Destination {
        /// The caller has put it before: nothing is to come.
        case known
        /// An upload into the store, and the offset from which on the store has nothing yet.
        case store(any BlobUpload, offset: Int64)
        /// The store has it, which the caller must not learn: what comes is only hashed.
        case hasher(ContentHasher)
    }

    private let hash: ContentHash
    private let size: Int64
    private let intake: ContentIntake
    private var destination: Destination
    /// Where the caller is to begin; then how far it is.
    private(set) var offset: Int64
    /// Whether all of it is there, and durable.
    private(set) var isFinished = false

    /// Nothing is to come.
    init(complete hash: ContentHash, size: Int64, intake: ContentIntake) {
        self.hash = hash
        self.size = size
        self.intake = intake
        destination = .known
        offset = size
    }

    /// Appends to `upload`, which goes on at `offset`; the caller begins at `start`, at or before that.
    init(
        _ hash: ContentHash, size: Int64, upload: any BlobUpload, offset: Int64, startAt start: Int64,
        intake: ContentIntake
    ) {
        self.hash = hash
        self.size = size
        self.intake = intake
        destination = .store(upload, offset: offset)
        self.offset = start
    }

    /// Goes on hashing.
    init(_ hash: ContentHash, size: Int64, hasher: ContentHasher, intake: ContentIntake) {
        self.hash = hash
        self.size = size
        self.intake = intake
        destination = .hasher(hasher)
        offset = Int64(clamping: hasher.count)
    }

    /// What to remember of an upload that was cut off here; nil: nothing.
    var state: TenantContents.UploadState? {
        switch destination {
        case .known: nil
        case .store: .begun(offset)
        case .hasher(let hasher): .hashed(hasher)
        }
    }

    /// Takes the next bytes.
    mutating func add(_ bytes: [UInt8]) async throws(DomainError) {
        guard bytes.count <= 1 << 20 else {
            throw DomainError(
                .invalid, "a message has \(bytes.count) bytes of data, which is more than 1 MiB",
                advice: "send at most 1 MiB")
        }
        let end = offset + Int64(bytes.count)
        guard end <= size else {
            throw DomainError(.invalid, "the content is longer than the \(size) bytes that were announced")
        }
        switch destination {
        case .known: break
        case .store(let upload, let needed):
            if end > needed {
                let fresh = Array(bytes.dropFirst(Int(max(0, needed - offset))))
                try await intake.withStore { () async throws(StorageError) in try await upload.append(fresh) }
                destination = .store(upload, offset: end)
            }
        case .hasher(var hasher):
            hasher.add(bytes)
            destination = .hasher(hasher)
        }
        offset = end
    }

    /// No more comes: sees whether it is the content, and durable.
    mutating func finish() async throws(DomainError) {
        guard offset == size else {
            throw DomainError(
                .invalid, "only \(offset) of \(size) bytes were sent", advice: "send the rest")
        }
        switch destination {
        case .known: break
        case .store(let upload, _):
            do throws(StorageError) {
                try await upload.finish()
            } catch {
                guard error.code == .corrupted else {
                    try await intake.withStore { () async throws(StorageError) in throw error }
                    return
                }
                destination = .store(upload, offset: 0)
                offset = 0
                throw wrongHash
            }
        case .hasher(let hasher):
            guard ContentHash(hasher.content) == hash else {
                destination = .hasher(ContentHasher())
                offset = 0
                throw wrongHash
            }
        }
        isFinished = true
    }

    private var wrongHash: DomainError {
        DomainError(.invalid, "the bytes do not have the hash \(hash)", advice: "send all of them again")
    }
}
