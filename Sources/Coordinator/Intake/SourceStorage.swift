import Events
import FoundationEssentials
import Storage
import SwiftProtobuf
import Units

/// Where a submission's sources are kept: in the event that takes it, or, where they are large, as contents.
enum SourceStorage {
    /// How many bytes of names and contents stand in the event at most.
    static let inlineLimit = 256 << 10
    /// How much a store takes at once.
    private static let piece = 1 << 20
    private static let attempts = 20

    /// Whether the sources stand in the event.
    static func isInline(_ sources: [LoggedSourceFile]) -> Bool {
        sources.reduce(0) { $0 + $1.name.utf8.count + $1.content.count } <= inlineLimit
    }

    /// Puts the sources among the contents; when this returns, they are durable.
    static func put(
        _ sources: [LoggedSourceFile], into blobs: any BlobStore
    ) async throws(StorageError) -> [LoggedFileRef] {
        var references: [LoggedFileRef] = []
        for source in sources {
            var reference = LoggedFileRef()
            reference.path = source.name
            reference.content = try await put([UInt8](source.content), into: blobs)
            references.append(reference)
        }
        return references
    }

    /// Puts `bytes` among the contents; when this returns, they are durable.
    static func put(_ bytes: [UInt8], into blobs: any BlobStore) async throws(StorageError) -> LoggedBlobRef {
        let hash = ContentHash(of: bytes)
        try await put(bytes, hash, into: blobs)
        var reference = LoggedBlobRef()
        reference.hash = Data(hash.bytes)
        reference.size = UInt64(bytes.count)
        return reference
    }

    /// Of several uploads of one content at once the last goes on: the others wait for it, or try again.
    private static func put(_ bytes: [UInt8], _ hash: ContentHash, into blobs: any BlobStore) async throws(StorageError)
    {
        for attempt in 1... {
            if try await blobs.size(of: hash) == ByteCount(Int64(bytes.count)) { return }
            do throws(StorageError) {
                let upload = try await blobs.upload(hash, size: ByteCount(Int64(bytes.count)))
                var offset = Int(await upload.offset)
                while offset < bytes.count {
                    let end = min(offset + piece, bytes.count)
                    try await upload.append(Array(bytes[offset..<end]))
                    offset = end
                }
                return try await upload.finish()
            } catch {
                guard error.code == .conflict, attempt < attempts, !Task.isCancelled else { throw error }
            }
            // Cancelled or not, the next turn says what is the matter.
            _ = try? await Task.sleep(for: .milliseconds(Int.random(in: 5...50)))
        }
    }
}
