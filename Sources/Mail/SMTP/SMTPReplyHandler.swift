internal import NIOCore
internal import NIOSSL
internal import NIOTLS

/// Reads replies when they are asked for, on the event loop of its channel.
///
/// What comes in the clear is never taken for something that came in TLS: TLS begins only when nothing is left that came before.
final class SMTPReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    /// The connection cannot be used any more.
    struct Closed: Error {}
    /// Something came before TLS that nobody asked for.
    struct EarlyWords: Error {}

    private var reader = SMTPReplyReader()
    private var waiting: EventLoopPromise<SMTPReply>?
    private var handshake: EventLoopPromise<Void>?
    private var failure: (any Error)?

    /// The next reply.
    func next(on loop: any EventLoop) -> EventLoopFuture<SMTPReply> {
        let promise = loop.makePromise(of: SMTPReply.self)
        waiting = promise
        // What came before the end counts.
        answer()
        if let failure { fail(failure) }
        return promise.futureResult
    }

    /// Goes on in TLS.
    /// - Returns: when that has begun.
    func begin(_ tls: NIOSSLClientHandler, on channel: any Channel) -> EventLoopFuture<Void> {
        let promise = channel.eventLoop.makePromise(of: Void.self)
        guard failure == nil, reader.isEmpty else {
            promise.fail(failure ?? EarlyWords())
            return promise.futureResult
        }
        handshake = promise
        do {
            try channel.pipeline.syncOperations.addHandler(tls, position: .first)
        } catch {
            fail(error)
        }
        return promise.futureResult
    }

    /// Nothing more can come.
    func fail(_ error: any Error) {
        failure = failure ?? error
        waiting?.fail(failure ?? error)
        handshake?.fail(failure ?? error)
        (waiting, handshake) = (nil, nil)
    }

    private func answer() {
        do throws(SMTPReplyReader.Garbage) {
            guard let promise = waiting, let reply = try reader.next() else { return }
            waiting = nil
            promise.succeed(reply)
        } catch {
            fail(error)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard failure == nil else { return }
        do throws(SMTPReplyReader.Garbage) {
            try reader.take(unwrapInboundIn(data).readableBytesView)
            answer()
        } catch {
            fail(error)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent {
            handshake?.succeed(())
            handshake = nil
        }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(Closed())
        context.fireChannelInactive()
    }
}
