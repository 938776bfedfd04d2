internal import FoundationEssentials
internal import NIOCore
internal import SwiftProtobuf

extension ConnectionStateMachine {
    private static let largestMetadata = 8192
    private static let mostMetadata = 64

    /// A frame came.
    mutating func received(_ frame: Frame, now: NIODeadline) -> [ConnectionAction] {
        guard phase != .closed else { return [] }
        switch frame.kind {
        case .hello(let hello): receivedHello(hello)
        case .goodbye(let goodbye): receivedGoodbye(goodbye)
        case _ where phase != .open: fail(WireError(.invalidArgument, "the first frame is not a hello"))
        case .ping(let ping): answer(Frame(.pong(.with { $0.token = ping.token })))
        case .pong: break
        case .open(let open): receivedOpen(open, id: frame.callID, now: now)
        case .message, .halfClose, .status, .cancel, .windowUpdate: receivedOnCall(frame, now: now)
        case nil: fail(WireError(.invalidArgument, "a frame of no known kind came"))
        }
        return takeActions()
    }

    private mutating func receivedOpen(_ open: Frame.Open, id: UInt64, now: NIODeadline) {
        guard side == .server else {
            fail(WireError(.invalidArgument, "a server opened a call"))
            return
        }
        guard id > lastCall else {
            fail(WireError(.invalidArgument, "call \(id) was opened after call \(lastCall)"))
            return
        }
        lastCall = id
        guard open.window == 0 || (Frame.smallestOffer...Int(Int32.max)).contains(Int(open.window)) else {
            fail(WireError(.invalidArgument, "call \(id) has a window of \(open.window) bytes"))
            return
        }
        if let refusal = refusal(of: open) {
            answer(Frame(call: id, .status(refusal.status)))
            return
        }
        var call = CallState(
            sendCredit: open.window == 0 ? peerWindow : Int(open.window),
            sendWindow: open.window == 0 ? peerWindow : Int(open.window),
            receiveCredit: ownWindow
        )
        if open.timeoutNs > 0 {
            // Half of all time is more than any deadline, and does not overflow.
            call.deadline = now + .nanoseconds(Int64(clamping: min(open.timeoutNs, UInt64(Int64.max / 2))))
        }
        noteDeadline(call.deadline)
        calls[id] = call
        emit(.opened(id, open, deadline: call.deadline))
    }

    /// Server: what is expected of who opened the call.
    mutating func expect(_ expectation: CallExpectation, of id: UInt64, now: NIODeadline) {
        guard var call = calls[id], !call.isRemoteClosed else { return }
        call.expectation = expectation
        call.messageDeadline = now + limits.requestTimeout.amount
        calls[id] = call
        noteDeadline(call.messageDeadline)
    }

    /// Why a call is not begun, though the connection goes on.
    private func refusal(of open: Frame.Open) -> WireError? {
        if isLeaving {
            return WireError(.unavailable, "the server is about to stop", notStarted: true)
        }
        if calls.count >= limits.maximumCalls {
            return WireError(
                .resourceExhausted,
                "\(calls.count) calls are under way on this connection, which is the most there may be",
                retryAfter: .milliseconds(100), notStarted: true)
        }
        let size = open.metadata.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        if open.metadata.count > Self.mostMetadata || size > Self.largestMetadata {
            return WireError(
                .invalidArgument, "a call's metadata is \(size) bytes; at most \(Self.largestMetadata) are taken",
                notStarted: true)
        }
        return nil
    }

    private mutating func receivedOnCall(_ frame: Frame, now: NIODeadline) {
        let id = frame.callID
        guard id != 0, id <= lastCall else {
            fail(WireError(.invalidArgument, "a frame came for call \(id), which was never opened"))
            return
        }
        // What was under way when the call ended is of no interest any more.
        guard let call = calls[id], !call.isAbandoned else { return }
        switch (frame.kind, side) {
        case (.message(let message), _): receivedMessage(message.payload, id: id, now: now)
        case (.windowUpdate(let update), _): receivedCredit(Int(update.bytes), id: id)
        case (.halfClose, .server):
            guard !call.isRemoteClosed else {
                fail(WireError(.invalidArgument, "call \(id) was half-closed twice"))
                return
            }
            calls[id]?.isRemoteClosed = true
            calls[id]?.messageDeadline = nil
            emit(.halfClosed(id))
        case (.cancel(let cancel), .server):
            let isLate = cancel.code == StatusCode.deadlineExceeded.rawValue
            abandon(
                id, WireError(isLate ? .deadlineExceeded : .cancelled, "the client gave up waiting for the call"))
        case (.status(let status), .client): end(id, WireError(status))
        default: fail(WireError(.invalidArgument, "call \(id) got a frame that this side cannot get"))
        }
    }

    private mutating func receivedMessage(_ payload: Data, id: UInt64, now: NIODeadline) {
        guard var call = calls[id] else { return }
        guard !call.isRemoteClosed else {
            fail(WireError(.invalidArgument, "call \(id) got a message after it was half-closed"))
            return
        }
        let cost = CallState.cost(of: payload)
        guard cost <= call.receiveCredit else {
            fail(
                WireError(
                    .resourceExhausted,
                    "call \(id) got a message of \(payload.count) bytes, with credit for \(call.receiveCredit) left"))
            return
        }
        guard call.messages == 0 || !call.expectation.isSingle else {
            giveUp(id, WireError(.invalidArgument, "the call has several messages where it should have one"))
            return
        }
        call.messages += 1
        if side == .server, !call.expectation.isSingle {
            call.messageDeadline = call.expectation.silence.map { now + $0.amount }
            noteDeadline(call.messageDeadline)
        }
        call.receiveCredit -= cost
        call.unread += cost
        calls[id] = call
        buffered(cost)
        emit(.message(id, payload))
    }

    private mutating func receivedCredit(_ bytes: Int, id: UInt64) {
        guard var call = calls[id] else { return }
        guard bytes > 0, call.sendCredit + bytes <= Int(Int32.max) else {
            fail(WireError(.invalidArgument, "call \(id) was given \(bytes) bytes over \(call.sendCredit)"))
            return
        }
        call.sendCredit += bytes
        calls[id] = call
        queue(id)
    }
}
