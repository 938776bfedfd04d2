import Logging
import Synchronization
import Wire

/// Tells the coordinator what was found so far, at most every 50 ms and one call at a time. Nobody waits for it, and nothing
/// depends on it: what comes too late or fails is not told again.
final class ProgressReport: Sendable {
    private static let interval = Duration.milliseconds(50)
    private static let patience = Duration.seconds(5)

    private struct State {
        var compiling = false
        var tests: [Verdict_V1_ExecuteResult.Test] = []
        var sender: Task<Void, Never>?
        var hasEnded = false
    }

    private let lease: String
    private let client: WireClient
    private let state = Mutex(State())

    /// Reports on the job with that lease.
    init(lease: String, client: WireClient) {
        self.lease = lease
        self.client = client
    }

    /// The compiler runs.
    func tellCompiling() {
        tell { $0.compiling = true }
    }

    /// A test case has ended.
    func tell(_ test: Verdict_V1_ExecuteResult.Test) {
        tell { $0.tests.append(test) }
    }

    /// The job has ended, and says so itself.
    func end() {
        state.withLock { state in
            state.hasEnded = true
            state.sender?.cancel()
            state.sender = nil
        }
    }

    private func tell(_ change: (inout State) -> Void) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            change(&state)
            guard state.sender == nil else { return }
            state.sender = Task { await self.send() }
        }
    }

    /// What is new; nil, and then nobody sends any more, if nothing is.
    private func next() -> Verdict_V1_ProgressRequest? {
        state.withLock { state in
            guard !state.hasEnded, state.compiling || !state.tests.isEmpty else {
                state.sender = nil
                return nil
            }
            var request = Verdict_V1_ProgressRequest()
            request.lease = lease
            request.compiling = state.compiling
            request.tests = state.tests
            state.compiling = false
            state.tests = []
            return request
        }
    }

    private func send() async {
        // A job that is shorter than this says what it found when it ends.
        while (try? await Task.sleep(for: Self.interval)) != nil, let request = next() {
            _ = try? await client.call(JobsMethods.progress, request, CallOptions(timeout: Self.patience))
        }
    }
}
