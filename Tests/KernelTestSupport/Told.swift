import Concurrency
import Synchronization

/// What a reaction was told, and how often it has to fail before.
package final class Told: Sendable {
    struct Failure: Error {
        /// Whether trying again cannot help.
        var isHopeless = false
    }

    private struct State {
        var told: [(stream: String, key: String)] = []
        var tries = 0
        var failures: Int
        var failure: any Error = Failure()
    }

    private let state: Mutex<State>
    private let changes = ChangeSignal()

    package init(failing failures: Int = 0) { state = Mutex(State(failures: failures)) }

    package var streams: [String] { state.withLock { $0.told.map(\.stream) } }
    package var keys: [String] { state.withLock { $0.told.map(\.key) } }
    package var tries: Int { state.withLock { $0.tries } }

    /// It fails so often from now on.
    package func fail(_ failures: Int, isHopeless: Bool = false) {
        fail(failures, with: Failure(isHopeless: isHopeless))
    }

    /// It fails so often from now on, with that.
    package func fail(_ failures: Int, with failure: any Error) {
        state.withLock { ($0.failures, $0.failure) = (failures, failure) }
    }

    package func tell(_ stream: String, _ key: String) throws {
        defer { changes.raise() }
        try state.withLock { state in
            state.tries += 1
            if state.failures > 0 {
                state.failures -= 1
                throw state.failure
            }
            state.told.append((stream, key))
        }
    }

    /// Returns when that is so.
    package func wait(until isSo: (Told) -> Bool) async throws {
        while true {
            let seen = changes.count
            if isSo(self) { return }
            try await changes.wait(after: seen)
        }
    }
}
