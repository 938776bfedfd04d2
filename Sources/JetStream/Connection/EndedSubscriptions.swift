import CNats
import Dispatch
import Synchronization

/// Subscriptions that were ended, until the library's thread that reads can have none of them in hand any more.
///
/// That thread looks up a message's subscription and locks it a moment later (nats.c before 3.6): one that is freed in between
/// is written to all the same. So each is freed when a server has answered what was asked after its end, since the same
/// thread reads that answer, or when the connection is closed, which ends the thread.
@safe final class EndedSubscriptions: Sendable {
    private struct State {
        var waiting: [Subscription] = []
        var isAsked = false
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "verdict.nats.ended")

    /// Takes one that was ended.
    /// - Parameter connection: stays there until ``freeAll()`` has returned.
    func add(_ subscription: Subscription, of connection: LibraryHandle) {
        let mustAsk = state.withLock { state in
            state.waiting.append(subscription)
            defer { state.isAsked = true }
            return !state.isAsked
        }
        if mustAsk { queue.async { self.ask(connection) } }
    }

    /// Frees all: the connection is closed, and not destroyed yet. Blocks while a server is asked.
    func freeAll() {
        queue.sync {}
        let left = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for subscription in left { subscription.free() }
    }

    private func ask(_ connection: LibraryHandle) {
        let asked = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        if unsafe natsConnection_FlushTimeout(connection.pointer, 10_000) == NATS_OK {
            for subscription in asked { subscription.free() }
        } else {
            // Not connected: whoever is ended next has it asked again.
            state.withLock { $0.waiting += asked }
        }
    }
}
