import Events
import FoundationEssentials
import Storage
import SwiftProtobuf
import Units

/// Where a submission's sources are kept: in the event that takes it, or, where they are large, as contents.
enum SourceStorage {
    /// How many bytes of names and contents stand in the event at most.
    static let inlineLimit = 256 << 10

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
        try await blobs.putWhole(bytes, as: hash)
        var reference = LoggedBlobRef()
        reference.hash = Data(hash.bytes)
        reference.size = UInt64(bytes.count)
        return reference
    }
}
