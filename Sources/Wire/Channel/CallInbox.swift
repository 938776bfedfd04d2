internal import FoundationEssentials
internal import Synchronization

/// What came on one call and waits for the program: filled on the connection's event loop, emptied by a task.
///
/// What it holds is bounded by the call's window.
final class CallInbox: Sendable {
    /// How much a program may have taken, in bytes, before the connection is told.
    static let reportAfter = 16 * 1024

    private struct State {
        var messages: [Data] = []
        /// The messages before this one are taken.
        var first = 0
        var end: Result<Void, WireError>?
        var waiter: CheckedContinuation<Void, Never>?
        /// The waiter wants all messages and the end, and no message alone.
        var waitsForEnd = false
        /// Taken and not reported, in bytes of the window.
        var taken = 0
        var isDiscarded = false
        var report: (@Sendable (Int) -> Void)?
    }

    private enum Step {
        case message(Data)
        case end(Result<Void, WireError>)
        case wait
        case busy
    }

    private let state = Mutex(State())

    /// From now on, what is taken is reported so.
    func attach(report: @escaping @Sendable (Int) -> Void) {
        state.withLock { $0.report = report }
    }

    // MARK: The connection's side

    /// A message came.
    func push(_ message: Data) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard !state.isDiscarded else { return nil }
            state.messages.append(message)
            return state.waitsForEnd ? nil : state.waiter.take()
        }
        waiter?.resume()
    }

    /// No more messages come. What came before can still be read, unless the call failed.
    func finish(_ error: WireError?) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            if state.end == nil || error != nil {
                state.end = error.map { .failure($0) } ?? .success(())
            }
            return state.waiter.take()
        }
        waiter?.resume()
    }

    /// Whether the program waits for what comes next.
    var isAwaited: Bool { state.withLock { $0.waiter != nil } }

    // MARK: The program's side

    /// Why the call failed, if it did.
    var failure: WireError? {
        state.withLock { state in
            guard case .failure(let error)? = state.end else { return nil }
            return error
        }
    }

    /// The next message; nil after the last.
    func next() async throws(WireError) -> Data? {
        while true {
            switch state.withLock({ Self.step(&$0) }) {
            case (.message(let message), let report):
                report?()
                return message
            case (.end(let end), _):
                try end.get()
                return nil
            case (.wait, _): try await wait(forEnd: false)
            case (.busy, _): throw WireError(.internal, "two tasks read one call; read it in one")
            }
        }
    }

    /// All messages, when the last has come. They count as unread as long as the call goes on, for they are in memory.
    func all() async throws(WireError) -> [Data] {
        while true {
            let taken = state.withLock {
                state -> (end: Result<Void, WireError>, messages: [Data])? in
                guard let end = state.end else { return nil }
                let messages = Array(state.messages[state.first...])
                state.messages = []
                state.first = 0
                return (end, messages)
            }
            if let taken {
                try taken.end.get()
                return taken.messages
            }
            try await wait(forEnd: true)
        }
    }

    /// Nobody reads any more, and the call ends.
    func discard() {
        state.withLock { state in
            state.isDiscarded = true
            state.messages = []
            state.first = 0
        }
    }

    private static func step(_ state: inout State) -> (Step, (() -> Void)?) {
        guard state.waiter == nil else { return (.busy, nil) }
        if case .failure? = state.end, let end = state.end { return (.end(end), nil) }
        guard state.first < state.messages.count else { return (state.end.map(Step.end) ?? .wait, nil) }
        let message = state.messages[state.first]
        state.messages[state.first] = Data()
        state.first += 1
        if state.first == state.messages.count || state.first >= 64 {
            state.messages.removeFirst(state.first)
            state.first = 0
        }
        return (.message(message), report([message], &state))
    }

    /// Counts what was taken; what to do, where it is time to tell the connection.
    private static func report(_ messages: [Data], _ state: inout State) -> (() -> Void)? {
        state.taken += messages.reduce(0) { $0 + CallState.cost(of: $1) }
        guard state.taken >= reportAfter, let report = state.report else { return nil }
        let taken = state.taken
        state.taken = 0
        return { report(taken) }
    }

    /// Waits until something changes.
    private func wait(forEnd: Bool) async throws(WireError) {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    let hasNews = state.end != nil || (!forEnd && state.first < state.messages.count)
                    guard !hasNews, state.waiter == nil, !Task.isCancelled else { return true }
                    state.waiter = continuation
                    state.waitsForEnd = forEnd
                    return false
                }
                if isReady {
                    continuation.resume()
                }
            }
        } onCancel: {
            state.withLock { $0.waiter.take() }?.resume()
        }
        if Task.isCancelled, state.withLock({ $0.end == nil }) {
            throw .taskCancelled
        }
    }
}
