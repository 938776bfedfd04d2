internal import FoundationEssentials
internal import NIOCore

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
