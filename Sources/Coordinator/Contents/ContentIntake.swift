import Fleet
import Identity
public import Logging
public import Storage
import Units

/// Takes contents from callers, whatever they speak, and says which are there.
///
/// A client gets nothing back, and is told of no content that its tenant has not put itself: see ``TenantContents``.
public struct ContentIntake: Sendable {
    let blobs: any BlobStore
    let contents: TenantContents
    let options: BlobsService.Options
    let accounts: ContentAccounts?
    let logger: Logger
    /// Whoever receives a content has a place of these.
    let uploads: FairSlots

    /// Takes contents into `blobs`.
    /// - Parameters:
    ///   - blobs: where they go.
    ///   - contents: who has put what.
    ///   - options: what is taken.
    ///   - logger: gets the store's failures.
    ///   - accounts: asked for room before a content is taken from a client, and told when it is there; nil: clients may
    ///     put anything.
    public init(
        blobs: any BlobStore, contents: TenantContents, options: BlobsService.Options, logger: Logger,
        accounts: ContentAccounts?
    ) {
        (self.blobs, self.contents, self.options, self.accounts) = (blobs, contents, options, accounts)
        self.logger = logger
        uploads = FairSlots(options.uploadsAtOnce, of: "uploads")
    }

    /// The size of a content that is there, as far as `principal` may know; else nil.
    func size(of hash: ContentHash, for principal: Principal) async throws(DomainError) -> ByteCount? {
        if !contents.isVisible(hash, to: principal) {
            // What it has put before this process began stands in the log.
            guard principal.reach(.knowContents) == .own, accounts?.isCounted(hash, of: principal) == true else {
                return nil
            }
        }
        guard let size = try await withStore({ () async throws(StorageError) in try await blobs.size(of: hash) }) else {
            return nil
        }
        if principal.reach(.knowContents) == .own { contents.record(.complete, hash, of: principal) }
        return size
    }

    /// Receives a content, or a part of it, from `principal`, who has a place in ``uploads``.
    /// - Parameters:
    ///   - hash: what it has to be.
    ///   - size: how long it is, by its sender's word.
    ///   - principal: who sends it.
    ///   - most: how many contents its tenant may have; nil: any number.
    ///   - take: gives the receiver what comes, and has it finish if that was all.
    /// - Throws: ``DomainError``; what `take` throws.
    func receive(
        _ hash: ContentHash, size: ByteCount, from principal: Principal, atMost most: Int? = nil,
        _ take: (inout ContentReceiver) async throws -> Void
    ) async throws {
        guard size <= options.largestContent else {
            throw DomainError(
                .invalid, "the content has \(size.bytes) bytes; at most \(options.largestContent) are allowed",
                advice: "split it")
        }
        let isOwn = principal.reach(.knowContents) == .own
        // Of what it has put already a client is told, whatever its quota.
        let isKnown = isOwn ? try await self.size(of: hash, for: principal) == size : false
        let reservation = isKnown ? nil : try accounts?.reserve(hash, size: size, of: principal, atMost: most)
        defer { if let reservation { accounts?.release(reservation) } }
        var receiver = try await receiver(of: hash, size.bytes, from: principal, isKnown: isKnown)
        do {
            try await take(&receiver)
        } catch {
            if let state = receiver.state { contents.record(state, hash, of: principal) }
            throw error
        }
        guard receiver.isFinished else {
            if let state = receiver.state { contents.record(state, hash, of: principal) }
            return
        }
        guard isOwn else { return }
        try await withStore { () async throws(StorageError) in
            try await accounts?.record(hash, size: size, of: principal)
        }
        contents.record(.complete, hash, of: principal)
    }

    /// What takes the content, and says where it is to begin.
    private func receiver(
        of hash: ContentHash, _ size: Int64, from principal: Principal, isKnown: Bool
    ) async throws(DomainError) -> ContentReceiver {
        guard principal.reach(.knowContents) == .own else {
            let upload = try await begin(hash, size)
            let offset = await upload.offset
            return ContentReceiver(hash, size: size, upload: upload, offset: offset, startAt: offset, intake: self)
        }
        if isKnown { return ContentReceiver(complete: hash, size: size, intake: self) }
        let isStored = try await withStore { () async throws(StorageError) in try await blobs.size(of: hash) != nil }
        guard !isStored else {
            // As if it were not there: what comes is hashed, and thrown away.
            if case .hashed(let hasher)? = contents.uploadState(of: hash, of: principal) {
                return ContentReceiver(hash, size: size, hasher: hasher, intake: self)
            }
            return ContentReceiver(hash, size: size, hasher: ContentHasher(), intake: self)
        }
        let upload = try await begin(hash, size)
        let offset = await upload.offset
        // What others have sent of it is not told either.
        let start = min(begun(hash, by: principal) ?? 0, offset)
        return ContentReceiver(hash, size: size, upload: upload, offset: offset, startAt: start, intake: self)
    }

    /// How much of a content `principal` has sent that is not there as a whole; nil: nothing.
    func begun(_ hash: ContentHash, by principal: Principal) -> Int64? {
        switch contents.uploadState(of: hash, of: principal) {
        case .begun(let offset)?: offset
        case .hashed(let hasher)?: Int64(clamping: hasher.count)
        // Before this process began, or so long ago that it is remembered nowhere else.
        case nil, .complete?: accounts?.begun(hash, of: principal)
        }
    }

    private func begin(_ hash: ContentHash, _ size: Int64) async throws(DomainError) -> any BlobUpload {
        try await withStore { () async throws(StorageError) in try await blobs.upload(hash, size: ByteCount(size)) }
    }

    /// Does something with the store.
    func withStore<Value>(_ body: () async throws(StorageError) -> Value) async throws(DomainError) -> Value {
        do {
            return try await body()
        } catch {
            throw clientError(error)
        }
    }

    /// What a caller is told of the store's failure.
    func clientError(_ error: StorageError) -> DomainError {
        switch error.code {
        case .notFound: return DomainError(.notFound, "there is no such content")
        case .badRequest:
            return DomainError(
                .invalid, "the content's size is not the one that was stored", advice: "send the right size")
        case .conflict:
            return DomainError(
                .conflict, "another upload of the same content took over", advice: "start the upload again")
        default:
            logger.error("the store failed", metadata: ["error": "\(error)"])
            return DomainError(error)
        }
    }
}
