import Fleet
import Identity
import Storage
import SwiftProtobuf
import Units
import Wire

/// Contents that are sent.
extension BlobsService {
    /// Takes a content.
    func put(
        _ requests: IncomingMessages<Verdict_V1_PutRequest>, _ responses: ResponseWriter<Verdict_V1_PutResponse>,
        from principal: Principal
    ) async throws {
        var requests = requests.makeAsyncIterator()
        guard case .content(let content) = try await requests.next()?.part else {
            throw DomainError(
                .invalid, "the first message does not name a content", advice: "send its BlobRef first")
        }
        let hash = try Self.hash(content)
        guard content.size <= options.largestContent.bytes else {
            throw DomainError(
                .invalid, "the content has \(content.size) bytes; at most \(options.largestContent) are allowed",
                advice: "split it"
            )
        }
        try acquireSlot(for: principal)
        defer { uploads.release(of: principal) }
        let size = ByteCount(Int64(content.size))
        // Of what it has put already a client is told, whatever its quota.
        let isKnown = principal.reach(.knowContents) == .own ? try await isThere(content, hash, for: principal) : false
        let reservation = isKnown ? nil : try accounts?.reserve(hash, size: size, of: principal)
        defer { if let reservation { accounts?.release(reservation) } }
        var receiver = try await receiver(of: content, hash, from: principal, isKnown: isKnown)
        try await responses.write(.with { $0.offset = UInt64(clamping: receiver.offset) })
        do {
            while let request = try await requests.next() {
                guard case .data(let data) = request.part else {
                    throw DomainError(
                        .invalid, "a message after the first has no data", advice: "send the content's bytes")
                }
                try await receiver.add(Array(data))
            }
            try await receiver.finish()
        } catch {
            if let state = receiver.state { contents.record(state, hash, of: principal) }
            throw error
        }
        if principal.reach(.knowContents) == .own {
            try await withStore { () async throws(StorageError) in
                try await accounts?.record(hash, size: size, of: principal)
            }
            contents.record(.complete, hash, of: principal)
        }
        try await responses.write(.with { $0.complete = true })
    }

    /// Takes a place for an upload. Who gets none may send it all again: nothing was done.
    private func acquireSlot(for principal: Principal) throws(WireError) {
        do throws(DomainError) {
            try uploads.acquire(for: principal)
        } catch {
            var refusal = WireError(error)
            refusal.notStarted = true
            throw refusal
        }
    }

    /// What takes the content, and says where it is to begin.
    private func receiver(
        of content: Verdict_V1_BlobRef, _ hash: ContentHash, from principal: Principal, isKnown: Bool
    ) async throws -> ContentReceiver {
        let size = Int64(content.size)
        let service = self
        guard principal.reach(.knowContents) == .own else {
            let upload = try await service.begin(hash, size)
            let offset = await upload.offset
            return ContentReceiver(hash, size: size, upload: upload, offset: offset, startAt: offset, service: service)
        }
        if isKnown {
            return ContentReceiver(complete: hash, size: size, service: service)
        }
        let state = contents.uploadState(of: hash, of: principal)
        let isStored = try await withStore { () async throws(StorageError) in try await blobs.size(of: hash) != nil }
        guard !isStored else {
            // As if it were not there: what comes is hashed, and thrown away.
            if case .hashed(let hasher)? = state {
                return ContentReceiver(hash, size: size, hasher: hasher, service: service)
            }
            return ContentReceiver(hash, size: size, hasher: ContentHasher(), service: service)
        }
        let upload = try await service.begin(hash, size)
        let offset = await upload.offset
        // What others have sent of it is not told either.
        var start: Int64 = 0
        if case .begun(let reached)? = state { start = min(reached, offset) }
        return ContentReceiver(hash, size: size, upload: upload, offset: offset, startAt: start, service: service)
    }

    private func begin(_ hash: ContentHash, _ size: Int64) async throws(DomainError) -> any BlobUpload {
        try await withStore { () async throws(StorageError) in try await blobs.upload(hash, size: ByteCount(size)) }
    }
}
