internal import Concurrency
internal import NIOCore
internal import Synchronization

/// An open WebSocket, as its route sees it.
public final class WebSocket: Sendable {
    /// The messages that come, in their order; one task may read them. They end when the client closes.
    public struct Messages: AsyncSequence, Sendable {
        /// What it gives.
        public typealias Element = WebSocketMessage

        fileprivate let inbox: BoundedChannel<WebSocketMessage>

        /// Reads the messages.
        public struct Iterator: AsyncIteratorProtocol {
            fileprivate let inbox: BoundedChannel<WebSocketMessage>

            /// The next message; nil when the client has closed.
            public mutating func next() async throws -> WebSocketMessage? { try await inbox.next() }
        }

        /// Begins to read.
        public func makeAsyncIterator() -> Iterator { Iterator(inbox: inbox) }
    }

    /// The subprotocol that was agreed on; nil: none.
    public let subprotocol: String?
    let inbox = BoundedChannel<WebSocketMessage>(room: 2)
    let outbox = BoundedChannel<ByteBuffer>(room: 4)
    private let closing = Mutex<WebSocketClose?>(nil)

    init(subprotocol: String?) {
        self.subprotocol = subprotocol
    }

    /// What the client says.
    public var messages: Messages { Messages(inbox: inbox) }

    /// Says something to the client, when it has taken what was said before; one task at a time.
    /// - Throws: `CancellationError` when the WebSocket is closed.
    public func send(_ message: WebSocketMessage) async throws { try await outbox.send(WebSocketFrame.bytes(message)) }

    /// Closes the WebSocket, behind what was sent. The first reason counts.
    public func close(_ reason: WebSocketClose = WebSocketClose(1000)) {
        closing.withLock { $0 = $0 ?? reason }
        inbox.finish()
        outbox.finish()
    }

    /// Why it was closed; nil while it is open.
    var closed: WebSocketClose? { closing.withLock { $0 } }
}
