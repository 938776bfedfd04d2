import Synchronization

/// Counts how many are inside at once.
final class Gauge: Sendable {
    private let state = Mutex((now: 0, most: 0, total: 0))

    /// The most that were inside at once.
    var most: Int { state.withLock { $0.most } }
    /// All that were ever inside.
    var total: Int { state.withLock { $0.total } }

    /// Goes in; returns how many are inside now.
    func enter() -> Int {
        state.withLock { state in
            state.now += 1
            state.total += 1
            state.most = max(state.most, state.now)
            return state.now
        }
    }

    /// Goes out.
    func leave() {
        state.withLock { $0.now -= 1 }
    }
}
