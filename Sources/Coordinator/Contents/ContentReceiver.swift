import Fleet
import Storage
import Units
import Wire

/// Takes a content from somebody: into the store, or only to see whether it is what was said.
struct ContentReceiver {
    private enum Place {
        /// It is the caller's already: nothing comes.
        case there
        /// The upload, and where what comes next belongs that the store has not yet.
        case store(any BlobUpload, offset: Int64)
        /// It is in the store already, which the caller is not told.
        case hasher(ContentHasher)
    }

    private let content: Verdict_V1_BlobRef
    private let hash: ContentHash
    private let service: BlobsService
    private var place: Place
    /// Where the caller is to begin, and then where it stands.
    private(set) var offset: Int64

    /// Nothing is to come.
    init(_ content: Verdict_V1_BlobRef, _ hash: ContentHash, complete size: Int64, service: BlobsService) {
        self.content = content
        self.hash = hash
        self.service = service
        place = .there
        offset = size
    }

    /// Appends to `upload`, which goes on at `offset`; the caller begins at `told`, at or before that.
    init(
        _ content: Verdict_V1_BlobRef, _ hash: ContentHash, upload: any BlobUpload, offset: Int64, told: Int64,
        service: BlobsService
    ) {
        self.content = content
        self.hash = hash
        self.service = service
        place = .store(upload, offset: offset)
        self.offset = told
    }

    /// Goes on hashing.
    init(_ content: Verdict_V1_BlobRef, _ hash: ContentHash, hasher: ContentHasher, service: BlobsService) {
        self.content = content
        self.hash = hash
        self.service = service
        place = .hasher(hasher)
        offset = Int64(clamping: hasher.count)
    }

    /// What to remember of an upload that was cut off here; nil: nothing.
    var state: TenantContents.UploadState? {
        switch place {
        case .there: nil
        case .store: .begun(offset)
        case .hasher(let hasher): .hashed(hasher)
        }
    }

    /// Takes the next bytes.
    mutating func add(_ bytes: [UInt8]) async throws(DomainError) {
        guard bytes.count <= 1 << 20 else {
            throw DomainError(.invalid, "a message has \(bytes.count) bytes of data", advice: "send at most 1 MiB")
        }
        let end = offset + Int64(bytes.count)
        guard end <= Int64(clamping: content.size) else {
            throw DomainError(.invalid, "more came than the \(content.size) bytes that were announced")
        }
        switch place {
        case .there: break
        case .store(let upload, let needed):
            if end > needed {
                let fresh = Array(bytes.dropFirst(Int(max(0, needed - offset))))
                try await service.storing { () async throws(StorageError) in try await upload.append(fresh) }
                place = .store(upload, offset: end)
            }
        case .hasher(var hasher):
            hasher.add(bytes)
            place = .hasher(hasher)
        }
        offset = end
    }

    /// No more comes: sees whether it is the content, and durable.
    mutating func finish() async throws(DomainError) {
        guard offset == Int64(clamping: content.size) else {
            throw DomainError(
                .invalid, "\(offset) bytes came of the \(content.size) that were announced", advice: "send the rest")
        }
        switch place {
        case .there: break
        case .store(let upload, _):
            do throws(StorageError) {
                try await upload.finish()
            } catch {
                guard error.code == .corrupted else {
                    try await service.storing { () async throws(StorageError) in throw error }
                    return
                }
                place = .store(upload, offset: 0)
                offset = 0
                throw wrongHash
            }
        case .hasher(let hasher):
            guard hasher.content == content else {
                place = .hasher(ContentHasher())
                offset = 0
                throw wrongHash
            }
        }
    }

    private var wrongHash: DomainError {
        DomainError(.invalid, "what came is not the content \(hash)", advice: "send it again from the beginning")
    }
}
