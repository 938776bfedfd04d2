import Executions
import Identity
public import Storage
import Synchronization
import Wire

/// Tells what happens in the log's streams to whoever follows one of them: the log is read once for all of them.
///
/// Who is slow costs a bounded amount of memory: what there is no room for is left out, and said to have been, so that the
/// follower reads it from the store.
public final class LogFanout: Sendable {
    /// What a follower is told.
    enum News: Sendable {
        /// The next entry of the stream.
        case entry(LogEntry)
        /// What is not kept: a worker's progress, of the submission of that stream.
        case progress(SubmissionProgress, of: StreamName)
        /// The same of an execution.
        case executed(ExecutionEvent)
    }

    /// How much waits for one follower at most.
    static let room = 32

    private struct State {
        var streams: [StreamName: [UInt64: LogSubscription]] = [:]
        var last: UInt64 = 0
        var shares: Shares<Principal>
        var isFinished = false
    }

    private let state: Mutex<State>

    /// At most `limit` followers at once; one principal alone gets half of them.
    public init(limit: Int = 20_000) {
        state = Mutex(State(shares: Shares(total: limit)))
    }

    /// How many followers there are.
    public var count: Int { state.withLock { $0.shares.used } }

    /// Whether somebody follows the stream.
    public func isFollowed(_ stream: StreamName) -> Bool { state.withLock { $0.streams[stream] != nil } }

    /// Begins to follow a stream: with what is told of it from now on. To be ended with ``unsubscribe(_:)``.
    /// - Throws: ``DomainError`` (`exhausted`) if `principal` has too many followers; `unavailable` after the end.
    func subscribe(to stream: StreamName, for principal: Principal) throws(DomainError) -> LogSubscription {
        try subscribe(to: [stream], for: principal)
    }

    /// Begins to follow several streams as one.
    /// - Throws: as ``subscribe(to:for:)-(StreamName,_)``.
    func subscribe(to streams: Set<StreamName>, for principal: Principal) throws(DomainError) -> LogSubscription {
        try state.withLock { state throws(DomainError) in
            guard !state.isFinished else {
                throw DomainError(
                    .unavailable, "the coordinator is stopping", advice: "try again", retryAfter: .seconds(1))
            }
            guard state.shares.take(for: principal) else {
                throw DomainError(
                    .exhausted,
                    "\(principal) has \(state.shares[principal]) followers at once, which is its share",
                    advice: "try again later",
                    retryAfter: .seconds(5))
            }
            state.last += 1
            let subscription = LogSubscription(id: state.last, streams: streams, principal: principal)
            for stream in streams { state.streams[stream, default: [:]][subscription.id] = subscription }
            return subscription
        }
    }

    /// Ends a subscription.
    func unsubscribe(_ subscription: LogSubscription) {
        state.withLock { state in
            var wasThere = false
            for stream in subscription.streams {
                guard state.streams[stream]?.removeValue(forKey: subscription.id) != nil else { continue }
                wasThere = true
                if state.streams[stream]?.isEmpty == true { state.streams[stream] = nil }
            }
            if wasThere { state.shares.giveBack(of: subscription.principal) }
        }
        subscription.finish()
    }

    /// Tells those who follow its stream of an entry; to be called with the log's entries in order.
    func deliver(_ entry: LogEntry) { tell(.entry(entry), to: entry.stream) }

    /// Tells those who follow a stream of something that is not kept.
    func deliver(_ progress: SubmissionProgress, to stream: StreamName) {
        tell(.progress(progress, of: stream), to: stream)
    }

    /// Tells those who follow an execution's stream what happens to it.
    func deliver(_ event: ExecutionEvent, to stream: StreamName) { tell(.executed(event), to: stream) }

    private func tell(_ news: News, to stream: StreamName) {
        let subscriptions = state.withLock { $0.streams[stream].map { Array($0.values) } ?? [] }
        for subscription in subscriptions { subscription.add(news) }
    }

    /// Nothing more will come: ends all subscriptions.
    func finish() {
        let all = state.withLock { state in
            state.isFinished = true
            defer { (state.streams, state.shares) = ([:], Shares(total: state.shares.total)) }
            return state.streams.values.flatMap(\.values)
        }
        for subscription in all { subscription.finish() }
    }
}
