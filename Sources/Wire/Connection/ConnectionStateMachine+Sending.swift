internal import FoundationEssentials
internal import NIOCore
internal import SwiftProtobuf

extension ConnectionStateMachine {
    /// Client: opens a call and gives its id. Fails, with nothing sent, while no call may be opened.
    mutating func open(
        _ method: String, metadata: [String: String], timeout: Duration?, now: NIODeadline
    ) throws(WireError) -> (id: UInt64, actions: [ConnectionAction]) {
        guard side == .client, phase == .open, !isLeaving else {
            throw WireError(.unavailable, farewell?.message ?? "the connection is closed", notStarted: true)
        }
        guard calls.count < peer?.maximumCalls ?? 0 else {
            throw WireError(
                .resourceExhausted, "\(calls.count) calls are under way, more than the server takes at a time",
                retryAfter: .milliseconds(100), notStarted: true)
        }
        lastCall += 1
        var call = CallState(sendCredit: peerWindow, sendWindow: peerWindow, receiveCredit: ownWindow)
        let left = timeout.map { max($0.wholeNanoseconds, 1) }
        call.deadline = left.map { now + .nanoseconds(min($0, .max / 2)) }
        noteDeadline(call.deadline)
        calls[lastCall] = call
        emit(
            .send(
                Frame(
                    call: lastCall,
                    .open(
                        .with {
                            $0.method = method
                            $0.metadata = metadata
                            $0.timeoutNs = UInt64(left ?? 0)
                        }))))
        return (lastCall, takeActions())
    }

    /// Queues a message; ``ConnectionAction/sent(_:token:)`` says when it went out. Fails if it can never be sent.
    mutating func send(_ payload: Data, on id: UInt64, token: UInt64) throws(WireError) {
        guard var call = calls[id], !call.isFinishing, !call.isAbandoned else {
            throw WireError(.cancelled, "the call has ended")
        }
        let largest = min(Int(negotiatedFrame), call.sendWindow / 2) - Frame.messageOverhead
        guard payload.count <= largest else {
            throw WireError(
                .resourceExhausted,
                "a message of \(payload.count) bytes is larger than the other side takes, which is \(largest)")
        }
        call.pending.append(.message(payload, token: token))
        calls[id] = call
        unsent += CallState.cost(of: payload)
        queue(id)
    }

    /// Client: says that no more messages follow.
    mutating func halfClose(_ id: UInt64) {
        guard var call = calls[id], !call.isFinishing else { return }
        call.isFinishing = true
        call.pending.append(.halfClose)
        calls[id] = call
        queue(id)
    }

    /// Server: the handler of the call has ended; nil: OK. What it sent before goes out before.
    mutating func finish(_ id: UInt64, _ error: WireError?) -> [ConnectionAction] {
        guard var call = calls[id], !call.isFinishing else { return [] }
        guard !call.isAbandoned else {
            remove(id)
            return takeActions()
        }
        call.isFinishing = true
        call.pending.append(.status(error?.status ?? Frame.Status()))
        calls[id] = call
        queue(id)
        return takeActions()
    }

    /// The program has taken messages of the call, or never will: as much of the window.
    mutating func consumed(_ bytes: Int, on id: UInt64) -> [ConnectionAction] {
        guard var call = calls[id] else { return [] }
        let bytes = min(bytes, call.unread)
        call.unread -= bytes
        buffered(-bytes)
        if !call.isRemoteClosed, !call.isAbandoned {
            call.consumed += bytes
            if call.consumed >= ownWindow / 4 {
                emit(.send(Frame(call: id, .windowUpdate(.with { $0.bytes = UInt32(clamping: call.consumed) }))))
                call.receiveCredit += call.consumed
                call.consumed = 0
            }
        }
        calls[id] = call
        return takeActions()
    }

    /// Sends one thing of the call whose turn it is; nil if no call can send. Call it while more can be written.
    mutating func sendNext() -> [ConnectionAction]? {
        while let id = turns.first {
            turns.removeFirst()
            guard var call = calls[id] else { continue }
            call.isQueued = false
            guard call.canSend else {
                calls[id] = call
                continue
            }
            let next = call.pending.removeFirst()
            calls[id] = call
            switch next {
            case .message(let payload, let token):
                calls[id]?.sendCredit -= CallState.cost(of: payload)
                unsent -= CallState.cost(of: payload)
                emit(.send(Frame(call: id, .message(.with { $0.payload = payload }))))
                emit(.sent(id, token: token))
            case .halfClose: emit(.send(Frame(call: id, .halfClose(.init()))))
            case .status(let status):
                emit(.send(Frame(call: id, .status(status))))
                remove(id)
            }
            queue(id)
            return takeActions()
        }
        return nil
    }

    /// Gives the call a turn, if it can use it.
    mutating func queue(_ id: UInt64) {
        guard let call = calls[id], !call.isQueued, call.canSend else { return }
        calls[id]?.isQueued = true
        turns.append(id)
    }
}
