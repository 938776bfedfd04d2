internal import FoundationEssentials
public import SwiftProtobuf

/// The messages that come on a call, in order, for one reader. The next one is taken from the connection when it is asked
/// for: who does not ask makes the sender stop.
///
/// Ends after the last message; fails with the call's status, when it is not OK.
public struct IncomingMessages<Element: Message & Sendable>: AsyncSequence, Sendable {
    /// Why reading ends before the last message.
    public typealias Failure = WireError

    let inbox: CallInbox

    /// Reads them.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let inbox: CallInbox

        /// The next message; nil after the last.
        public mutating func next() async throws(WireError) -> Element? {
            try await next(isolation: #isolation)
        }

        /// The next message; nil after the last.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws(WireError) -> Element? {
            guard let bytes = try await inbox.next() else { return nil }
            return try Element(wire: bytes)
        }
    }

    /// Begins, or goes on, reading.
    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(inbox: inbox) }

    /// The one message, where exactly one is to come; waits for the end. Fails if there are more or none.
    public func single() async throws(WireError) -> Element {
        let messages = try await inbox.all()
        guard messages.count == 1 else {
            throw WireError(.invalidArgument, "the call has \(messages.count) messages where it should have one")
        }
        return try Element(wire: messages[0])
    }
}

extension SwiftProtobuf.Message {
    init(wire bytes: Data) throws(WireError) {
        do {
            try self.init(serializedBytes: bytes)
        } catch {
            throw WireError(.invalidArgument, "\(bytes.count) bytes are no \(Self.protoMessageName): \(error)")
        }
    }

    func wireBytes() throws(WireError) -> Data {
        do {
            return try serializedBytes()
        } catch {
            throw WireError(.internal, "a \(Self.protoMessageName) cannot be encoded: \(error)")
        }
    }
}
