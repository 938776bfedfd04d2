internal import Concurrency
public import Coordinator
public import Events
internal import Logging
public import Storage
internal import Synchronization

/// Keeps what people watch up to date: each thing is made once for all who see the same, and at most so often.
public final class Topics: Sendable {
    private struct Key: Hashable {
        var path: String
        var request: Topic.Request
    }

    private struct State {
        var live: [Key: LiveTopic] = [:]
        var followers = 0
        var last: UInt64 = 0
        /// Up to where the log is known; the start: since a snapshot there was nothing.
        var known = LogPosition.start
        var isFinished = false
    }

    private let topics: [String: Topic]
    private let most: Int
    private let logger: Logger
    private let state = Mutex(State())
    private let starts: AsyncStream<@Sendable () async -> Void>
    private let start: AsyncStream<@Sendable () async -> Void>.Continuation

    /// - Parameter most: how many may watch at once.
    init(_ topics: [Topic], most: Int = 20_000, logger: Logger) {
        self.topics = Dictionary(topics.map { ($0.path, $0) }) { first, _ in first }
        (self.most, self.logger) = (most, logger)
        (starts, start) = AsyncStream.makeStream()
    }

    /// The topics that there are.
    public var all: [Topic] { topics.values.sorted { $0.path < $1.path } }

    /// How many watch.
    public var followers: Int { state.withLock { $0.followers } }

    /// What a topic shows, and what it shows next whenever that changes, until the task that reads it ends. Who is slow misses
    /// what was between.
    /// - Parameters:
    ///   - path: the topic's.
    ///   - parameters: what the braces of the path stand for.
    ///   - actor: who watches; that it may was asked before.
    /// - Throws: `DomainError`: `notFound`; `exhausted` if too many watch; `unavailable` at the end.
    public func follow(
        _ path: String, _ parameters: [String: String], as actor: Actor
    ) throws(DomainError) -> AsyncStream<TopicNews> {
        guard let topic = topics[path] else { throw DomainError(.notFound, "there is no topic \(path)") }
        let key = Key(path: path, request: .init(parameters: parameters, audience: topic.audience(actor)))
        let (stream, follower) = AsyncStream.makeStream(of: TopicNews.self, bufferingPolicy: .bufferingNewest(1))
        try state.withLock { state throws(DomainError) in
            guard !state.isFinished else {
                throw DomainError(
                    .unavailable, "the coordinator is stopping", advice: "try again", retryAfter: .seconds(1))
            }
            guard state.followers < most else {
                throw DomainError(
                    .exhausted, "\(most) watch something, which is the limit", advice: "try again later",
                    retryAfter: .seconds(5))
            }
            state.followers += 1
            state.last += 1
            let live = state.live[key] ?? begin(topic, key.request, from: state.known)
            state.live[key] = live
            follower.onTermination = { [weak self, id = state.last] _ in self?.leave(key, live, id) }
            live.add(follower, as: state.last)
        }
        return stream
    }

    private func begin(_ topic: Topic, _ request: Topic.Request, from position: LogPosition) -> LiveTopic {
        let live = LiveTopic(topic, request, from: position)
        start.yield { [logger] in await live.run(logger: logger) }
        return live
    }

    private func leave(_ key: Key, _ live: LiveTopic, _ id: UInt64) {
        state.withLock { state in
            state.followers -= 1
            guard live.remove(id), state.live[key] === live else { return }
            state.live[key] = nil
        }
    }

    /// Makes what is watched, until the task is cancelled.
    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await body in starts { group.addTask { await body() } }
            group.cancelAll()
        }
        let live = state.withLock { state in
            state.isFinished = true
            return state.live.values
        }
        for topic in live { topic.finish() }
        try Task.checkCancellation()
    }
}

/// It is told of the log's entries.
extension Topics: LogProjection {
    /// See `LogProjection`.
    public var name: String { "topics" }
    /// See `LogProjection`.
    public var version: UInt32 { 1 }
    /// See `LogProjection`.
    public var streams: StreamPattern { .any }

    /// See `LogProjection`.
    public func apply(_ entry: LogEntry, isLive: Bool) {
        let live = state.withLock { state in
            state.known = entry.position
            return state.live.isEmpty ? [] : Array(state.live.values)
        }
        for topic in live where topic.streams.matches(entry.stream) { topic.change(to: entry.position) }
    }

    /// See `LogProjection`.
    public func snapshot() -> @Sendable (inout SnapshotWriter) throws -> Void { { _ in } }

    /// See `LogProjection`.
    public func restore(_ reader: inout SnapshotReader) throws -> @Sendable () -> Void { {} }
}
