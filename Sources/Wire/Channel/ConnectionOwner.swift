internal import NIOCore

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
