/// How fast anybody may use a server; nil: as fast as they like.
public struct RateLimits: Hashable, Sendable {
    /// New connections from one address (of IPv6: from one /64 network).
    public var connections: Rate? = Rate(perSecond: 20, burst: 100)
    /// Calls of one principal, on all its connections together. A call too many ends with
    /// ``StatusCode/resourceExhausted`` and says when to come again.
    public var calls: Rate?
    /// Bytes from one principal, on all its connections together. Too many are read later.
    public var bytes: Rate?

    /// The defaults: connections are limited, calls and bytes are not.
    public init() {}
}
