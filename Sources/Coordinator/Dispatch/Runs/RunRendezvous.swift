import Synchronization
import Wire

/// Where the client that wants a run and the worker that does it meet: one of each.
final class RunRendezvous: Sendable {
    /// The worker's side of a run.
    struct Worker: Sendable {
        /// What comes next from the worker; nil at the end.
        var next: @Sendable () async throws -> Verdict_V1_AttachRequest?
        /// Gives the worker what comes next for the program; waits while it takes no more.
        var write: @Sendable (Verdict_V1_AttachResponse) async throws -> Void
    }

    private enum Phase: Sendable {
        case empty
        case waiting(CheckedContinuation<Worker?, Never>)
        case attached(Worker)
        case closed
    }

    private struct State: Sendable {
        var phase = Phase.empty
        /// The worker's call, which goes on until the meeting is over.
        var workerCall: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// The worker has come.
    /// - Returns: when the meeting is over; false at once if it was over before, or another worker has come.
    func attach(_ worker: Worker) async -> Bool {
        await withTaskCancellationHandler {
            let isFirst: Bool = await withCheckedContinuation { reply in
                let (waiter, isFirst) = state.withLock { state -> (CheckedContinuation<Worker?, Never>?, Bool) in
                    switch state.phase {
                    case .empty:
                        state.phase = .attached(worker)
                        return (nil, true)
                    case .waiting(let waiter):
                        state.phase = .attached(worker)
                        return (waiter, true)
                    case .attached, .closed: return (nil, false)
                    }
                }
                waiter?.resume(returning: worker)
                reply.resume(returning: isFirst)
            }
            guard isFirst else { return false }
            await withCheckedContinuation { continuation in
                let isClosed = state.withLock { state in
                    if case .closed = state.phase { return true }
                    state.workerCall = continuation
                    return false
                }
                if isClosed || Task.isCancelled { close() }
                if isClosed { continuation.resume() }
            }
            return true
        } onCancel: {
            close()
        }
    }

    /// The worker's side, when it has come; nil if the meeting is over before.
    func waitForWorker() async -> Worker? {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now: Worker?? = state.withLock { state in
                    switch state.phase {
                    case .empty:
                        state.phase = .waiting(continuation)
                        return nil
                    case .attached(let worker): return .some(worker)
                    case .waiting, .closed: return .some(nil)
                    }
                }
                if let now { continuation.resume(returning: now) }
                if Task.isCancelled { close() }
            }
        } onCancel: {
            close()
        }
    }

    /// The meeting is over, if the worker has not come by now.
    func closeUnlessAttached() {
        let isAttached = state.withLock { state in
            if case .attached = state.phase { return true }
            return false
        }
        if !isAttached { close() }
    }

    /// The meeting is over, for both.
    func close() {
        let (client, workerCall) = state.withLock { state in
            defer {
                state.phase = .closed
                state.workerCall = nil
            }
            guard case .waiting(let client) = state.phase else {
                return (nil as CheckedContinuation<Worker?, Never>?, state.workerCall)
            }
            return (client, state.workerCall)
        }
        client?.resume(returning: nil)
        workerCall?.resume()
    }
}
