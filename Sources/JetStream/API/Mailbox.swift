import Synchronization

/// What came to a subscription and was not taken yet.
final class Mailbox: Sendable {
    private struct State {
        var messages: [Message] = []
        var taken = 0
        var waiter: UInt64?
    }

    private let state = Mutex(State())
    private let replies: ReplyTable

    /// An empty box whose waiting ends with the connection of `replies`.
    init(_ replies: ReplyTable) {
        self.replies = replies
    }

    /// Adds a message, from the library's thread.
    func put(_ message: Message) {
        let waiter = state.withLock { state in
            state.messages.append(message)
            defer { state.waiter = nil }
            return state.waiter
        }
        if let waiter { replies.finish(waiter, .success(message)) }
    }

    /// The oldest message; waits for one until `limit`. For one task at a time.
    func take(within limit: Duration) async throws(RequestFailure) -> Message {
        while true {
            if let message = takeNow() { return message }
            let number = replies.reserve()
            let answer = await replies.answer(to: number, within: limit) {
                let isEmpty = state.withLock { state in
                    state.waiter = number
                    return state.taken == state.messages.count
                }
                if !isEmpty { replies.finish(number, .failure(.timedOut)) }
            }
            // Whatever ended the waiting: a message that is there by now goes before it.
            if let message = takeNow() { return message }
            if case .failure(let failure) = answer { throw failure }
        }
    }

    private func takeNow() -> Message? {
        state.withLock { state in
            guard state.taken < state.messages.count else { return nil }
            let message = state.messages[state.taken]
            state.taken += 1
            if state.taken == state.messages.count { (state.messages, state.taken) = ([], 0) }
            return message
        }
    }
}
