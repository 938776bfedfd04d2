import Concurrency
package import Identity
package import Storage
package import SystemPackage

extension FileDesk {
    /// Writes a file of `principal` to a new file, piece by piece.
    /// - Throws: ``DomainError``: `notFound` if it has none of that hash that is complete; what the store's failures mean, and
    ///   those of the file.
    package func copy(_ hash: ContentHash, of principal: Principal, to path: FilePath) async throws {
        guard case .complete? = try await standing(of: hash, for: principal) else {
            throw DomainError(
                .notFound, "there is no whole file of the hash \(hash) that you have sent",
                advice: "send all of it first")
        }
        do {
            let file = try await BlockingWork.run { _ in
                try FileDescriptor.open(
                    path, .writeOnly, options: [.create, .exclusiveCreate, .closeOnExec], permissions: .ownerReadWrite)
            }
            do {
                for try await piece in intake.blobs.read(hash, range: nil) {
                    try await BlockingWork.run { _ in _ = try file.writeAll(piece) }
                }
            } catch {
                try file.close()
                throw error
            }
            try file.close()
        } catch let error as StorageError {
            throw DomainError(error)
        } catch let error as Errno {
            throw DomainError(.unavailable, "the file cannot be written: \(error)", retryAfter: .seconds(10))
        }
    }
}
