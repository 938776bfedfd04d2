internal import Concurrency
internal import FoundationEssentials
internal import SwiftProtobuf
internal import SystemPackage
internal import Units
public import Wire

/// Sends contents to the coordinator: those that it does not have, several at once, each from where an attempt that was cut
/// off ended.
///
///     let upload = ContentUpload(client: client)
///     try await upload.send(package.sources) { progress in print(progress.bytes, progress.totalBytes) }
///
/// What fails because the connection did, or because the server is busy, is tried again; see ``TransferOptions``.
public struct ContentUpload: Sendable {
    /// As many contents are asked for in one call.
    static let group = 10_000

    private let client: WireClient
    private let options: TransferOptions

    /// Uploads through `client`, as a client, a worker or an admin.
    public init(client: WireClient, options: TransferOptions = TransferOptions()) {
        self.client = client
        self.options = options
    }

    /// Those of `contents` that have to be sent, each once.
    /// - Throws: `WireError`.
    public func missing(_ contents: some Sequence<Verdict_V1_BlobRef>) async throws -> [Verdict_V1_BlobRef] {
        let all = Set(contents).sorted { $0.hash.lexicographicallyPrecedes($1.hash) }
        var missing: [Verdict_V1_BlobRef] = []
        for start in stride(from: 0, to: all.count, by: Self.group) {
            var request = Verdict_V1_MissingRequest()
            request.contents = Array(all[start..<min(all.count, start + Self.group)])
            let answer = try await client.callPatiently(BlobsMethods.missing, request, options)
            missing += Set(answer.contents).intersection(request.contents)
        }
        return missing
    }

    /// Sends those of `contents` that are not there yet.
    /// - Parameter progress: is told how far it is, from several tasks, one at a time; must be quick. What is there already
    ///   counts as sent.
    /// - Throws: `WireError`; ``FileManifestError`` for a file that cannot be read, or has changed.
    public func send(
        _ contents: [Verdict_V1_BlobRef: ContentSource],
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws {
        let total = contents.keys.reduce(0) { $0 + Int64($1.size) }
        let count = TransferCount(totalBytes: total, totalContents: contents.count, tell: progress)
        let missing = try await missing(contents.keys)
        count.add(
            bytes: total - missing.reduce(0) { $0 + Int64($1.size) }, contents: contents.count - missing.count)
        try await BoundedTasks.forEach(missing, atOnce: options.atOnce) { content in
            guard let source = contents[content] else { return }
            try await put(content, from: source) { count.add(bytes: $0) }
            count.add(bytes: 0, contents: 1)
        }
    }

    /// Sends one content, whether it is there or not.
    /// - Throws: as ``send(_:progress:)``.
    public func send(_ content: Verdict_V1_BlobRef, from source: ContentSource) async throws {
        try await put(content, from: source) { _ in }
    }

    private func put(
        _ content: Verdict_V1_BlobRef, from source: ContentSource, told: (Int64) -> Void
    ) async throws {
        var retrying = Retrying(options)
        var counted: UInt64 = 0
        var furthest: UInt64 = 0
        var isRefused = false
        while true {
            do {
                try await putOnce(content, from: source) { place in
                    told(Int64(place) - Int64(counted))
                    counted = place
                }
                return
            } catch let error as WireError where error.code == .invalidArgument && counted == content.size && !isRefused
            {
                // All was sent, and it is not the content: what an earlier upload had sent of it may have been something
                // else. The server has forgotten that now.
                isRefused = true
            } catch let error as WireError {
                // Only what was never reached before is progress: otherwise a server that fails at one place is asked for
                // ever.
                if counted > furthest { retrying.succeeded() }
                furthest = max(furthest, counted)
                try await retrying.wait(after: error, isIdempotent: true)
            }
        }
    }

    /// - Parameter reached: is told where the content stands, which may be less than before.
    private func putOnce(
        _ content: Verdict_V1_BlobRef, from source: ContentSource, reached: (UInt64) -> Void
    ) async throws {
        let piece = Int(max(1 << 10, min(options.piece.bytes, 1 << 20)))
        try await client.stream(BlobsMethods.put) { call in
            try await call.write(Verdict_V1_PutRequest.with { $0.content = content })
            var answers = call.responses.makeAsyncIterator()
            guard case .offset(var place) = try await answers.next()?.step, place <= content.size else {
                throw WireError(.internal, "the server did not say where to begin; use a client of its version")
            }
            reached(place)
            var reader = try ContentSourceReader(source, from: place)
            while place < content.size {
                let limit = Int(min(UInt64(piece), content.size - place))
                guard let bytes = try await reader.next(upTo: limit) else {
                    throw FileManifestError(.unreadable, "\(source.place) has changed while it was sent; send it again")
                }
                try await call.write(Verdict_V1_PutRequest.with { $0.data = Data(bytes) })
                place += UInt64(bytes.count)
                reached(place)
            }
            try await call.finish()
            guard case .complete(true) = try await answers.next()?.step else {
                throw WireError(.internal, "the server did not say that the content is complete")
            }
        }
    }
}

extension ContentSource {
    /// What to call it in a message.
    fileprivate var place: String {
        switch self {
        case .bytes: "the content"
        case .file(let path): path.string
        }
    }
}
