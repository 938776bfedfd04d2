import Dispatch
import Storage

/// Does what blocks on files on threads of its own, what concerns one content one after another.
struct FileWork: Sendable {
    private let queues = (0..<4).map { DispatchQueue(label: "verdict.blobs.\($0)") }

    func perform<Value: Sendable>(
        _ stage: String, for hash: ContentHash, _ work: @escaping @Sendable () throws -> Value
    ) async throws(StorageError) -> Value {
        let queue = queues[Int(hash.bytes[0]) % queues.count]
        let result: Result<Value, StorageError> = await withCheckedContinuation { continuation in
            queue.async {
                do {
                    continuation.resume(returning: .success(try work()))
                } catch {
                    continuation.resume(returning: .failure(StorageError(error, stage: stage)))
                }
            }
        }
        return try result.get()
    }

    /// Returns when all that was asked for before is done.
    func finishAll() async {
        for queue in queues {
            await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
        }
    }
}
