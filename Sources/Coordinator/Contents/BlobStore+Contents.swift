import Events
import FoundationEssentials
import Storage

extension BlobStore {
    /// A whole content, which has to be small: sources.
    func contents(of reference: LoggedBlobRef) async throws(StorageError) -> Data {
        guard let hash = ContentHash(bytes: reference.hash) else {
            throw StorageError(.badRequest, stage: "read a content", reason: "its hash does not have 32 bytes")
        }
        do {
            return Data(try await bytes(of: hash))
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.unavailable, stage: "read the content \(hash)", reason: "\(error)")
        }
    }

    /// A whole content, which has to be small.
    /// - Throws: what reading it throws.
    func bytes(of hash: ContentHash) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in read(hash, range: nil) { bytes += piece }
        return bytes
    }
}

extension ContentHash {
    /// The hash that an event refers to; nil if that is none.
    init?(_ content: LoggedBlobRef) { self.init(bytes: content.hash) }

    /// The hash's bytes, as messages have them.
    var data: Data { Data(bytes) }
}
