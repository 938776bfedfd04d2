import Synchronization

/// Lets tasks wait until something has changed.
final class Watch: Sendable {
    private struct State {
        var waiters: [UInt64] = []
        var seen = 0
    }

    private let state = Mutex(State())
    private let replies: ReplyTable

    /// Waiting ends with the connection of `replies`.
    init(_ replies: ReplyTable) {
        self.replies = replies
    }

    /// Whether a counter stands higher than when this last said so.
    func hasRisen(to counter: Int) -> Bool {
        state.withLock { state in
            defer { state.seen = max(state.seen, counter) }
            return counter > state.seen
        }
    }

    /// Ends all waiting.
    func wake() {
        let waiters = state.withLock { state in
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { replies.finish(waiter, .failure(.timedOut)) }
    }

    /// Waits for ``wake()``, for `limit` at most, and not at all where `isOver` says so by now.
    /// - Returns: false if the task was cancelled.
    func wait(_ limit: Duration, unless isOver: () -> Bool) async -> Bool {
        let number = replies.reserve()
        let answer = await replies.answer(to: number, within: limit) {
            state.withLock { $0.waiters.append(number) }
            if isOver() { replies.finish(number, .failure(.timedOut)) }
        }
        state.withLock { $0.waiters.removeAll { $0 == number } }
        if case .failure(.cancelled) = answer { return false }
        return true
    }
}
