import Dispatch
import Synchronization

/// Why a request has no answer.
enum RequestFailure: Error, Sendable {
    /// Nobody answered in time.
    case timedOut
    /// Nobody listens there: a stream without a leader, or no JetStream at all.
    case nobodyThere
    /// The connection was lost before the answer came; the request may have been done.
    case disconnected
    /// The task was cancelled.
    case cancelled
    /// The connection was closed for good.
    case closed

    /// For whoever reads why something did not go.
    var text: String {
        switch self {
        case .timedOut: "no answer in time"
        case .nobodyThere: "no server is responsible for it now"
        case .disconnected: "the connection was lost"
        case .cancelled: "the task was cancelled"
        case .closed: "the connection is closed"
        }
    }
}

/// The requests that wait for an answer, by the number at the end of the subject that the answer goes to.
final class ReplyTable: Sendable {
    typealias Answer = Result<Message, RequestFailure>

    private struct Waiting {
        var deadline: ContinuousClock.Instant
        var continuation: CheckedContinuation<Answer, Never>
    }

    private struct State {
        var last: UInt64 = 0
        var waiting: [UInt64: Waiting] = [:]
        var sweeps = false
        var isClosed = false
    }

    private let state = Mutex(State())
    private let timer = DispatchQueue(label: "verdict.nats.deadlines")
    /// How exactly deadlines are kept.
    private static let period = DispatchTimeInterval.milliseconds(20)

    /// A number for a request to come.
    func reserve() -> UInt64 {
        state.withLock { state in
            state.last += 1
            return state.last
        }
    }

    /// Waits for the answer to `number`, which `send` asks for.
    func answer(to number: UInt64, within limit: Duration, send: () -> Void) async -> Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let deadline = ContinuousClock.now + limit
                let (isClosed, mustSweep) = state.withLock { state in
                    guard !state.isClosed else { return (true, false) }
                    state.waiting[number] = Waiting(deadline: deadline, continuation: continuation)
                    defer { state.sweeps = true }
                    return (false, !state.sweeps)
                }
                guard !isClosed else { return continuation.resume(returning: .failure(.closed)) }
                if mustSweep { sweepLater() }
                // Cancelled before it was in the table: the handler has found nothing to end.
                if Task.isCancelled { finish(number, .failure(.cancelled)) } else { send() }
            }
        } onCancel: {
            finish(number, .failure(.cancelled))
        }
    }

    /// Ends the waiting for `number`; nothing happens if nobody waits any more.
    func finish(_ number: UInt64, _ answer: Answer) {
        let waiting = state.withLock { $0.waiting.removeValue(forKey: number) }
        waiting?.continuation.resume(returning: answer)
    }

    /// Ends all waiting; after ``RequestFailure/closed``, for ever.
    func finishAll(_ failure: RequestFailure) {
        let all = state.withLock { state in
            defer { state.waiting = [:] }
            if case .closed = failure { state.isClosed = true }
            return state.waiting
        }
        for waiting in all.values { waiting.continuation.resume(returning: .failure(failure)) }
    }

    /// Looks for what is overdue, as long as anybody waits: nothing ticks at rest.
    private func sweepLater() {
        timer.asyncAfter(deadline: .now() + Self.period) { [self] in
            let now = ContinuousClock.now
            let (overdue, goesOn) = state.withLock { state in
                let overdue = state.waiting.filter { $0.value.deadline <= now }
                for number in overdue.keys { state.waiting[number] = nil }
                state.sweeps = !state.waiting.isEmpty
                return (overdue, state.sweeps)
            }
            for waiting in overdue.values { waiting.continuation.resume(returning: .failure(.timedOut)) }
            if goesOn { sweepLater() }
        }
    }
}
