internal import FoundationEssentials
internal import NIOCore
public import SwiftProtobuf

/// One call, from the side that makes it.
final class ClientCall: Sendable {
    /// The call on its connection.
    struct Place: Sendable {
        var id: UInt64
        var connection: ConnectionHandle
    }

    let method: String
    let options: CallOptions
    let deadline: NIODeadline?
    /// The one message of a call that sends only one; nil: messages are written one by one.
    let request: Data?
    let inbox = CallInbox()
    /// Where the call is, when it has begun.
    let begun = OneShot<Place>()

    init(_ method: String, options: CallOptions, request: Data?, now: NIODeadline) {
        self.method = method
        self.options = options
        self.request = request
        deadline = options.timeout.map { now + $0.amount }
    }

    /// The call ended before it began.
    func fail(_ error: WireError) {
        begun.resolve(.failure(error))
        inbox.finish(error)
    }
}

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
