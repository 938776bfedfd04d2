import Synchronization

/// Hands elements from one task to another: who sends waits while the other has not taken those before.
package final class BoundedChannel<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        /// How it ends, behind the elements that are left.
        var ending: Result<Void, any Error>?
        var sender: CheckedContinuation<Void, Never>?
        var receiver: CheckedContinuation<Void, Never>?

        /// Who is to look again.
        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { (sender, receiver) = (nil, nil) }
            return [sender, receiver].compactMap(\.self)
        }
    }

    private let room: Int
    private let state = Mutex(State())

    /// A channel in which at most `room` elements wait.
    package init(room: Int) {
        self.room = room
    }

    /// Sends the next element, when there is room for it; one task at a time.
    /// - Throws: `CancellationError` if the task is cancelled before, or the channel was finished.
    package func send(_ element: Element) async throws(CancellationError) {
        while true {
            let isSent = try change { state throws(CancellationError) in
                guard state.ending == nil, !Task.isCancelled else { throw CancellationError() }
                guard state.elements.count < room else { return false }
                state.elements.append(element)
                return true
            }
            if isSent { return }
            await wait { [room] state, continuation in
                guard state.elements.count >= room else { return false }
                state.sender = continuation
                return true
            }
        }
    }

    /// Sends the next element if there is room for it now.
    /// - Returns: false if there is none, or the channel was finished.
    package func offer(_ element: Element) -> Bool {
        change { state in
            guard state.ending == nil, state.elements.count < room else { return false }
            state.elements.append(element)
            return true
        }
    }

    /// Ends it: what was sent is received, then its end. The first ending counts.
    package func finish(_ ending: Result<Void, any Error> = .success(())) {
        change { state in
            if state.ending == nil { state.ending = ending }
        }
    }

    /// The next element; one task at a time.
    /// - Returns: nil at the end, and if the task is cancelled.
    /// - Throws: what it was finished with.
    package func next() async throws -> Element? {
        while !Task.isCancelled {
            let found: Result<Element, any Error>?? = change { state in
                if !state.elements.isEmpty { return .some(.success(state.elements.removeFirst())) }
                return state.ending.map { ending in
                    if case .failure(let error) = ending { .failure(error) } else { nil }
                }
            }
            if let found { return try found?.get() }
            await wait { state, continuation in
                guard state.elements.isEmpty else { return false }
                state.receiver = continuation
                return true
            }
        }
        return nil
    }

    /// All elements that wait, at least one; one task at a time.
    /// - Returns: nil at the end, and if the task is cancelled.
    /// - Throws: what it was finished with.
    package func nextAll() async throws -> [Element]? {
        guard let first = try await next() else { return nil }
        return [first]
            + change { state in
                defer { state.elements = [] }
                return state.elements
            }
    }

    /// Changes the state, and lets those who wait look at it.
    private func change<Value: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Value
    ) throws(Failure) -> Value {
        let (result, waiting) = state.withLock { state in
            let result = Result { () throws(Failure) in try body(&state) }
            return (result, state.takeWaiting())
        }
        for continuation in waiting { continuation.resume() }
        return try result.get()
    }

    /// Returns when there may be something to do: when the other has done something, at the end, and if the task is cancelled.
    /// - Parameter keep: keeps the continuation, unless there is something to do already.
    private func wait(_ keep: @Sendable (inout State, CheckedContinuation<Void, Never>) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isKept = state.withLock { state in
                    state.ending == nil && !Task.isCancelled && keep(&state, continuation)
                }
                if !isKept { continuation.resume() }
            }
        } onCancel: {
            for continuation in state.withLock({ $0.takeWaiting() }) { continuation.resume() }
        }
    }
}
