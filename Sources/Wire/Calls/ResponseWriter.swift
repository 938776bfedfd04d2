public import SwiftProtobuf

/// Sends a handler's messages to the client.
public struct ResponseWriter<Response: Message & Sendable>: Sendable {
    let call: ServerCall

    /// Sends a message; comes back when it is on its way. Waits while the client takes no more: its window is full, or the
    /// connection is slow.
    public func write(_ message: Response) async throws(WireError) {
        try await call.connection.send(try message.wireBytes(), on: call.id)
    }
}
