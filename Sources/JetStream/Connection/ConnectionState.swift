import Synchronization

/// How a connection to the servers stands.
public enum ConnectionState: Hashable, Sendable {
    /// Not connected yet, or not any more: servers are tried one after the other until one answers.
    case connecting
    /// Connected.
    case connected
    /// Closed for good: because that was asked for, or because a server refused the credentials
    /// twice, or its certificate is not trusted: trying on would not help.
    case closed
}

/// A connection's state, watched by any number of tasks.
final class StateBoard: Sendable {
    private struct Board {
        var state = ConnectionState.connecting
        var last = 0
        var watchers: [Int: AsyncStream<ConnectionState>.Continuation] = [:]
    }

    private let board = Mutex(Board())

    /// How it stands now.
    var state: ConnectionState { board.withLock { $0.state } }

    /// How it stands, then each change; whoever is slow misses all but the latest. Ends when it is closed.
    func states() -> AsyncStream<ConnectionState> {
        let (states, continuation) = AsyncStream.makeStream(
            of: ConnectionState.self, bufferingPolicy: .bufferingNewest(1))
        board.withLock { board in
            continuation.yield(board.state)
            guard board.state != .closed else { return continuation.finish() }
            board.last += 1
            let number = board.last
            board.watchers[number] = continuation
            continuation.onTermination = { [weak self] _ in
                self?.board.withLock { board in _ = board.watchers.removeValue(forKey: number) }
            }
        }
        return states
    }

    /// Tells a change. Nothing follows `closed`.
    func set(_ state: ConnectionState) {
        let watchers = board.withLock { board in
            guard board.state != .closed, board.state != state else {
                return [AsyncStream<ConnectionState>.Continuation]()
            }
            board.state = state
            return Array(board.watchers.values)
        }
        for watcher in watchers {
            watcher.yield(state)
            if state == .closed { watcher.finish() }
        }
    }
}
