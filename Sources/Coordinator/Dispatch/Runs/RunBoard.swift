import Synchronization
import Wire

/// Single runs that wait for a worker.
final class RunBoard: Sendable {
    /// A run that somebody wants.
    struct Offer: Sendable {
        /// The job's id: `run-` and a number.
        var id: String
        var tenant: String
        var program: Verdict_V1_ExecuteRequest.Program
        var traceparent: String
        /// Where the worker's call meets the client's.
        var meeting: RunMeeting
    }

    private struct State: Sendable {
        var offers: [Offer] = []
        /// Those that a worker has been told of, too.
        var meetings: [String: RunMeeting] = [:]
    }

    private let most: Int
    private let state = Mutex(State())

    /// At most so many wait at once.
    init(most: Int) {
        self.most = most
    }

    /// How many wait for a worker.
    var waiting: Int { state.withLock { $0.offers.count } }

    /// Offers a run to workers.
    /// - Throws: `WireError` (`resourceExhausted`) if too many wait.
    func offer(_ offer: Offer) throws(WireError) {
        let isTaken = state.withLock { state in
            guard state.offers.count < most else { return false }
            state.offers.append(offer)
            state.meetings[offer.id] = offer.meeting
            return true
        }
        guard isTaken else {
            throw WireError(
                .resourceExhausted, "\(most) runs wait for a worker already; try again later",
                retryAfter: .seconds(1))
        }
    }

    /// At most `count` runs, oldest first, for a worker that can do them.
    func take(_ count: Int, for capability: WorkerCapability) -> [Offer] {
        state.withLock { state in
            guard !state.offers.isEmpty else { return [] }
            var taken: [Offer] = []
            state.offers.removeAll { offer in
                let language = offer.program.language
                guard taken.count < count, capability.covers(.build(language)), capability.covers(.run(language)) else {
                    return false
                }
                taken.append(offer)
                return true
            }
            return taken
        }
    }

    /// Where a run's calls meet; nil if nobody wants the run any more.
    func meeting(_ id: String) -> RunMeeting? { state.withLock { $0.meetings[id] } }

    /// Nobody wants the run any more.
    func withdraw(_ id: String) {
        state.withLock { state in
            state.offers.removeAll { $0.id == id }
            state.meetings[id] = nil
        }
    }
}
