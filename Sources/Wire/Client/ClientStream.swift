public import SwiftProtobuf

/// One call with streams: what is sent, and what comes back.
public struct ClientStream<Request: Message & Sendable, Response: Message & Sendable>: Sendable {
    let call: ClientCall

    /// What the server sends. Ends, or fails, with the call.
    public var responses: IncomingMessages<Response> { IncomingMessages(inbox: call.inbox) }

    /// Sends a message; comes back when it is on its way. Waits while the server takes no more. Fails with the call's status
    /// when the call has ended.
    public func write(_ message: Request) async throws(WireError) {
        let bytes = try message.wireBytes()
        let place = try await call.begun.value()
        do {
            try await place.connection.send(bytes, on: place.id)
        } catch {
            throw call.inbox.failure ?? error
        }
    }

    /// Says that no more messages follow.
    public func finish() async throws(WireError) {
        let place = try await call.begun.value()
        place.connection.execute { $0.halfClose(place.id) }
    }
}
