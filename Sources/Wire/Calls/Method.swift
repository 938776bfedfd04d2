public import Identity
public import SwiftProtobuf

/// What can be called: a name, the types of what is sent and answered, and who may call it.
///
/// Both sides are streams in general. How a server registers a method says what is used of that:
/// ``WireServices/unary(_:_:)``, ``WireServices/serverStreaming(_:_:)`` or ``WireServices/streaming(_:_:)``; and so does how
/// a client calls it.
///
///     let lease = Method<LeaseRequest, LeaseResponse>("verdict.v1.Jobs/Lease", permission: .doJobs)
public struct Method<Request: Message & Sendable, Response: Message & Sendable>: Sendable {
    /// Package, service and name: `verdict.v1.Jobs/Lease`.
    public var path: String
    /// What somebody has to be allowed to do, to call it.
    public var permission: Permission
    /// Calling it twice does no more than calling it once, so that a call whose connection was lost may be repeated.
    public var isIdempotent: Bool

    /// A method from its parts.
    public init(_ path: String, permission: Permission, isIdempotent: Bool = false) {
        self.path = path
        self.permission = permission
        self.isIdempotent = isIdempotent
    }
}

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
