import Synchronization

/// Signals on their way to a program: those that come before it has begun wait for it.
///
/// The same signal within a few milliseconds is one with the one before, as it is for a program that is slow to handle it: so
/// nobody keeps the cell from its work by sending many.
final class ProgramSignals: Sendable {
    private struct State {
        var waiting: Set<Signal> = []
        var send: (@Sendable (Signal) -> Void)?
        var lastSent: [Signal: ContinuousClock.Instant] = [:]
    }

    private static let interval = Duration.milliseconds(5)

    private let state = Mutex(State())

    /// Sends a signal, if it is one of ``Signal/sendable``.
    func send(_ signal: Signal) {
        guard Signal.sendable.contains(signal) else { return }
        state.withLock { state in
            guard let send = state.send else {
                state.waiting.insert(signal)
                return
            }
            let now = ContinuousClock.now
            if let last = state.lastSent[signal], now - last < Self.interval { return }
            state.lastSent[signal] = now
            // Under the lock: once disarmed, nothing is sent any more.
            send(signal)
        }
    }

    /// The program has begun, and is told of signals by `send`, which is told of those that waited at once.
    func arm(_ send: @escaping @Sendable (Signal) -> Void) {
        state.withLock { state in
            state.send = send
            for signal in state.waiting { send(signal) }
            state.waiting = []
        }
    }

    /// The program has ended.
    func disarm() {
        state.withLock { $0.send = { _ in } }
    }
}
