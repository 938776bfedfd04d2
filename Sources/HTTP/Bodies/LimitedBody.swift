internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// The body of a request, until it is too large. The client is asked for it when somebody wants it.
struct LimitedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: RequestBody
    let exchange: Exchange

    func makeAsyncIterator() -> Iterator { Iterator(base: body.makeAsyncIterator(), exchange: exchange) }

    struct Iterator: AsyncIteratorProtocol {
        var base: RequestBody.AsyncIterator
        let exchange: Exchange
        private var received = 0
        private var hasBegun = false

        init(base: RequestBody.AsyncIterator, exchange: Exchange) {
            self.base = base
            self.exchange = exchange
        }

        @concurrent
        mutating func next() async throws -> ByteBuffer? {
            if !hasBegun {
                hasBegun = true
                exchange.channel.triggerUserOutboundEvent(BodyWanted(), promise: nil)
            }
            guard let bytes = try await base.next() else { return nil }
            received += bytes.readableBytes
            guard !exchange.isTooLarge(received) else { throw Problem.bodyTooLarge(exchange.bodyLimit) }
            guard exchange.hold(received) else { throw Problem.tooManyBodies }
            return bytes
        }
    }
}

extension Problem {
    static var tooManyBodies: Problem {
        Problem(
            .serviceUnavailable, "the bodies of requests under way take more than their sender's share",
            advice: "send less at once", retryAfter: .seconds(1))
    }

    static func bodyTooLarge(_ limit: Int) -> Problem {
        Problem(.contentTooLarge, "the body is larger than the \(limit) bytes that are allowed here")
    }

    /// The problem of a header that announces more than is allowed; nil if it does not.
    static func announcedBody(_ headers: HTTPFields, _ limit: Int) -> Problem? {
        guard let length = headers[.contentLength].flatMap({ Int($0) }), length > limit else { return nil }
        return bodyTooLarge(limit)
    }
}
