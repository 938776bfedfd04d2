import Synchronization
import SystemPackage

/// Connections that read, lent to one at a time each; who comes when all are lent waits for a turn, not for ever.
final class ReaderPool: Sendable {
    /// How many wait at most: more would not get a turn in time.
    private static let mostWaiting = 1024

    private struct State {
        var idle: [Connection] = []
        var lent = 0
        /// Raised with each new file: connections to those before are not used again.
        var generation = 0
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Bool, Never>)] = []
        var last: UInt64 = 0
        var isClosed = false
    }

    private let path: FilePath
    private let size: Int
    private let state = Mutex(State())

    init(_ path: FilePath, size: Int) {
        (self.path, self.size) = (path, max(1, size))
    }

    /// Does `body` with a connection, when there is one. `open` is called where connecting may wait for the disk.
    func lend<Value>(
        _ stage: String, within limit: Duration, _ body: (Loan) async throws -> Value
    ) async throws -> Value {
        guard try await turn(stage, within: limit) else {
            try Task.checkCancellation()
            throw ViewError(
                .busy, stage: stage, reason: "\(size) others read now, and there was no turn in \(limit)",
                advice: "try again soon", retryAfter: .seconds(1))
        }
        let loan = Loan(path: path, state: state.withLock { ($0.idle.popLast(), $0.generation) })
        defer { giveBack(loan) }
        return try await body(loan)
    }

    /// What was lent: the connection is opened by whoever uses it first, on a thread that may wait.
    final class Loan: Sendable {
        fileprivate let generation: Int
        private let path: FilePath
        private let opened: Mutex<Connection?>

        fileprivate init(path: FilePath, state: (Connection?, Int)) {
            self.path = path
            opened = Mutex(state.0)
            generation = state.1
        }

        /// The connection. May wait for the disk.
        func connection() throws(SQLiteFailure) -> Connection {
            try opened.withLock { opened throws(SQLiteFailure) in
                if let opened { return opened }
                let connection = try Connection(path, isWriter: false)
                opened = connection
                return connection
            }
        }

        fileprivate func take() -> Connection? { opened.withLock { $0.take() } }
    }

    /// Waits for a turn.
    /// - Returns: false if there was none in time, or the task was cancelled.
    private func turn(_ stage: String, within limit: Duration) async throws(ViewError) -> Bool {
        enum Step { case go, wait(UInt64), refuse, closed }
        let step: Step = state.withLock { state in
            guard !state.isClosed else { return .closed }
            if state.lent < size {
                state.lent += 1
                return .go
            }
            guard state.waiting.count < Self.mostWaiting else { return .refuse }
            state.last += 1
            return .wait(state.last)
        }
        switch step {
        case .go: return true
        case .refuse: return false
        case .closed: throw ViewError(.closed, stage: stage, reason: "the views were closed")
        case .wait(let id): return await wait(id, within: limit)
        }
    }

    private func wait(_ id: UInt64, within limit: Duration) async -> Bool {
        let deadline = ContinuousClock.now + limit
        return await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // Cancelled: the turn has come.
                _ = try? await Task.sleep(until: deadline)
                self.giveUp(id)
            }
            defer { group.cancelAll() }
            return await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let answer: Bool? = state.withLock { state in
                        // Given up before it was there to be given up.
                        if Task.isCancelled || state.isClosed || ContinuousClock.now >= deadline { return false }
                        if state.lent < size {
                            state.lent += 1
                            return true
                        }
                        state.waiting.append((id, continuation))
                        return nil
                    }
                    if let answer { continuation.resume(returning: answer) }
                }
            } onCancel: {
                giveUp(id)
            }
        }
    }

    private func giveUp(_ id: UInt64) {
        let continuation = state.withLock { state in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
        }
        continuation?.resume(returning: false)
    }

    private func giveBack(_ loan: Loan) {
        let connection = loan.take()
        let next = state.withLock { state -> CheckedContinuation<Bool, Never>? in
            if let connection, loan.generation == state.generation, !state.isClosed { state.idle.append(connection) }
            guard !state.waiting.isEmpty else {
                state.lent -= 1
                return nil
            }
            return state.waiting.removeFirst().continuation
        }
        next?.resume(returning: true)
    }

    /// There is another file now.
    func renew() {
        let old = state.withLock { state in
            state.generation += 1
            defer { state.idle = [] }
            return state.idle
        }
        // Closed outside of the lock, by losing the last of them.
        _ = consume old
    }

    /// Refuses whoever comes, and closes what is not lent.
    func close() {
        let waiting = state.withLock { state in
            state.isClosed = true
            state.idle = []
            defer { state.waiting = [] }
            return state.waiting
        }
        for (_, continuation) in waiting { continuation.resume(returning: false) }
    }
}
