internal import Synchronization

/// Work that several tasks may want at once, each piece known by a key and done once for all of them.
///
/// A piece ends when it is done; what came of it is not kept. It is cancelled when nobody wants it any more. Whoever is
/// cancelled while others wait leaves at once; the last one waits for the end of the work, so that nothing goes on behind a
/// task that is over.
package final class SharedWork<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private typealias Waiter = CheckedContinuation<(value: Value, isShared: Bool), any Error>

    private struct Piece {
        var task: Task<Void, Never>
        /// By their numbers.
        var waiters: [Int: Waiter]
        /// The one that it was begun for.
        var first: Int
    }

    private struct State {
        var serial = 0
        /// By the number of the one that each was begun for.
        var pieces: [Int: Piece] = [:]
        /// What who comes now may share; a piece that was given up is not among it.
        var open: [Key: Int] = [:]
    }

    private let state = Mutex(State())

    /// Nothing yet.
    package init() {}

    /// What comes of the piece `key`: it is done by `make` unless it goes on already.
    /// - Returns: that, and whether it was begun for somebody else.
    /// - Throws: what `make` throws, to all who wait for it; `CancellationError`.
    package func value(
        of key: Key, _ make: @escaping @Sendable () async throws -> Value
    ) async throws -> (value: Value, isShared: Bool) {
        let number = state.withLock { state in
            state.serial += 1
            return state.serial
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { waiter in
                // A task that is cancelled later finds its waiter here, for the flag is raised before anybody is told.
                let isLate = state.withLock { state in
                    guard !Task.isCancelled else { return true }
                    join(&state, key, number, waiter, make)
                    return false
                }
                if isLate { waiter.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            leave(key, number)
        }
    }

    private func join(
        _ state: inout State, _ key: Key, _ number: Int, _ waiter: Waiter,
        _ make: @escaping @Sendable () async throws -> Value
    ) {
        if let open = state.open[key] {
            state.pieces[open]?.waiters[number] = waiter
            return
        }
        let task = Task {
            let result: Result<Value, any Error>
            do {
                result = .success(try await make())
            } catch {
                result = .failure(error)
            }
            end(number, of: key, with: result)
        }
        state.open[key] = number
        state.pieces[number] = Piece(task: task, waiters: [number: waiter], first: number)
    }

    private func end(_ number: Int, of key: Key, with result: Result<Value, any Error>) {
        let piece = state.withLock { state in
            if state.open[key] == number { state.open[key] = nil }
            return state.pieces.removeValue(forKey: number)
        }
        for (number, waiter) in piece?.waiters ?? [:] {
            waiter.resume(with: result.map { ($0, number != piece?.first) })
        }
    }

    private func leave(_ key: Key, _ number: Int) {
        let (waiter, task) = state.withLock { state -> (Waiter?, Task<Void, Never>?) in
            guard let open = state.open[key], let piece = state.pieces[open], piece.waiters[number] != nil else {
                return (nil, nil)
            }
            guard piece.waiters.count == 1 else {
                return (state.pieces[open]?.waiters.removeValue(forKey: number), nil)
            }
            state.open[key] = nil
            return (nil, piece.task)
        }
        task?.cancel()
        waiter?.resume(throwing: CancellationError())
    }
}
