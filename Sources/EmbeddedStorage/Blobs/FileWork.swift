import Dispatch
import Storage

/// Does what blocks on files on a thread of its own, one thing after another.
struct SerialWork: Sendable {
    private let queue: DispatchQueue

    /// Work under that name.
    init(label: String) {
        queue = DispatchQueue(label: label)
    }

    func perform<Value: Sendable>(
        _ stage: String, _ work: @escaping @Sendable () throws -> Value
    ) async throws(StorageError) -> Value {
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
        await withCheckedContinuation { continuation in queue.async { continuation.resume() } }
    }
}

/// Does what blocks on files on threads of its own, what concerns one content one after another.
struct FileWork: Sendable {
    /// Nearly all the time they wait for the disk, which makes durable at once what many wait for.
    private let threads = (0..<16).map { SerialWork(label: "verdict.blobs.\($0)") }

    func perform<Value: Sendable>(
        _ stage: String, for hash: ContentHash, _ work: @escaping @Sendable () throws -> Value
    ) async throws(StorageError) -> Value {
        try await threads[Int(hash.bytes[0]) % threads.count].perform(stage, work)
    }

    /// Returns when all that was asked for before is done.
    func finishAll() async {
        for thread in threads { await thread.finishAll() }
    }
}
