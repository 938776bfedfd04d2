public import Identity
internal import NIOCore
public import SwiftProtobuf

/// What a handler knows about its call.
///
/// When nobody waits for the call any more (the client cancelled it, its deadline passed, the connection is gone), the
/// handler's task is cancelled.
public struct CallContext: Sendable {
    /// The method's path.
    public let method: String
    /// Who calls.
    public let principal: Principal
    /// The other side's address and program, for logs: `10.0.0.7:40112 (verdict-worker 0.3.0)`.
    public let peer: String
    /// What the client sent along.
    public let metadata: [String: String]
    let deadline: NIODeadline?
    let now: @Sendable () -> NIODeadline

    /// How much time is left until the call's deadline, 0 when it has passed; nil: it has none.
    public var timeLeft: Duration? {
        deadline.map { .nanoseconds(max(0, ($0 - now()).nanoseconds)) }
    }
}

/// Sends a handler's messages to the client.
public struct ResponseWriter<Response: Message & Sendable>: Sendable {
    let call: ServerCall

    /// Sends a message; comes back when it is on its way. Waits while the client takes no more: its window is full, or the
    /// connection is slow.
    public func write(_ message: Response) async throws(WireError) {
        try await call.connection.send(try message.wireBytes(), on: call.id)
    }
}
