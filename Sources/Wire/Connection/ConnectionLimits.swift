public import Units

/// What one side of a connection takes from the other, and how long it waits.
public struct ConnectionLimits: Hashable, Sendable {
    /// The largest frame that this side takes; the smaller one of both sides' holds. 16 KiB at least.
    public var maximumFrame = ByteCount.mebibytes(2)
    /// How much of one call may wait here unread before the other side must stop sending. 16 KiB at least. A message
    /// costs its length and 64 bytes, and one that costs more than half a window cannot be sent.
    public var window = ByteCount.mebibytes(4)
    /// How much of all calls of a connection may wait here unread before nothing more is read from it. What a connection
    /// costs in memory is bounded by this and two frames. At least 32 KiB for each call that there may be.
    public var maximumBuffered = ByteCount.mebibytes(16)
    /// How many calls of one connection may be under way at a time; of a server's connections.
    public var maximumCalls = 256
    /// How long a call may take from its beginning to its first message, and to its last where there is but one.
    public var requestTimeout = Duration.seconds(60)
    /// How long both sides' hellos may take, from the connection's first moment, TLS included.
    public var helloTimeout = Duration.seconds(5)
    /// After how long without a byte from the other side it is asked whether it is there.
    public var keepAlive = Duration.seconds(20)
    /// How long the answer may take until the other side is taken for dead.
    public var keepAliveTimeout = Duration.seconds(10)
    /// How long one frame may take from its first byte to its last.
    public var frameTimeout = Duration.seconds(60)
    /// How long the other side may take nothing at all of what waits to be sent.
    public var writeTimeout = Duration.seconds(30)

    /// The defaults.
    public init() {}
}
