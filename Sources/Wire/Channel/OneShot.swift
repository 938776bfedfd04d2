internal import Synchronization

/// Something that comes to pass once, in any thread, and that tasks wait for.
final class OneShot<Value: Sendable>: Sendable {
    private enum State {
        case open(waiting: [CheckedContinuation<Void, Never>])
        case resolved(Result<Value, WireError>)
    }

    private let state = Mutex(State.open(waiting: []))

    /// Lets it come to pass; the first time counts. True if this was the first.
    @discardableResult
    func resolve(_ result: Result<Value, WireError>) -> Bool {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>]? in
            guard case .open(let waiting) = state else { return nil }
            state = .resolved(result)
            return waiting
        }
        for continuation in waiting ?? [] {
            continuation.resume()
        }
        return waiting != nil
    }

    /// What came to pass, if it did.
    var result: Result<Value, WireError>? {
        state.withLock { state in
            guard case .resolved(let result) = state else { return nil }
            return result
        }
    }

    /// Waits; a cancelled task does not wait on.
    func value() async throws(WireError) -> Value {
        await wait()
        guard let result else { throw .taskCancelled }
        return try result.get()
    }

    /// Waits until it comes to pass or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    guard case .open(let waiting) = state, !Task.isCancelled else { return true }
                    state = .open(waiting: waiting + [continuation])
                    return false
                }
                if isOver {
                    continuation.resume()
                }
            }
        } onCancel: {
            let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                guard case .open(let waiting) = state else { return [] }
                state = .open(waiting: [])
                return waiting
            }
            for continuation in waiting {
                continuation.resume()
            }
        }
    }
}

extension WireError {
    /// What a call fails with when the task that makes it is cancelled.
    static let taskCancelled = WireError(.cancelled, "the task that made the call was cancelled")
}
