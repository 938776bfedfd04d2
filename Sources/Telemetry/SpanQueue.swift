internal import CoreMetrics
internal import Metrics
internal import Synchronization

/// Spans that have ended and are not sent yet: so many and no more, for nobody waits until there is room.
final class SpanQueue: Sendable {
    private let most: Int
    private let spans = Mutex<[Span]>([])
    private let dropped: Counter

    init(most: Int, _ factory: any MetricsFactory) {
        self.most = most
        dropped = Counter(label: "verdict_spans_dropped_total", factory: factory)
    }

    /// Adds a span; drops it where there are too many.
    func add(_ span: Span) {
        let isAdded = spans.withLock { spans in
            guard spans.count < most else { return false }
            spans.append(span)
            return true
        }
        if !isAdded { drop(1) }
    }

    /// At most so many, oldest first.
    func take(_ count: Int) -> [Span] {
        spans.withLock { spans in
            let taken = Array(spans.prefix(count))
            spans.removeFirst(taken.count)
            return taken
        }
    }

    /// So many are not sent any more.
    func drop(_ count: Int) { dropped.increment(by: Int64(count)) }
}
