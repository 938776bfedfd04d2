internal import NIOCore
internal import SwiftProtobuf

extension ConnectionStateMachine {
    /// Client: gives the call up. Its owner already knows.
    mutating func cancel(_ id: UInt64) -> [ConnectionAction] {
        guard side == .client, calls[id] != nil else { return [] }
        emit(.send(cancellation(of: id, .cancelled)))
        remove(id)
        return takeActions()
    }

    /// Takes and makes no new calls; closes when those under way have ended.
    mutating func drain(_ reason: WireError) -> [ConnectionAction] {
        guard phase == .open else {
            if phase != .closed { fail(reason) }
            return takeActions()
        }
        guard !saidGoodbye else { return [] }
        isLeaving = true
        saidGoodbye = true
        emit(.send(Frame(.goodbye(.with { $0.status = reason.status }))))
        closeIfDone()
        return takeActions()
    }

    /// Ends the connection and every call now, telling the other side why.
    mutating func abort(_ reason: WireError) -> [ConnectionAction] {
        fail(reason)
        return takeActions()
    }

    /// The connection is gone.
    mutating func disconnected(_ reason: WireError) -> [ConnectionAction] {
        guard phase != .closed else { return [] }
        phase = .closed
        endAll(farewell ?? reason)
        return takeActions()
    }

    /// Ends the connection because of `error`.
    mutating func fail(_ error: WireError) {
        guard phase != .closed else { return }
        emit(
            .send(
                Frame(
                    .goodbye(
                        .with {
                            $0.status = error.status
                            $0.fatal = true
                        }))))
        phase = .closed
        endAll(error)
        emit(.close(error))
    }

    mutating func receivedGoodbye(_ goodbye: Frame.Goodbye) {
        let reason =
            WireError(goodbye.status) ?? WireError(.unavailable, "the other side closed the connection")
        farewell = reason
        isLeaving = true
        guard !goodbye.fatal, phase == .open else {
            phase = .closed
            endAll(reason)
            emit(.close(reason))
            return
        }
        emit(.leaving(reason))
        closeIfDone()
    }

    /// A deadline of the call has passed.
    mutating func expire(_ id: UInt64, _ error: WireError) {
        switch side {
        case .client:
            emit(.send(cancellation(of: id, .deadlineExceeded)))
            end(id, error)
        case .server: giveUp(id, error)
        }
    }

    /// Server: answers the call with an error that its handler does not know of.
    mutating func giveUp(_ id: UInt64, _ error: WireError) {
        guard side == .server, let call = calls[id], !call.isAbandoned else { return }
        answer(Frame(call: id, .status(error.status)))
        abandon(id, error)
    }

    /// Server: there is no memory for what came last on the call, which is not kept: it ends.
    mutating func drop(_ bytes: Int, of id: UInt64, _ error: WireError) -> [ConnectionAction] {
        if let call = calls[id] {
            let bytes = min(bytes, call.unread)
            calls[id]?.unread -= bytes
            buffered(-bytes)
        }
        giveUp(id, error)
        return takeActions()
    }

    /// Client: the call has ended.
    mutating func end(_ id: UInt64, _ error: WireError?) {
        guard calls[id] != nil else { return }
        emit(.ended(id, error))
        remove(id)
    }

    /// Server: nobody waits for the call any more. Its handler keeps its place until it has ended, so that a client which
    /// opens and cancels calls does not make more of them run than it may.
    mutating func abandon(_ id: UInt64, _ error: WireError) {
        guard var call = calls[id], !call.isAbandoned else { return }
        if call.isFinishing {
            // The handler has ended; what it left to send is of no use.
            emit(.ended(id, error))
            remove(id)
            return
        }
        call.isAbandoned = true
        unsent -= call.unsent
        call.pending = []
        calls[id] = call
        emit(.ended(id, error))
    }

    /// Forgets the call, and what of it was not read: that is its program's from now on.
    mutating func remove(_ id: UInt64) {
        if let call = calls.removeValue(forKey: id) {
            unsent -= call.unsent
            buffered(-call.unread)
        }
        closeIfDone()
    }

    private mutating func endAll(_ error: WireError) {
        for id in calls.keys.sorted() {
            if side == .client {
                emit(.ended(id, error.endingCall()))
            } else if calls[id]?.isAbandoned == false {
                emit(.ended(id, WireError(.cancelled, "the client is gone: \(error.message)")))
            }
        }
        calls = [:]
        turns = []
    }

    private mutating func closeIfDone() {
        guard isLeaving, calls.isEmpty, phase == .open else { return }
        phase = .closed
        emit(.close(farewell ?? WireError(.unavailable, "the connection was closed after its last call")))
    }

    private func cancellation(of id: UInt64, _ code: StatusCode) -> Frame {
        Frame(call: id, .cancel(.with { $0.code = UInt32(code.rawValue) }))
    }
}
