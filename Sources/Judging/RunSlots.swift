import Synchronization

/// Places for work that uses a processor, given to who is first in order.
///
/// The executor limits how many runs go on; here is decided *which*: work of an earlier submission, and in it of an
/// earlier test case, goes first, so that what runs ahead never delays the verdict that everybody waits for.
final class RunSlots: Sendable {
    /// Where in the order of everything some work stands.
    struct Rank: Hashable, Comparable, Sendable {
        var submission: Int
        var test: Int

        static func < (left: Rank, right: Rank) -> Bool {
            (left.submission, left.test) < (right.submission, right.test)
        }
    }

    private struct Waiter {
        var id: Int
        var rank: Rank
        var places: Int
        var continuation: CheckedContinuation<Bool, Never>
    }

    private struct State {
        var free: Int
        var nextID = 0
        var waiters: [Waiter] = []

        /// Takes from the front of the queue whoever can go now; one that needs all places holds up the others.
        mutating func admitted() -> [CheckedContinuation<Bool, Never>] {
            var admitted: [CheckedContinuation<Bool, Never>] = []
            while let first = waiters.first, first.places <= free {
                free -= first.places
                admitted.append(first.continuation)
                waiters.removeFirst()
            }
            return admitted
        }
    }

    private let capacity: Int
    private let state: Mutex<State>

    /// `capacity` places, at least one.
    init(capacity: Int) {
        self.capacity = max(1, capacity)
        state = Mutex(State(free: max(1, capacity)))
    }

    /// Runs `body` in one place, or alone in all of them.
    /// - Throws: `CancellationError` if the task is cancelled while it waits; what `body` throws.
    func withSlot<Value>(_ rank: Rank, alone: Bool = false, _ body: () async throws -> Value) async throws -> Value {
        let places = alone ? capacity : 1
        guard await acquire(places, rank) else { throw CancellationError() }
        defer { release(places) }
        return try await body()
    }

    /// Waits for `places`; false if the task was cancelled first, and then nothing is taken.
    private func acquire(_ places: Int, _ rank: Rank) async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let resumed = state.withLock { state -> [CheckedContinuation<Bool, Never>]? in
                    // A task that is cancelled later finds its waiter, for the flag is raised before anybody is told.
                    guard !Task.isCancelled else { return nil }
                    let waiter = Waiter(id: id, rank: rank, places: places, continuation: continuation)
                    let index = state.waiters.firstIndex { rank < $0.rank } ?? state.waiters.endIndex
                    state.waiters.insert(waiter, at: index)
                    return state.admitted()
                }
                guard let resumed else { return continuation.resume(returning: false) }
                resumed.forEach { $0.resume(returning: true) }
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func cancel(_ id: Int) {
        let (refused, admitted) = state.withLock { state -> (Waiter?, [CheckedContinuation<Bool, Never>]) in
            // Not yet waiting, or already admitted.
            guard let index = state.waiters.firstIndex(where: { $0.id == id }) else { return (nil, []) }
            return (state.waiters.remove(at: index), state.admitted())
        }
        refused?.continuation.resume(returning: false)
        admitted.forEach { $0.resume(returning: true) }
    }

    private func release(_ places: Int) {
        let admitted = state.withLock { state in
            state.free += places
            return state.admitted()
        }
        admitted.forEach { $0.resume(returning: true) }
    }
}
