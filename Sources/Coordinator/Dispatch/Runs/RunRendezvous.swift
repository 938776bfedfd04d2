import Synchronization
import Wire

/// Connects the client that wants a run with the worker that does it: one of each.
final class RunRendezvous: Sendable {
    /// The worker's end of a run.
    struct Worker: Sendable {
        /// The next message of the worker; nil at the end.
        var next: @Sendable () async throws -> Verdict_V1_AttachRequest?
        /// Sends a message to the worker; waits while it takes no more.
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
        /// The worker's call, which waits until the rendezvous is closed.
        var workerCall: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    /// Attaches the worker, and waits until the rendezvous is closed.
    /// - Returns: whether it was attached; false at once if the rendezvous was closed, or has a worker.
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

    /// Waits for the worker; nil if the rendezvous is closed before one is attached.
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

    /// Closes the rendezvous, if no worker is attached.
    func closeUnlessAttached() {
        let isAttached = state.withLock { state in
            if case .attached = state.phase { return true }
            return false
        }
        if !isAttached { close() }
    }

    /// Closes the rendezvous for both.
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
