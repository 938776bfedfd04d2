import Concurrency
import Storage
import Synchronization

/// Messages that nobody needs any more, deleted in the background. What is not deleted because the process ends or the
/// servers are away is found again by the next that opens the queue.
final class Garbage: Sendable {
    /// Messages that are deleted one after the other, in this order.
    private typealias Heap = [UInt64]

    private struct State {
        var now: [Heap] = []
        var isBusy = false
        /// Those that have to wait, all equally long.
        var later: [(due: ContinuousClock.Instant, heap: Heap)] = []
        var isWaiting = false
    }

    private let state = Mutex(State())
    private let stream: StoredStream

    init(_ stream: StoredStream) {
        self.stream = stream
    }

    /// Deletes these soon, in any order.
    func add(_ sequences: [UInt64]) {
        begin(sequences.map { [$0] })
    }

    /// Deletes these after a time that is the same for all that this is called for; one only if those before it are deleted.
    func add(_ sequences: [UInt64], after delay: Duration) {
        let mustWait = state.withLock { state in
            state.later.append((.now + delay, sequences))
            defer { state.isWaiting = true }
            return !state.isWaiting
        }
        guard mustWait else { return }
        Task { [weak self] in
            while let due = self?.takeDue() {
                guard (try? await Task.sleep(until: due)) != nil else { return }
            }
        }
    }

    /// Begins with what is due.
    /// - Returns: when something is due next; nil if nothing waits.
    private func takeDue() -> ContinuousClock.Instant? {
        let (heaps, next) = state.withLock { state in
            let now = ContinuousClock.now
            let count = state.later.firstIndex { $0.due > now } ?? state.later.count
            let heaps = state.later[..<count].map(\.heap)
            state.later.removeFirst(count)
            state.isWaiting = !state.later.isEmpty
            // Some together: not one after the other, each at its own moment.
            return (heaps, state.later.isEmpty ? nil : max(state.later[0].due, now + .seconds(1)))
        }
        begin(heaps)
        return next
    }

    private func begin(_ heaps: [Heap]) {
        let mustBegin = state.withLock { state in
            state.now += heaps
            defer { state.isBusy = state.isBusy || !state.now.isEmpty }
            return !state.isBusy && !state.now.isEmpty
        }
        guard mustBegin else { return }
        Task { [self] in
            while true {
                let some = state.withLock { state in
                    defer { state.now = [] }
                    state.isBusy = !state.now.isEmpty
                    return state.now
                }
                guard !some.isEmpty else { return }
                let stream = stream
                // A failure leaves garbage, no more.
                try? await BoundedTasks.forEach(some, atOnce: 16) { heap throws(StorageError) in
                    for sequence in heap {
                        try await stream.delete(sequence, stage: "delete \(sequence) of \(stream.name)")
                    }
                }
            }
        }
    }
}
