import Synchronization

/// A request from any thread to stop the runs it is armed with, whether they have begun or not.
public final class StopSignal: Sendable {
    private struct State {
        var isRaised = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())

    /// A signal that stops nothing yet.
    public init() {}

    /// Stops what it is armed with, and what is armed from now on.
    public func raise() {
        state.withLock { state in
            state.isRaised = true
            // Under the lock: once disarmed, a run is stopped no more.
            for action in state.actions.values { action() }
            state.actions = [:]
        }
    }

    /// Says how to stop one run; done at once if it was asked for already. Returns what ``disarm(_:)`` takes.
    func arm(_ action: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.next += 1
            if state.isRaised { action() } else { state.actions[state.next] = action }
            return state.next
        }
    }

    func disarm(_ number: Int) {
        state.withLock { $0.actions[number] = nil }
    }
}
