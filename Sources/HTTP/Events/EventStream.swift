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
    /// The most events, and the most bytes, that wait for the reader. One event alone may be larger.
    static let mostEvents = 256
    static let mostBytes = 256 << 10

    /// Writes to the reader, and says when it has taken that, or has gone. It must not wait.
    typealias Output = @Sendable (_ text: ByteBuffer, _ taken: @escaping @Sendable () -> Void) -> Void

    private struct State {
        /// What was written, and not taken yet.
        var (events, bytes) = (0, 0)
        var hasEnded = false
        /// Who waits for room, and who for the end.
        var sender: CheckedContinuation<Void, Never>?
        var ending: CheckedContinuation<Void, Never>?

        func hasRoom(for size: Int) -> Bool {
            events < EventStream.mostEvents && (events == 0 || bytes + size <= EventStream.mostBytes)
        }
    }

    private let output: Output
    private let state = Mutex(State())

    /// A stream to whoever reads what `output` writes.
    init(_ output: @escaping Output) {
        self.output = output
    }

    /// Sends an event when there is room for it; one task at a time.
    /// - Throws: `CancellationError` when the stream has ended.
    public func send(_ event: ServerEvent) async throws { try await send(event.bytes) }

    /// Sends events as they are written, when there is room for them; one task at a time.
    /// - Throws: `CancellationError` when the stream has ended.
    func send(_ text: ByteBuffer) async throws {
        while true {
            try Task.checkCancellation()
            let isSent = try state.withLock { state in
                guard !state.hasEnded else { throw CancellationError() }
                return write(text, &state)
            }
            if isSent { return }
            await wait { state, continuation in
                guard !state.hasRoom(for: text.readableBytes) else { return false }
                state.sender = continuation
                return true
            }
        }
    }

    /// Sends an event now. If the reader is too far behind, the stream ends.
    /// - Returns: false if the stream has ended.
    @discardableResult public func offer(_ event: ServerEvent) -> Bool { offer(event.bytes) }

    private func offer(_ text: ByteBuffer) -> Bool {
        let isSent = state.withLock { state in !state.hasEnded && write(text, &state) }
        if !isSent { end() }
        return isSent
    }

    /// Writes with the lock held: behind an end nothing may be written, for there the next answer begins.
    private func write(_ text: ByteBuffer, _ state: inout State) -> Bool {
        let size = text.readableBytes
        guard state.hasRoom(for: size) else { return false }
        state.events += 1
        state.bytes += size
        output(text) { self.taken(size) }
        return true
    }

    private func taken(_ size: Int) {
        let sender = state.withLock { state in
            state.events -= 1
            state.bytes -= size
            return state.sender.take()
        }
        sender?.resume()
    }

    /// Ends the stream, behind what was sent.
    func end() {
        let waiting = state.withLock { state in
            state.hasEnded = true
            return [state.sender.take(), state.ending.take()]
        }
        for continuation in waiting { continuation?.resume() }
    }

    /// Lets the reader, and whatever stands between, see that the stream is there.
    func beat() {
        // Whoever has something to read knows already. One that was read may not be counted as taken yet.
        if state.withLock({ $0.events <= 1 }) { _ = offer(ByteBuffer(string: ":\n\n")) }
    }

    /// Returns when the stream has ended; it ends when the task is cancelled.
    func untilEnd() async {
        await withTaskCancellationHandler {
            await wait { state, continuation in
                state.ending = continuation
                return true
            }
        } onCancel: {
            end()
        }
    }

    /// Returns when there may be something to do, at the end, and if the task is cancelled.
    /// - Parameter keep: keeps the continuation, unless there is something to do already.
    private func wait(_ keep: @Sendable (inout State, CheckedContinuation<Void, Never>) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isKept = state.withLock { state in
                    !state.hasEnded && !Task.isCancelled && keep(&state, continuation)
                }
                if !isKept { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sender.take() }?.resume()
        }
    }
}

extension EventStream {
    /// The stream of an answer whose header and first part are written.
    ///
    /// What it sends goes to the connection at once, on the connection's own thread: where thousands read, a task for
    /// each of them that hands it on would cost more than writing it.
    convenience init(of exchange: Exchange) {
        let (channel, written) = (exchange.channel, exchange.written)
        self.init { text, taken in
            written.add(text.readableBytes)
            channel.eventLoop.execute {
                let promise = channel.eventLoop.makePromise(of: Void.self)
                promise.futureResult.whenComplete { _ in taken() }
                channel.triggerUserOutboundEvent(BodyPiece(bytes: text), promise: promise)
            }
        }
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
        let (exchange, caller) = (context.exchange, context.caller)
        let logger = context.logger
        var headers: HTTPFields = [.contentType: "text/event-stream", .cacheControl: "no-store"]
        // Nothing between may keep events back.
        RequestHeaders.set("x-accel-buffering", "no", &headers)
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // The reader learns that it is connected before the first event.
                try await writer.write(ByteBuffer(string: ":\n\n"))
                let stream = EventStream(of: exchange)
                let id = exchange.access.opened(caller, on: exchange.channel) { _ in stream.end() }
                defer { exchange.access.closed(id) }
                await withThrowingTaskGroup(of: Void.self) { group in
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
                    await stream.untilEnd()
                    group.cancelAll()
                }
                try await writer.finish(nil)
            })
    }
}
