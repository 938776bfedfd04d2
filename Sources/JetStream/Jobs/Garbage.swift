import Concurrency
import Storage
import Synchronization

/// Messages that nobody needs any more, deleted in the background when they have stood there long enough (see
/// ``StoredStream/shortestLife``). What is not deleted because the process ends or the servers are away is found again by
/// the next that opens the store.
final class Garbage: Sendable {
    /// Messages that are deleted one after the other, in this order.
    private typealias Heap = [UInt64]

    private struct State {
        var now: [Heap] = []
        var isBusy = false
        /// Those that have to wait, in the order in which they are due.
        var later: [(due: ContinuousClock.Instant, heap: Heap)] = []
        var isWaiting = false
    }

    private let state = Mutex(State())
    private let stream: StoredStream
    private let delay: Duration

    /// Garbage of `stream`, of which each message is deleted after `delay`.
    init(_ stream: StoredStream, after delay: Duration) {
        self.stream = stream
        self.delay = delay
    }

    /// Deletes these later, one only if those before it are deleted.
    func add(_ sequences: [UInt64]) {
        guard !sequences.isEmpty else { return }
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
