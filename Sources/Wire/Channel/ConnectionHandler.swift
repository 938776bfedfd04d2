internal import FoundationEssentials
internal import NIOCore

/// Joins a channel with a ``ConnectionStateMachine``: bytes to frames, actions to writes, wishes of tasks to both.
///
/// Everything here happens on the channel's event loop; other threads come through ``ConnectionHandle``.
final class ConnectionHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a closing connection waits for its last frame to be read.
    private static let lingering = TimeAmount.milliseconds(250)
    private static let longestClosing = TimeAmount.seconds(1)

    var machine: ConnectionStateMachine
    private var decoder: FrameDecoder
    /// Kept until the connection is over.
    var owner: (any ConnectionOwner)?
    private let now: @Sendable () -> NIODeadline
    private var context: ChannelHandlerContext?
    private var inboxes: [UInt64: CallInbox] = [:]
    private var writes: [UInt64: OneShot<Void>] = [:]
    private var writesOfCall: [UInt64: Set<UInt64>] = [:]
    private var lastWrite: UInt64 = 0
    private var timer: (at: NIODeadline, task: Scheduled<Void>)?
    private var isPausedByMachine = false
    private var isPausedByOwner = false
    private var isFlushNeeded = false
    private var ending: WireError?
    private var isClosedSaid = false

    init(machine: ConnectionStateMachine, now: @escaping @Sendable () -> NIODeadline) {
        self.machine = machine
        self.now = now
        decoder = FrameDecoder(maximumFrame: machine.maximumFrame)
    }

    // MARK: The channel's side

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive {
            begin()
        }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        closed(ending ?? WireError(.unavailable, "the connection was not made"))
    }

    func channelActive(context: ChannelHandlerContext) {
        begin()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard machine.phase != .closed else { return }
        let bytes = unwrapInboundIn(data)
        if let pause = owner?.pause(after: bytes.readableBytes) {
            pauseReading(for: pause)
        }
        decoder.append(bytes)
        readFrames()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        machine.writable(context.channel.isWritable, now: now())
        sendWhileWritable()
        flush()
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        closed(ending ?? WireError(.unavailable, "the other side closed the connection"))
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        ending = ending ?? WireError(.unavailable, "\(error)")
        context.close(promise: nil)
    }

    private func begin() {
        perform(machine.connected())
    }

    private func readFrames() {
        let arrived = now()
        var finished = false
        do {
            while machine.phase != .closed, let bytes = try decoder.next() {
                finished = true
                perform(machine.received(try Frame(parsing: bytes), now: arrived), settle: false)
                decoder.maximumFrame = machine.maximumFrame
            }
        } catch {
            perform(machine.abort(error), settle: false)
        }
        machine.received(insideFrame: decoder.isInsideFrame, finished: finished, now: arrived)
        settle()
    }

    // MARK: The program's side

    /// Client: opens a call.
    func open(
        _ method: String, metadata: [String: String], deadline: NIODeadline?, inbox: CallInbox
    ) throws(WireError) -> UInt64 {
        let start = now()
        let (id, actions) = try machine.open(
            method, metadata: metadata, timeout: deadline.map { .nanoseconds(($0 - start).nanoseconds) }, now: start)
        inboxes[id] = inbox
        perform(actions, settle: false)
        return id
    }

    /// Queues a message; `done` comes to pass when it is written, or never will be.
    func send(_ payload: Data, on id: UInt64, done: OneShot<Void>?) {
        lastWrite += 1
        if let done {
            writes[lastWrite] = done
            writesOfCall[id, default: []].insert(lastWrite)
        }
        do {
            try machine.send(payload, on: id, token: lastWrite)
        } catch {
            writes.removeValue(forKey: lastWrite)?.resolve(.failure(error))
            return
        }
        if let refusal = noRoom { perform(machine.drop(0, of: id, refusal), settle: false) }
    }

    /// Client: no more messages follow.
    func halfClose(_ id: UInt64) {
        machine.halfClose(id)
    }

    /// Client: gives the call up.
    func cancel(_ id: UInt64, _ error: WireError) {
        perform(machine.cancel(id))
        forget(id, error)
    }

    /// Server: the call's handler has ended.
    func finish(_ id: UInt64, _ error: WireError?) {
        perform(machine.finish(id, error), settle: false)
        inboxes[id] = nil
        owner?.callEnded(id)
    }

    /// The program has taken as much.
    func consumed(_ bytes: Int, on id: UInt64) {
        perform(machine.consumed(bytes, on: id))
    }

    /// No new calls; closes after those under way.
    func drain(_ reason: WireError) {
        perform(machine.drain(reason))
    }

    /// Ends the connection with its calls.
    func abort(_ reason: WireError) {
        perform(machine.abort(reason))
        if machine.phase == .closed, ending == nil {
            close(reason)
        }
    }

    /// Writes what can be written, and sets the timer: the end of every turn.
    func settle() {
        sendWhileWritable()
        if machine.phase == .open, let refusal = noRoom {
            // Of an unfinished frame: no call's message could be left out.
            perform(machine.abort(refusal), settle: false)
        }
        flush()
        setTimer()
    }

    /// Why there is no room for all that is in memory now; nil: there is.
    private var noRoom: WireError? { owner?.holds(machine.held + decoder.waitingBytes) }

    // MARK: Actions

    private func perform(_ actions: [ConnectionAction], settle: Bool = true) {
        for action in actions {
            perform(action)
        }
        if settle {
            self.settle()
        }
    }

    private func perform(_ action: ConnectionAction) {
        switch action {
        case .send(let frame): write(frame)
        case .authenticate(let hello): authenticate(hello)
        case .ready(let peer):
            decoder.maximumFrame = machine.maximumFrame
            owner?.connectionReady(peer)
        case .opened(let id, let open, let deadline):
            inboxes[id] = owner?.callOpened(id, open, deadline: deadline)
            if let expectation = owner?.expectation(of: open.method) {
                machine.expect(expectation, of: id, now: now())
            }
        case .message(let id, let payload):
            if let refusal = noRoom {
                perform(machine.drop(CallState.cost(of: payload), of: id, refusal), settle: false)
            } else if let inbox = inboxes[id] {
                inbox.push(payload)
            } else {
                perform(machine.consumed(CallState.cost(of: payload), on: id), settle: false)
            }
        case .halfClosed(let id): inboxes[id]?.finish(nil)
        case .ended(let id, let error):
            if machine.side == .server, let error {
                owner?.callAbandoned(id, error)
            }
            forget(id, error)
        case .sent(let id, let token):
            writes.removeValue(forKey: token)?.resolve(.success(()))
            writesOfCall[id]?.remove(token)
            if writesOfCall[id]?.isEmpty ?? false {
                writesOfCall[id] = nil
            }
        case .leaving(let reason): owner?.peerLeaving(reason)
        case .pauseReading: pauseByMachine(true)
        case .resumeReading: pauseByMachine(false)
        case .close(let error): close(error)
        }
    }

    private func authenticate(_ hello: Frame.Hello) {
        guard let context, let owner else { return }
        switch owner.authenticate(hello, channel: context.channel) {
        case .success: perform(machine.admit(), settle: false)
        case .failure(let error): perform(machine.refuse(error), settle: false)
        }
    }

    /// The call is over for this side.
    private func forget(_ id: UInt64, _ error: WireError?) {
        inboxes.removeValue(forKey: id)?.finish(error)
        for token in writesOfCall.removeValue(forKey: id) ?? [] {
            writes.removeValue(forKey: token)?.resolve(.failure(error ?? WireError(.cancelled, "the call has ended")))
        }
    }

    private func write(_ frame: Frame) {
        guard let context else { return }
        var buffer = context.channel.allocator.buffer(capacity: 256)
        do {
            try frame.write(to: &buffer)
        } catch {
            ending = error
            context.close(promise: nil)
            return
        }
        context.write(wrapOutboundOut(buffer), promise: nil)
        isFlushNeeded = true
    }

    private func sendWhileWritable() {
        while let context, context.channel.isWritable, let actions = machine.sendNext() {
            perform(actions, settle: false)
        }
    }

    private func flush() {
        guard isFlushNeeded else { return }
        isFlushNeeded = false
        context?.flush()
    }

    // MARK: Reading

    private func pauseByMachine(_ isPaused: Bool) {
        isPausedByMachine = isPaused
        applyPause()
    }

    private func pauseReading(for time: TimeAmount) {
        guard !isPausedByOwner, let context else { return }
        isPausedByOwner = true
        applyPause()
        context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.isPausedByOwner = false
            self.applyPause()
        }
    }

    private func applyPause() {
        guard let context else { return }
        let isPaused = isPausedByMachine || isPausedByOwner
        machine.readingPaused(isPaused, now: now())
        do {
            try context.channel.syncOptions?.setOption(.autoRead, value: !isPaused)
        } catch {
            // A channel that takes no option is closed already.
            context.close(promise: nil)
        }
    }

    // MARK: Time and the end

    private func setTimer() {
        guard let context else { return }
        let next = machine.nextTimer
        guard next != .distantFuture, timer.map({ next < $0.at }) ?? true else { return }
        timer?.task.cancel()
        let task = context.eventLoop.assumeIsolated().scheduleTask(deadline: next) {
            self.timer = nil
            let inboxes = self.inboxes
            self.perform(self.machine.timePassed(now: self.now()) { inboxes[$0]?.isAwaited ?? true })
        }
        timer = (next, task)
    }

    /// Closes after what is written has left, and waits a moment for the other side to read it: a socket that is closed
    /// with unread input would take the goodbye along.
    private func close(_ error: WireError) {
        guard ending == nil else { return }
        ending = error
        saidClosed(error)
        guard let context else { return }
        let loop = context.eventLoop.assumeIsolated()
        let channel = context.channel
        loop.scheduleTask(in: Self.longestClosing) { channel.close(promise: nil) }
        isFlushNeeded = false
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(mode: .output, promise: nil)
            loop.scheduleTask(in: Self.lingering) { channel.close(promise: nil) }
        }
    }

    private func closed(_ reason: WireError) {
        perform(machine.disconnected(reason), settle: false)
        timer?.task.cancel()
        timer = nil
        saidClosed(machine.farewell ?? reason)
        context = nil
    }

    private func saidClosed(_ reason: WireError) {
        guard !isClosedSaid else { return }
        isClosedSaid = true
        owner?.connectionClosed(reason)
        owner = nil
    }
}
