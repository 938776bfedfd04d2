internal import NIOCore
internal import Units

/// Nearest to the socket: notices who keeps a connection waiting. A header that trickles, a body without progress, a
/// connection without a request, an answer that nobody takes: each has its time.
final class ConnectionWatch: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    /// What the connection waits for.
    enum Phase: Hashable {
        /// The first byte of the next request.
        case idle
        /// The rest of a header.
        case header
        /// The rest of a body.
        case body
        /// Nothing of the client's.
        case answer
    }

    private let limits: HTTPLimits
    /// Told what took too long; on the event loop.
    var expired: (Phase) -> Void = { _ in }
    private(set) var phase = Phase.header
    private var deadline: NIODeadline?
    private var alarm: (time: NIODeadline, task: Scheduled<Void>)?
    private var context: ChannelHandlerContext?
    /// What came before ``start()``: of a client that has closed its side everything is read at once, asked for or not.
    /// It is no more than the kernel has taken from it.
    private var early: (bytes: [ByteBuffer], hasEnded: Bool)? = ([], false)
    /// What came since the body's time began, and whether somebody waits for more.
    private var received = 0
    /// What a request took on the wire since its header.
    private var wire = 0
    private var isWaiting = false
    private var pausedAt = NIODeadline.now()
    private var written = 0
    /// How much of that the client had taken when it last took something; nil while there is nothing to take.
    private var stall: (taken: Int, since: NIODeadline)?

    init(_ limits: HTTPLimits) {
        self.limits = limits
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        enter(.header)
    }

    func handlerRemoved(context: ChannelHandlerContext) { end() }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    /// Whether anything has come of what it waits for.
    var hasHeard: Bool { received > 0 }

    /// From now on the connection waits for that.
    func enter(_ phase: Phase) {
        if phase != self.phase { wire = 0 }
        self.phase = phase
        let time: Duration? =
            switch phase {
            case .idle: limits.idleTime
            case .header: limits.headerTime
            case .body: limits.bodyTime
            case .answer: nil
            }
        received = 0
        deadline = time.map { .now() + .nanoseconds($0.nanoseconds) }
        schedule()
    }

    // MARK: What comes

    /// Those who look at what comes are there.
    func start() {
        guard let context, let early else { return }
        self.early = nil
        for bytes in early.bytes { channelRead(context: context, data: Self.wrapInboundOut(bytes)) }
        if !early.bytes.isEmpty { context.fireChannelReadComplete() }
        if early.hasEnded { context.fireUserInboundEventTriggered(ChannelEvent.inputClosed) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if early != nil, case ChannelEvent.inputClosed = event {
            early?.hasEnded = true
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard early == nil else {
            early?.bytes.append(Self.unwrapInboundIn(data))
            return
        }
        if phase == .idle { enter(.header) }
        let count = Self.unwrapInboundIn(data).readableBytes
        received += count
        if phase == .body {
            wire += count
            // Chunks may be small, but not mostly something else.
            if wire / 8 > limits.body.bytes + 65_536 { return context.close(promise: nil) }
        }
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isWaiting = false
        pausedAt = .now()
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        // Whoever did not want more for so long cannot blame the client.
        if phase == .body, !isWaiting, NIODeadline.now() - pausedAt > .seconds(1) { enter(.body) }
        isWaiting = true
        context.read()
    }

    // MARK: What goes

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        written += Self.unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        guard stall == nil, buffered > 0 else { return }
        stall = (taken, .now())
        schedule()
    }

    private var buffered: Int {
        // A channel that is closed has nothing to be taken any more.
        (try? context?.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private var taken: Int { written - buffered }

    // MARK: Time

    private func schedule() {
        guard let context else { return }
        let stallCheck = stall.map { max(.now(), $0.since) + .nanoseconds(limits.stallTime.nanoseconds / 3) }
        guard let next = [deadline, stallCheck].compactMap({ $0 }).min() else {
            alarm?.task.cancel()
            alarm = nil
            return
        }
        // An alarm that comes too early looks again.
        if let alarm, alarm.time <= next { return }
        alarm?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) { self.look() }
        alarm = (next, task)
    }

    private func look() {
        alarm = nil
        let now = NIODeadline.now()
        if let stall {
            if buffered == 0 {
                self.stall = nil
            } else if taken > stall.taken {
                self.stall = (taken, now)
            } else if now - stall.since >= .nanoseconds(limits.stallTime.nanoseconds) {
                return closeNow()
            }
        }
        if let deadline, now >= deadline {
            if phase == .body, !isWaiting || received >= Int(limits.bodyProgress.bytes) {
                enter(.body)
            } else {
                self.deadline = nil
                expired(phase)
            }
        }
        schedule()
    }

    /// Closes the connection without a word to the client, also where TLS would say one and wait for the answer.
    func closeNow() { context?.close(promise: nil) }

    private func end() {
        alarm?.task.cancel()
        alarm = nil
        deadline = nil
        stall = nil
        context = nil
        expired = { _ in }
    }
}
