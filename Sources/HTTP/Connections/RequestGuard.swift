internal import Hummingbird
internal import NIOCore
internal import NIOHTTP1
internal import Units

/// The body of the request that is being answered is wanted; the client may wait for being asked (`Expect: 100-continue`).
struct BodyWanted: Sendable {}

/// A piece of the body of the answer under way, to be written at once.
struct BodyPiece: Sendable {
    let bytes: ByteBuffer
}

/// Between the parser and those who answer: hands on what ``RequestRules`` and ``RequestQueue`` let through, answers the
/// rest itself, and closes the connection when its time has come.
final class RequestGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private let limits: HTTPLimits
    private let watch: ConnectionWatch
    /// Told when the connection has something to do, and when it has not.
    private let isBusy: (Bool) -> Void
    /// Told why a request was answered here.
    private let refused: (Problem) -> Void
    private var queue: RequestQueue
    private var refusal: Problem?
    /// How much more is thrown away; nil while what comes is looked at.
    private var lingering: Int?
    private var isReadHeld = false
    /// After 101 bytes pass as they are.
    private(set) var isRaw = false

    init(
        _ limits: HTTPLimits, watch: ConnectionWatch, isBusy: @escaping (Bool) -> Void,
        refused: @escaping (Problem) -> Void
    ) {
        self.limits = limits
        self.watch = watch
        self.isBusy = isBusy
        self.refused = refused
        queue = RequestQueue(mostPipelined: limits.pipelined)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        watch.expired = { [weak self] phase in self?.expired(phase, context) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { watch.expired = { _ in } }

    // MARK: What comes

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isRaw { return context.fireChannelRead(data) }
        let part = Self.unwrapInboundIn(data)
        if let left = lingering { return discard(part, left, context) }
        switch part {
        case .head(let head): begin(head, context)
        case .body:
            if refusal == nil, queue.isReading { context.fireChannelRead(data) }
        case .end:
            guard refusal == nil, queue.ended() == .forward else { return }
            watch.enter(.answer)
            // Nobody here reads trailers.
            context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
        }
    }

    private func begin(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        guard refusal == nil else { return }
        if let problem = RequestRules.refusal(head) { return refuse(problem, context) }
        let isFirst = queue.isEmpty
        guard queue.began(head) == .forward else { return }
        watch.enter(.body)
        if isFirst { isBusy(true) }
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    func read(context: ChannelHandlerContext) {
        // What nobody will look at stays with the client, and takes no memory here.
        isReadHeld = queue.wantsNothing && !isRaw && lingering == nil
        if !isReadHeld { context.read() }
    }

    private func readOn(_ context: ChannelHandlerContext) {
        guard isReadHeld else { return }
        isReadHeld = false
        context.read()
    }

    private func discard(_ part: HTTPServerRequestPart, _ left: Int, _ context: ChannelHandlerContext) {
        guard case .body(let bytes) = part else { return }
        lingering = left - bytes.readableBytes
        if left < bytes.readableBytes { context.close(promise: nil) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Those behind do not ask for what is thrown away.
        if lingering != nil { context.read() }
        context.fireChannelReadComplete()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, !isRaw else {
            context.fireErrorCaught(error)
            return watch.closeNow()
        }
        guard lingering == nil, refusal == nil, queue.takesMore || queue.isReading else { return }
        if queue.isReading {
            // Whoever reads that body hears of it, and answers.
            queue.stop()
            return context.fireErrorCaught(error)
        }
        let isTooLarge = if case .headerOverflow = error { true } else { false }
        refuse(
            isTooLarge
                ? Problem(
                    .requestHeaderFieldsTooLarge,
                    "the header is larger than \(limits.header.kibibytes) KiB, or has more than \(limits.headerFields) fields"
                )
                : Problem(.badRequest, "what came is no HTTP request"),
            context)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ServerStops {
            queue.stop()
            if queue.isEmpty, refusal == nil, lingering == nil { context.close(promise: nil) }
            return
        }
        if case ChannelEvent.inputClosed = event {
            if isRaw {
                context.fireChannelRead(Self.wrapInboundOut(.end(nil)))
            } else if queue.isEmpty && refusal == nil || queue.isReading || lingering != nil {
                // Nothing to answer, or a request that will never be whole.
                return context.close(promise: nil)
            } else {
                queue.stop()
            }
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func expired(_ phase: ConnectionWatch.Phase, _ context: ChannelHandlerContext) {
        // Who says nothing hears nothing.
        guard phase != .idle, phase != .header || watch.hasHeard, lingering == nil, !queue.isAnsweringWhatIsRead else {
            return context.close(promise: nil)
        }
        guard queue.isEmpty else {
            // Whoever reads the body hears of it: it has ended too early.
            return context.close(promise: nil)
        }
        refuse(Problem(.requestTimeout, "the request did not come in time", advice: "send it faster"), context)
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        let part = Self.unwrapOutboundIn(data)
        switch part {
        case .head(var head):
            let isUpgraded = head.status == .switchingProtocols
            // The parser has read on behind a request that is none for an upgrade.
            if isUpgraded, !queue.mayUpgrade { return context.close(promise: promise) }
            let (closes, isOldVersion, endsUpgrade) = queue.answering(upgraded: isUpgraded)
            if endsUpgrade { context.fireChannelRead(Self.wrapInboundOut(.end(nil))) }
            if closes, !isUpgraded { head.headers.replaceOrAdd(name: "connection", value: "close") }
            if isOldVersion { head.version = .http1_0 }
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
            if isUpgraded { becomeRaw(context) }
        case .body: context.write(data, promise: promise)
        case .end:
            if isRaw {
                context.flush()
                return context.close(promise: promise)
            }
            let written = context.eventLoop.makePromise(of: Void.self)
            written.futureResult.cascade(to: promise)
            context.writeAndFlush(data, promise: written)
            end(context, after: written.futureResult)
        }
    }

    /// - Parameter written: when the client's side has taken the answer: closing before would cut it off.
    private func end(_ context: ChannelHandlerContext, after written: EventLoopFuture<Void>) {
        switch queue.answered(isRefusalPending: refusal != nil) {
        case .linger: linger(context, after: written)
        case .close: written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        case .goOn:
            guard queue.isEmpty else { return }
            if let refusal { return write(refusal, context) }
            isBusy(false)
            watch.enter(.idle)
        }
    }

    func triggerUserOutboundEvent(
        context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?
    ) {
        if let piece = event as? BodyPiece {
            let part = HTTPServerResponsePart.body(.byteBuffer(piece.bytes))
            return context.writeAndFlush(Self.wrapOutboundOut(part), promise: promise)
        }
        guard event is BodyWanted else { return context.triggerUserOutboundEvent(event, promise: promise) }
        if lingering == nil, queue.takeContinue() {
            let head = HTTPResponseHead(version: .http1_1, status: .continue)
            context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        }
        promise?.succeed()
    }

    // MARK: Refusing

    private func refuse(_ problem: Problem, _ context: ChannelHandlerContext) {
        queue.stop()
        refusal = problem
        refused(problem)
        watch.enter(.answer)
        if queue.isEmpty { write(problem, context) }
    }

    private func write(_ problem: Problem, _ context: ChannelHandlerContext) {
        let body = problem.json(instance: nil)
        var head = HTTPResponseHead(
            version: .http1_1,
            status: HTTPResponseStatus(statusCode: problem.status.code, reasonPhrase: problem.status.reasonPhrase))
        head.headers.add(name: "content-type", value: Problem.contentType)
        head.headers.add(name: "content-length", value: "\(body.readableBytes)")
        head.headers.add(name: "connection", value: "close")
        for (name, value) in SecurityHeaders.fixed { head.headers.add(name: name, value: value) }
        head.headers.add(
            name: "content-security-policy", value: SecurityHeaders.policy(nonce: SecurityHeaders.nonce()))
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: written)
        linger(context, after: written.futureResult)
    }

    /// A connection that is closed while the client still sends loses the answer on its way. So what it sends is thrown
    /// away for a while.
    private func linger(_ context: ChannelHandlerContext, after written: EventLoopFuture<Void>) {
        guard lingering == nil else { return }
        lingering = Int(limits.linger.bytes)
        watch.enter(.answer)
        let channel = context.channel
        // With TLS that may not be possible; then the client sees the end a little later.
        context.close(mode: .output, promise: nil)
        let time = TimeAmount.nanoseconds(limits.lingerTime.nanoseconds)
        written.whenComplete { _ in channel.eventLoop.scheduleTask(in: time) { channel.close(promise: nil) } }
        isReadHeld = false
        context.read()
    }

    // MARK: Upgrading

    /// From now on bytes pass as they are: the body of the request is what comes, that of the answer what goes.
    private func becomeRaw(_ context: ChannelHandlerContext) {
        isRaw = true
        queue.stop()
        watch.enter(.answer)
        let pipeline = context.pipeline.syncOperations
        do {
            let parser = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(RawBytes(), position: .after(parser))
            pipeline.removeHandler(parser, promise: nil)
            pipeline.removeHandler(context: try pipeline.context(handlerType: HTTPResponseEncoder.self), promise: nil)
        } catch {
            return context.close(promise: nil)
        }
        readOn(context)
    }
}
