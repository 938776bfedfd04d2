import Identity
import Storage
import Synchronization

/// What waits for one follower of a stream, or of several; it has one reader.
final class LogSubscription: Sendable {
    let id: UInt64
    let streams: Set<StreamName>
    /// Who follows.
    let principal: Principal
    private let news: AsyncStream<LogFanout.News>
    private let continuation: AsyncStream<LogFanout.News>.Continuation
    private let hasMissed = Atomic(false)

    init(id: UInt64, streams: Set<StreamName>, principal: Principal) {
        self.principal = principal
        self.id = id
        self.streams = streams
        (news, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(LogFanout.room))
    }

    /// Adds news; where there is no room, notes that some are missing. What is there then wakes the reader, who sees it.
    func add(_ news: LogFanout.News) {
        guard case .dropped = continuation.yield(news) else { return }
        hasMissed.store(true, ordering: .sequentiallyConsistent)
        // Who took all that was there before that was noted would wait for ever.
        continuation.yield(news)
    }

    /// What comes, in order.
    func makeIterator() -> AsyncStream<LogFanout.News>.Iterator { news.makeAsyncIterator() }

    /// Whether news were left out since this was asked last: they are in the store.
    func takeMissed() -> Bool { hasMissed.exchange(false, ordering: .sequentiallyConsistent) }

    func finish() { continuation.finish() }
}
