import Storage
import Synchronization

/// Messages that nobody needs any more, deleted in the background. What is not deleted because the process ends or the
/// servers are away is found again by the next that opens the queue.
final class Garbage: Sendable {
    private struct State {
        var sequences: [UInt64] = []
        var isBusy = false
    }

    private let state = Mutex(State())
    private let stream: StoredStream

    init(_ stream: StoredStream) {
        self.stream = stream
    }

    /// Deletes these soon.
    func add(_ sequences: [UInt64]) {
        let mustBegin = state.withLock { state in
            state.sequences += sequences
            defer { state.isBusy = state.isBusy || !state.sequences.isEmpty }
            return !state.isBusy && !state.sequences.isEmpty
        }
        guard mustBegin else { return }
        Task { [self] in
            while true {
                let some = state.withLock { state in
                    defer { state.sequences = [] }
                    state.isBusy = !state.sequences.isEmpty
                    return state.sequences
                }
                guard !some.isEmpty else { return }
                let stream = stream
                // A failure leaves garbage, no more.
                _ = try? await concurrently(some, width: 16) { sequence throws(StorageError) in
                    try await stream.delete(sequence, stage: "delete \(sequence) of \(stream.name)")
                }
            }
        }
    }
}
