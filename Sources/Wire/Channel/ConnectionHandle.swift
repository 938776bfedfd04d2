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

/// Who is told what happens on a connection, on its event loop.
protocol ConnectionOwner: AnyObject {
    /// Server: who says this hello?
    func authenticate(_ hello: Frame.Hello, channel: any Channel) -> Result<Void, WireError>
    /// Calls may begin.
    func connectionReady(_ peer: Peer)
    /// Server: a call began. What comes on it goes into the inbox; nil: nobody is there to handle it.
    func callOpened(_ id: UInt64, _ open: Frame.Open, deadline: NIODeadline?) -> CallInbox?
    /// Server: what is expected of who calls that method.
    func expectation(of method: String) -> CallExpectation?
    /// Server: so many bytes of messages are in memory for the connection. An error: there is no room for more than before.
    func holds(_ bytes: Int) -> WireError?
    /// Server: nobody waits for the call any more.
    func callAbandoned(_ id: UInt64, _ error: WireError)
    /// Server: the call's handler has ended.
    func callEnded(_ id: UInt64)
    /// Bytes came; the time for which nothing more should be read.
    func pause(after bytes: Int) -> TimeAmount?
    /// The other side takes no new calls.
    func peerLeaving(_ reason: WireError)
    /// The connection is over, for this reason. Said once.
    func connectionClosed(_ reason: WireError)
}
