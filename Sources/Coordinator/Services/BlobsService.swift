import Concurrency
import Fleet
import FoundationEssentials
import Identity
public import Logging
public import Storage
import SwiftProtobuf
import Synchronization
public import Units
public import Wire

/// Contents, put and got by their hash: answers ``Wire/BlobsMethods``.
///
/// A client gets nothing back, and is told of no content that its tenant has not put itself: see ``TenantContents``.
public struct BlobsService: Sendable {
    /// What is taken.
    public struct Options: Hashable, Sendable {
        /// The largest content.
        public var largestContent = ByteCount.gibibytes(4)
        /// How many contents may be on their way at once, of all callers together; one alone gets half of them.
        public var uploadsAtOnce = 512
        /// How long an upload may send nothing before it ends. It can go on later from where it ended.
        public var uploadSilence = Duration.seconds(30)
        /// How many contents are looked up at once for one call.
        public var lookupsAtOnce = 8

        /// The defaults.
        public init() {}
    }

    let intake: ContentIntake

    /// Serves the contents that `intake` takes.
    public init(_ intake: ContentIntake) {
        self.intake = intake
    }

    /// Serves the contents of `blobs`.
    /// - Parameters:
    ///   - blobs: where they are.
    ///   - contents: who has put what.
    ///   - options: what is taken.
    ///   - logger: gets the store's failures.
    ///   - accounts: asked for room before a content is taken from a client, and told when it is there; nil: clients may
    ///     put anything.
    public init(
        blobs: any BlobStore, contents: TenantContents, options: Options = Options(), logger: Logger,
        accounts: ContentAccounts? = nil
    ) {
        self.init(
            ContentIntake(blobs: blobs, contents: contents, options: options, logger: logger, accounts: accounts))
    }

    /// Adds the methods to `services`.
    public func register(in services: inout WireServices) {
        services.addUnary(BlobsMethods.missing) { request, context in try await missing(request, for: context.principal)
        }
        services.addStreaming(BlobsMethods.put, silence: intake.options.uploadSilence) { requests, responses, context in
            try await put(requests, responses, from: context.principal)
        }
        services.addServerStreaming(BlobsMethods.get) { request, responses, _ in try await get(request, responses) }
    }

    // MARK: Missing

    private func missing(
        _ request: Verdict_V1_MissingRequest, for principal: Principal
    ) async throws -> Verdict_V1_MissingResponse {
        guard request.contents.count <= 10_000 else {
            throw DomainError(
                .invalid, "\(request.contents.count) contents are more than 10000", advice: "ask in groups")
        }
        let places = Mutex<Set<Int>>([])
        try await BoundedTasks.forEach(request.contents.enumerated(), atOnce: intake.options.lookupsAtOnce) {
            place, content in
            let hash = try Self.hash(content)
            guard try await !isThere(content, hash, for: principal) else { return }
            places.withLock { _ = $0.insert(place) }
        }
        var response = Verdict_V1_MissingResponse()
        response.contents = places.withLock { $0 }.sorted().map { request.contents[$0] }
        return response
    }

    /// Whether a content is there, as far as `principal` may know.
    private func isThere(
        _ content: Verdict_V1_BlobRef, _ hash: ContentHash, for principal: Principal
    ) async throws(DomainError) -> Bool {
        let size = try await intake.size(of: hash, for: principal)
        return size.map { UInt64(clamping: $0.bytes) == content.size } ?? false
    }

    // MARK: Get

    private func get(
        _ request: Verdict_V1_GetRequest, _ responses: ResponseWriter<Verdict_V1_GetResponse>
    ) async throws {
        guard let hash = ContentHash(bytes: request.hash) else {
            throw DomainError(
                .invalid, "the hash has \(request.hash.count) bytes", advice: "send a SHA-256 hash of 32 bytes")
        }
        let size = try await intake.withStore { () async throws(StorageError) in
            try await intake.blobs.size(of: hash)
        }
        guard let size = size.map({ UInt64(clamping: $0.bytes) }) else {
            throw DomainError(.notFound, "there is no content \(hash)")
        }
        guard request.offset <= size, request.length <= size - request.offset else {
            throw WireError(.outOfRange, "the content \(hash) ends after \(size) bytes")
        }
        let end = request.length == 0 ? size : request.offset + request.length
        guard request.offset < end else { return }
        do {
            for try await piece in intake.blobs.read(hash, range: Int64(request.offset)..<Int64(end)) {
                try await responses.write(.with { $0.data = Data(piece) })
            }
        } catch let error as StorageError {
            throw intake.clientError(error)
        }
    }

    // MARK: Failures

    /// The hash that a message says.
    static func hash(_ content: Verdict_V1_BlobRef) throws(DomainError) -> ContentHash {
        guard let hash = ContentHash(content) else {
            throw DomainError(
                .invalid, "a hash has \(content.hash.count) bytes", advice: "send a SHA-256 hash of 32 bytes")
        }
        return hash
    }
}
