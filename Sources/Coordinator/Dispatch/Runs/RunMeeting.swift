import Synchronization
import Wire

/// Where the client that wants a run and the worker that does it meet: one of each.
final class RunMeeting: Sendable {
    /// The worker's side of a run.
    struct Side: Sendable {
        /// What comes next from the worker; nil at the end.
        var next: @Sendable () async throws -> Verdict_V1_AttachRequest?
        /// Gives the worker what comes next for the program; waits while it takes no more.
        var write: @Sendable (Verdict_V1_AttachResponse) async throws -> Void
    }

    private enum Phase: Sendable {
        case empty
        case waiting(CheckedContinuation<Side?, Never>)
        case came(Side)
        case over
    }

    private struct State: Sendable {
        var phase = Phase.empty
        /// The worker's call, which goes on until the meeting is over.
        var worker: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// The worker has come.
    /// - Returns: when the meeting is over; false at once if it was over before, or another worker has come.
    func attach(_ side: Side) async -> Bool {
        await withTaskCancellationHandler {
            let isWelcome: Bool = await withCheckedContinuation { welcome in
                let (waiter, isWelcome) = state.withLock { state -> (CheckedContinuation<Side?, Never>?, Bool) in
                    switch state.phase {
                    case .empty:
                        state.phase = .came(side)
                        return (nil, true)
                    case .waiting(let waiter):
                        state.phase = .came(side)
                        return (waiter, true)
                    case .came, .over: return (nil, false)
                    }
                }
                waiter?.resume(returning: side)
                welcome.resume(returning: isWelcome)
            }
            guard isWelcome else { return false }
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if case .over = state.phase { return true }
                    state.worker = continuation
                    return false
                }
                if isOver || Task.isCancelled { end() }
                if isOver { continuation.resume() }
            }
            return true
        } onCancel: {
            end()
        }
    }

    /// The worker's side, when it has come; nil if the meeting is over before.
    func side() async -> Side? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now: Side?? = state.withLock { state in
                    switch state.phase {
                    case .empty:
                        state.phase = .waiting(continuation)
                        return nil
                    case .came(let side): return .some(side)
                    case .waiting, .over: return .some(nil)
                    }
                }
                if let now { continuation.resume(returning: now) }
                if Task.isCancelled { end() }
            }
        } onCancel: {
            end()
        }
    }

    /// The meeting is over, if the worker has not come by now.
    func endUnlessMet() {
        let hasCome = state.withLock { state in
            if case .came = state.phase { return true }
            return false
        }
        if !hasCome { end() }
    }

    /// The meeting is over, for both.
    func end() {
        let (client, worker) = state.withLock { state in
            defer {
                state.phase = .over
                state.worker = nil
            }
            guard case .waiting(let client) = state.phase else {
                return (nil as CheckedContinuation<Side?, Never>?, state.worker)
            }
            return (client, state.worker)
        }
        client?.resume(returning: nil)
        worker?.resume()
    }
}
