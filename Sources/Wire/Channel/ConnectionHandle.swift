internal import FoundationEssentials
internal import NIOCore

/// The way from any thread to a connection's handler on its event loop.
struct ConnectionHandle: Sendable {
    let loop: any EventLoop
    private let handler: NIOLoopBound<ConnectionHandler>

    /// To be made on the event loop.
    init(_ handler: ConnectionHandler, loop: any EventLoop) {
        self.loop = loop
        self.handler = NIOLoopBound(handler, eventLoop: loop)
    }

    /// Does something with the handler, and writes what came of it.
    func execute(_ body: @escaping @Sendable (ConnectionHandler) -> Void) {
        let handler = handler
        loop.execute {
            body(handler.value)
            handler.value.settle()
        }
    }

    /// Sends a message of a call; comes back when it is written, as far as the other side's window and the socket allow.
    func send(_ payload: Data, on id: UInt64) async throws(WireError) {
        let done = OneShot<Void>()
        execute { $0.send(payload, on: id, done: done) }
        try await done.value()
    }
}
