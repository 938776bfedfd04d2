public import Units

/// What connections and requests may cost.
public struct HTTPLimits: Hashable, Sendable {
    /// The largest body of a request. Routes may have lower limits.
    public var body = ByteCount.mebibytes(16)
    /// How much the bodies of all requests that are being answered may take together. One sender alone gets half.
    public var bodies = ByteCount.mebibytes(512)
    /// How many connections there may be.
    public var connections = 4096
    /// How many of these may come from one address. That of a trusted proxy may have all.
    public var connectionsPerAddress = 1024
    /// How many bytes the header of a request may have, request line and all.
    public var header = ByteCount.kibibytes(32)
    /// How many bytes one field of the header, or the path, may have.
    public var headerField = ByteCount.kibibytes(16)
    /// How many fields a header may have.
    public var headerFields = 100
    /// How many requests a client may send ahead of the answers.
    public var pipelined = 16
    /// How long a header may take, from its first byte, or that of the connection.
    public var headerTime = Duration.seconds(15)
    /// How long a connection may wait for its next request.
    public var idleTime = Duration.seconds(75)
    /// In each such time a body must bring ``bodyProgress``.
    public var bodyTime = Duration.seconds(15)
    /// What a body must bring in each ``bodyTime``, as long as somebody waits for it.
    public var bodyProgress = ByteCount.kibibytes(16)
    /// How long a client may take nothing of an answer.
    public var stallTime = Duration.seconds(30)
    /// How long what a client still sends is thrown away after it was refused, so that it reads why.
    public var lingerTime = Duration.seconds(2)
    /// How much of that is thrown away at most.
    public var linger = ByteCount.mebibytes(1)

    /// The defaults.
    public init() {}
}
