internal import Concurrency
internal import Events
internal import Logging
internal import Storage
internal import Synchronization

/// A topic that somebody watches, for all who see the same.
final class LiveTopic: Sendable {
    typealias Follower = AsyncStream<TopicNews>.Continuation

    private struct State {
        /// Where the last entry stands that it follows from; at first, the last one that was known when it began.
        var changed: LogPosition
        var news: TopicNews?
        /// What stands for all that the news leave out.
        var rest = 0
        var followers: [UInt64: Follower] = [:]
        var isOver = false
    }

    let streams: StreamPattern
    private let topic: Topic
    private let request: Topic.Request
    private let state: Mutex<State>
    private let changes = ChangeSignal()

    /// - Parameter position: all entries up to there are known.
    init(_ topic: Topic, _ request: Topic.Request, from position: LogPosition) {
        (self.topic, self.request) = (topic, request)
        state = Mutex(State(changed: position))
        streams = topic.streams(request.parameters)
    }

    /// Somebody watches it: is told what it shows now, and then what it shows next.
    func add(_ follower: Follower, as id: UInt64) {
        // Told with the lock held: what comes next is told later.
        state.withLock { state in
            state.followers[id] = follower
            if let news = state.news { follower.yield(news) }
        }
    }

    /// Somebody does not watch it any more.
    /// - Returns: whether nobody does: then it has ended.
    func remove(_ id: UInt64) -> Bool {
        let isOver = state.withLock { state in
            state.followers[id] = nil
            state.isOver = state.followers.isEmpty
            return state.isOver
        }
        if isOver { changes.raise() }
        return isOver
    }

    /// One of its streams has an entry.
    func change(to position: LogPosition) {
        state.withLock { $0.changed = position }
        changes.raise()
    }

    /// Nothing more is shown.
    func finish() {
        let followers = state.withLock { state in
            state.isOver = true
            return state.followers.values
        }
        for follower in followers { follower.finish() }
        changes.raise()
    }

    /// Makes it whenever it changes, until nobody watches it any more, or the task is cancelled.
    func run(logger: Logger) async {
        guard let beside = topic.beside else { return await make(logger) }
        await withDiscardingTaskGroup { group in
            group.addTask {
                do {
                    try await beside(self.request.parameters) { self.changes.raise() }
                } catch {
                    guard !Task.isCancelled else { return }
                    logger.warning(
                        "a topic follows from the log alone",
                        metadata: ["topic": "\(self.topic.path)", "error": "\(error)"])
                }
            }
            await make(logger)
            group.cancelAll()
        }
    }

    private func make(_ logger: Logger) async {
        while true {
            let seen = changes.count
            let (position, isOver) = state.withLock { ($0.changed, $0.isOver) }
            guard !isOver else { return }
            do {
                tell(try await topic.show(request, position), at: position)
                try await Task.sleep(for: topic.pause)
                try await changes.wait(after: seen)
            } catch {
                guard !Task.isCancelled else { return finish() }
                logger.warning("a topic cannot be shown", metadata: ["topic": "\(topic.path)", "error": "\(error)"])
                // Told to end meanwhile, the next turn ends it.
                try? await Task.sleep(for: .seconds(1))
            }
        }
    }

    private func tell(_ content: Topic.Content, at position: LogPosition) {
        let news = TopicNews(position: position, bytes: content.bytes)
        let followers = state.withLock { state -> [Follower] in
            let isSame = state.news?.bytes == news.bytes && state.rest == content.rest
            (state.news, state.rest) = (news, content.rest)
            return isSame ? [] : Array(state.followers.values)
        }
        for follower in followers { follower.yield(news) }
    }
}
