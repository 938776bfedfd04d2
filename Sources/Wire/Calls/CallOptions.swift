/// How a client makes a call.
public struct CallOptions: Hashable, Sendable {
    /// How long the whole call may take, connecting included; nil: for ever. Both sides end it then.
    public var timeout: Duration?
    /// What goes along, such as the W3C trace context under `traceparent`. At most 64 pairs and 8 KiB.
    public var metadata: [String: String]
    /// While the server cannot be reached, waits until it can or the time is over, instead of failing at once.
    public var waitsForConnection: Bool

    /// Options from their parts.
    public init(timeout: Duration? = nil, metadata: [String: String] = [:], waitsForConnection: Bool = false) {
        self.timeout = timeout
        self.metadata = metadata
        self.waitsForConnection = waitsForConnection
    }
}
