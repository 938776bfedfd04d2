import Events
import FoundationEssentials
import Storage

extension BlobStore {
    /// A whole content, which has to be small: sources.
    func contents(of reference: LoggedBlobRef) async throws(StorageError) -> Data {
        guard let hash = ContentHash(bytes: reference.hash) else {
            throw StorageError(.badRequest, stage: "read a content", reason: "its hash has not 32 bytes")
        }
        var contents = Data()
        do {
            for try await piece in read(hash, range: nil) { contents += piece }
        } catch let error as StorageError {
            throw error
        } catch {
            throw StorageError(.unavailable, stage: "read the content \(hash)", reason: "\(error)")
        }
        return contents
    }
}

extension ContentHash {
    /// The hash's bytes, as messages have them.
    var data: Data { Data(bytes) }
}
