public import Units

/// How a WebSocket is spoken.
public struct WebSocketOptions: Sendable {
    /// The subprotocols that the route speaks, the best first; a client that offers others only is refused.
    public var protocols: [String] = []
    /// The largest message that is taken.
    public var largestMessage = ByteCount.mebibytes(1)
    /// How long nothing may come, not even the answer to a ping. Halfway the client is pinged.
    public var idleTime = Duration.seconds(60)
    /// Measures that.
    public var clock: any Clock<Duration> = ContinuousClock()

    /// The defaults.
    public init() {}
}
