internal import Units

/// Records spans: those of traces that whoever asked records, and of a share of the others.
///
///     let span = tracer.begin("build", in: context)
///     …
///     span.end(["verdict.cached": .bool(false)])
///
/// Nobody ever waits for it. Where nothing is recorded, contexts pass through as they came.
public struct Tracer: Sendable {
    /// Records nothing.
    public static let off = Tracer(queue: nil, share: 0)

    private let queue: SpanQueue?
    private let share: Double

    /// - Parameters:
    ///   - queue: where spans go that have ended; nil: nowhere.
    ///   - share: how much is recorded of what nobody said anything about, 0 to 1.
    init(queue: SpanQueue?, share: Double) {
        (self.queue, self.share) = (queue, share)
    }

    /// Begins the span of a request.
    /// - Parameters:
    ///   - name: what it is called.
    ///   - caller: whose request it is; nil: nobody said so, and a trace begins with it.
    /// - Returns: the span, which has a context.
    public func beginRequest(_ name: String, of caller: TraceContext?) -> ActiveSpan {
        if let caller { return begin(name, .server, in: caller) }
        guard let queue, Double.random(in: 0..<1) < share else {
            return ActiveSpan(context: TraceContext(), recording: nil)
        }
        return ActiveSpan(
            context: TraceContext(isSampled: true),
            recording: .init(queue: queue, parent: nil, name: name, kind: .server, start: SystemTime.now))
    }

    /// Begins a span.
    /// - Parameters:
    ///   - name: what it is called.
    ///   - kind: what it is to others.
    ///   - parent: what it is a part of; nil: of no trace, and nothing is recorded.
    ///   - start: when it began, in nanoseconds since 1970 (UTC); nil: now.
    public func begin(
        _ name: String, _ kind: Span.Kind = .internal, in parent: TraceContext?, from start: Int64? = nil
    ) -> ActiveSpan {
        guard let queue, let parent, parent.isSampled else { return ActiveSpan(context: parent, recording: nil) }
        return ActiveSpan(
            context: TraceContext(trace: parent.trace, isSampled: true),
            recording: .init(
                queue: queue, parent: parent.parent, name: name, kind: kind, start: start ?? SystemTime.now))
    }

    /// Records a part of `parent` that has just ended and took so long.
    public func record(
        _ name: String, in parent: TraceContext?, lasting time: Duration, _ attributes: [String: Span.Value] = [:],
        failure: String? = nil
    ) {
        guard let parent, queue != nil, parent.isSampled else { return }
        let now = SystemTime.now
        begin(name, in: parent, from: now - time.nanoseconds).end(attributes, failure: failure, at: now)
    }
}

/// A span that goes on. It is recorded when it is said to have ended; to be said once.
public struct ActiveSpan: Sendable {
    struct Recording: Sendable {
        let queue: SpanQueue
        let parent: String?
        let name: String
        let kind: Span.Kind
        let start: Int64
    }

    /// What parts of it belong to; nil: to no trace.
    public let context: TraceContext?
    let recording: Recording?

    /// It has ended.
    /// - Parameters:
    ///   - attributes: what is said of it.
    ///   - name: what it is called, if that became known only now.
    ///   - failure: why it did not come to its end.
    ///   - time: when, in nanoseconds since 1970 (UTC); nil: now.
    public func end(
        _ attributes: @autoclosure () -> [String: Span.Value] = [:], name: String? = nil, failure: String? = nil,
        at time: Int64? = nil
    ) {
        guard let recording, let context else { return }
        recording.queue.add(
            Span(
                context, parent: recording.parent, name ?? recording.name, recording.kind, from: recording.start,
                to: time ?? SystemTime.now, attributes(), failure: failure))
    }
}
