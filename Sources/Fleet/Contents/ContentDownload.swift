internal import FoundationEssentials
internal import SwiftProtobuf
public import SystemPackage
public import Units
public import Wire

/// Gets contents from the coordinator, as a worker or an admin: hashed as they come, and from where they ended after a
/// connection was lost.
public struct ContentDownload: Sendable {
    private let client: WireClient
    private let options: TransferOptions

    /// Downloads through `client`.
    public init(client: WireClient, options: TransferOptions = TransferOptions()) {
        self.client = client
        self.options = options
    }

    /// Gives a content to `write` piece by piece, in order, each once. What was written is the content only when this
    /// returns: use nothing of it before.
    /// - Throws: `WireError`: `notFound`; `dataLoss` if what came has another hash or size; and what `write` throws.
    public func get(_ content: Verdict_V1_BlobRef, to write: ([UInt8]) async throws -> Void) async throws {
        try await receive(hash: content.hash, size: content.size, limit: content.size, to: write)
    }

    /// A content of at most `limit` bytes.
    /// - Throws: `WireError`: `notFound`; `dataLoss`; `outOfRange` if it is larger than that.
    public func bytes(of content: Verdict_V1_BlobRef, limit: ByteCount) async throws -> [UInt8] {
        guard content.size <= limit.bytes else {
            throw WireError(.outOfRange, "\(content.name) has more than \(limit)")
        }
        var bytes: [UInt8] = []
        try await get(content) { bytes += $0 }
        return bytes
    }

    /// The tree of a package.
    /// - Throws: `WireError`: `notFound`; `dataLoss`, also if it is no tree; `outOfRange`.
    public func tree(of package: PackageID) async throws -> FileManifest {
        var bytes: [UInt8] = []
        try await receive(
            hash: package.data, size: nil, limit: UInt64(FileManifest.encodedLimit.bytes)
        ) { bytes += $0 }
        do throws(FileManifestError) {
            return try FileManifest(decoding: bytes)
        } catch {
            throw WireError(.dataLoss, "the content \(package) is no package: \(error)")
        }
    }

    /// Writes files below `directory`, which is made and must not be there; several contents come at once. Nothing is left
    /// of it after a failure.
    /// - Throws: `WireError`; ``TreeWriterError``.
    public func files(
        _ files: [Verdict_V1_FileRef], to directory: FilePath,
        progress: @escaping @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws {
        let total = files.reduce(0) { $0 + Int64($1.content.size) }
        let count = TransferCount(totalBytes: total, totalContents: files.count, tell: progress)
        try await TreeWriter.write(files, to: directory, atOnce: options.atOnce) { file, write in
            try await get(file.content) { piece in
                try write(piece)
                count.add(bytes: Int64(piece.count))
            }
            count.add(bytes: 0, contents: 1)
        }
    }

    private func receive(
        hash: Data, size: UInt64?, limit: UInt64, to write: ([UInt8]) async throws -> Void
    ) async throws {
        let name = PackageID(bytes: hash)?.description ?? "a content of no hash"
        var hasher = ContentHasher()
        var retrying = Retrying(options)
        // Of an empty content there is nothing to get.
        var isComplete = size == 0
        while !isComplete {
            var request = Verdict_V1_GetRequest()
            request.hash = hash
            request.offset = hasher.count
            let before = hasher.count
            do {
                try await client.call(BlobsMethods.get, request) { answers in
                    for try await answer in answers {
                        guard hasher.count + UInt64(answer.data.count) <= limit else {
                            let code = size == nil ? StatusCode.outOfRange : .dataLoss
                            throw WireError(code, "\(name) has more than \(limit) bytes")
                        }
                        hasher.add(answer.data)
                        try await write(Array(answer.data))
                    }
                }
                isComplete = true
            } catch let error as WireError {
                if hasher.count > before { retrying.succeeded() }
                try await retrying.wait(after: error, isIdempotent: true)
            }
        }
        guard hasher.content.hash == hash else {
            throw WireError(
                .dataLoss, "\(name) came with other bytes than it should have; try again, or ask the server's operator")
        }
    }
}
