import Synchronization

/// A value that is made at the first need, and shared from then on. What fails is tried again at the next need.
final class Once<Value: Sendable>: Sendable {
    private struct State {
        var making: Task<Value, any Error>?
        var tries = 0
    }

    private let state = Mutex(State())

    /// The value, made by `make` unless somebody has made it, or is about to.
    func value(_ make: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let (task, number) = state.withLock { state in
            if let making = state.making { return (making, state.tries) }
            // Not a child of whoever comes first: others need it, too, if that one is cancelled.
            let task = Task { try await make() }
            state.making = task
            state.tries += 1
            return (task, state.tries)
        }
        do {
            return try await task.value
        } catch {
            state.withLock { if $0.tries == number { $0.making = nil } }
            throw error
        }
    }
}
