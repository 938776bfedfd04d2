internal import FoundationEssentials
internal import NIOCore

/// One call, from the side that answers it.
final class ServerCall: Sendable {
    let id: UInt64
    let context: CallContext
    let connection: ConnectionHandle
    let inbox = CallInbox()
    /// Comes to pass when the call is over, for whatever reason.
    let over = OneShot<Void>()
    private let ended: @Sendable () -> Void

    /// A call; `ended` is called when its handler has ended.
    init(id: UInt64, context: CallContext, connection: ConnectionHandle, ended: @escaping @Sendable () -> Void) {
        self.ended = ended
        self.id = id
        self.context = context
        self.connection = connection
        inbox.attach { bytes in connection.execute { $0.consumed(bytes, on: id) } }
    }

    /// The handler has ended: sends its last message, where it has one, and the status.
    func finish(_ last: Data? = nil, error: WireError?) {
        let id = id
        ended()
        connection.execute { handler in
            if let last {
                handler.send(last, on: id, done: nil)
            }
            handler.finish(id, error)
        }
        inbox.discard()
        over.resolve(.success(()))
    }
}
