internal import FoundationEssentials
internal import NIOCore

/// What the owner of a ``ConnectionStateMachine`` has to do next, in this order.
enum ConnectionAction: Equatable {
    /// Write this frame.
    case send(Frame)
    /// Server: find out who says this hello, then call `admit` or `refuse`.
    case authenticate(Frame.Hello)
    /// Both sides said hello; calls may begin.
    case ready(Peer)
    /// Server: a call began. Its handler must be ended with `finish`, whatever happens.
    case opened(UInt64, Frame.Open, deadline: NIODeadline?)
    /// A message of a call came. Say `consumed` when the program has taken it.
    case message(UInt64, Data)
    /// Server: no more messages of the call come.
    case halfClosed(UInt64)
    /// Client: the call ended, nil: OK. Server: nobody waits for the call any more, its handler should stop.
    case ended(UInt64, WireError?)
    /// The queued message with this token was written.
    case sent(UInt64, token: UInt64)
    /// The other side takes no new calls.
    case leaving(WireError)
    /// Read nothing for now.
    case pauseReading
    /// Read again.
    case resumeReading
    /// Close the connection when everything is written.
    case close(WireError)
}

/// The other side of a connection, as its hello says.
struct Peer: Equatable {
    var program: String
    var version: String
    /// The version of the protocol that both sides use.
    var negotiated: UInt32
    /// The largest payload in bytes of a message that the other side can take.
    var largestMessage: Int
    var maximumCalls: Int
}
