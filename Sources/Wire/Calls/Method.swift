public import SwiftProtobuf

/// What can be called: a name, the types of what is sent and answered, and who may call it.
///
/// Both sides are streams in general. How a server registers a method says what is used of that:
/// ``WireServices/unary(_:_:)``, ``WireServices/serverStreaming(_:_:)`` or ``WireServices/streaming(_:_:)``; and so does how
/// a client calls it.
///
///     let lease = Method<LeaseRequest, LeaseResponse>("verdict.v1.Jobs/Lease", roles: [.worker])
public struct Method<Request: Message & Sendable, Response: Message & Sendable>: Sendable {
    /// Package, service and name: `verdict.v1.Jobs/Lease`.
    public var path: String
    /// Who may call it.
    public var roles: Set<Role>
    /// Calling it twice does no more than calling it once, so that a call whose connection was lost may be repeated.
    public var isIdempotent: Bool

    /// A method from its parts.
    public init(_ path: String, roles: Set<Role>, isIdempotent: Bool = false) {
        self.path = path
        self.roles = roles
        self.isIdempotent = isIdempotent
    }
}
