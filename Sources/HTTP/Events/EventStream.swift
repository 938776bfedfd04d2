internal import Concurrency
public import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import Synchronization

/// A stream of events to one reader.
///
///     router.requiring(.readSubmissions).get("api/v1/things/{id}/events") { request, context in
///         Response.events(context) { stream in
///             for await thing in feed.from(request.lastEventID) { try await stream.send(…) }
///         }
///     }
///
/// A stream holds little: a reader that does not keep up with what is ``offer(_:)``ed is let go, and comes back with the id
/// of the last event that it saw. It ends when the reader has gone, when its caller may not ask any more, and when the
/// server stops.
public final class EventStream: Sendable {
    /// The most events, and the most bytes, that wait for the reader.
    static let mostEvents = 256
    static let mostBytes = 256 << 10

    private let waiting = BoundedChannel<ByteBuffer>(room: EventStream.mostEvents)
    private let bytes = Atomic<Int>(0)

    init() {}

    /// Sends an event when there is room for it; one task at a time.
    /// - Throws: `CancellationError` when the stream has ended.
    public func send(_ event: ServerEvent) async throws {
        let text = event.bytes
        bytes.add(text.readableBytes, ordering: .relaxed)
        try await waiting.send(text)
    }

    /// Sends an event now. If the reader is too far behind, the stream ends.
    /// - Returns: false if the stream has ended.
    @discardableResult public func offer(_ event: ServerEvent) -> Bool { offer(event.bytes) }

    private func offer(_ text: ByteBuffer) -> Bool {
        let held = bytes.add(text.readableBytes, ordering: .relaxed).newValue
        guard held <= Self.mostBytes || held == text.readableBytes, waiting.offer(text) else {
            end()
            return false
        }
        return true
    }

    /// Ends the stream, behind what waits.
    func end() { waiting.finish() }

    /// Lets the reader, and whatever stands between, see that the stream is there.
    func beat() {
        // Whoever has something to read knows already.
        if bytes.load(ordering: .relaxed) == 0 { _ = offer(ByteBuffer(string: ":\n\n")) }
    }

    /// What is to be written next; nil at the end.
    func next() async throws -> ByteBuffer? {
        guard let text = try await waiting.next() else { return nil }
        bytes.subtract(text.readableBytes, ordering: .relaxed)
        return text
    }
}

extension Response {
    /// A stream of events.
    ///
    /// - Parameters:
    ///   - context: The request's context: the stream ends when its caller may not ask any more.
    ///   - clock: Measures the 15 seconds after which a stream without events says that it is there.
    ///   - produce: Sends the events; the stream ends when it returns. It is cancelled when the reader has gone.
    public static func events(
        _ context: APIContext, clock: any Clock<Duration> = ContinuousClock(),
        _ produce: @escaping @Sendable (EventStream) async throws -> Void
    ) -> Response {
        let access = context.exchange.access
        let caller = context.caller
        let channel = context.exchange.channel
        let logger = context.logger
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // Nothing between may keep events back.
        RequestHeaders.set("x-accel-buffering", "no", &headers)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                let stream = EventStream()
                let id = access.opened(caller, on: channel) { _ in stream.end() }
                defer { access.closed(id) }
                // The reader learns that it is connected before the first event.
                try await writer.write(ByteBuffer(string: ":\n\n"))
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { stream.end() }
                        do {
                            try await produce(stream)
                        } catch is CancellationError {
                            // The reader has gone, or was let go.
                        } catch {
                            logger.error("a stream of events failed", metadata: ["error": "\(error)"])
                        }
                    }
                    group.addTask {
                        while true {
                            try await clock.sleep(for: .seconds(15))
                            stream.beat()
                        }
                    }
                    while let text = try await stream.next() { try await writer.write(text) }
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }
}
