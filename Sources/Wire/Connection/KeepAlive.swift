internal import NIOCore

/// Finds out whether the other side of a connection is still there and still does its part. Pure.
///
/// A peer that vanished is found within ``ConnectionLimits/keepAlive`` + ``ConnectionLimits/keepAliveTimeout``; one that
/// begins a frame and never ends it, or reads nothing, within its own limit.
struct KeepAlive {
    enum PeerState: Equatable {
        /// Nothing to do yet.
        case fine
        /// Ask.
        case ask
        /// Gone, or not doing its part.
        case dead(WireError)
    }

    private let limits: ConnectionLimits
    private var heard: NIODeadline
    private var asked = false
    private var frameBegan: NIODeadline?
    private var stuckSince: NIODeadline?
    private var isPaused = false

    init(limits: ConnectionLimits, now: NIODeadline) {
        self.limits = limits
        heard = now
    }

    /// Bytes came; `insideFrame` tells whether they end within a frame, `finished` whether any frame ended in them.
    mutating func received(insideFrame: Bool, finished: Bool, now: NIODeadline) {
        heard = now
        asked = false
        frameBegan = insideFrame ? (finished ? now : frameBegan ?? now) : nil
    }

    /// Whether more can be written, or what was written waits for the other side.
    mutating func writable(_ isWritable: Bool, now: NIODeadline) {
        stuckSince = isWritable ? nil : stuckSince ?? now
    }

    /// Nothing is read for now, so silence proves nothing.
    mutating func paused(_ isPaused: Bool, now: NIODeadline) {
        self.isPaused = isPaused
        heard = now
        asked = false
        frameBegan = frameBegan.map { _ in now }
    }

    /// When to look again.
    var nextLook: NIODeadline {
        var next = stuckSince.map { $0 + limits.writeTimeout.amount } ?? .distantFuture
        guard !isPaused else { return next }
        if let frameBegan {
            next = min(next, frameBegan + limits.frameTimeout.amount)
        }
        let silence = asked ? limits.keepAlive + limits.keepAliveTimeout : limits.keepAlive
        return min(next, heard + silence.amount)
    }

    /// What follows from the time.
    mutating func look(now: NIODeadline) -> PeerState {
        if let stuckSince, now >= stuckSince + limits.writeTimeout.amount {
            return .dead(
                WireError(.unavailable, "the other side has read nothing for \(limits.writeTimeout)"))
        }
        guard !isPaused else { return .fine }
        if let frameBegan, now >= frameBegan + limits.frameTimeout.amount {
            return .dead(
                WireError(.unavailable, "a frame was begun and not ended within \(limits.frameTimeout)"))
        }
        if asked, now >= heard + (limits.keepAlive + limits.keepAliveTimeout).amount {
            return .dead(
                WireError(
                    .unavailable,
                    "nothing was heard from the other side for \(limits.keepAlive + limits.keepAliveTimeout)"))
        }
        if !asked, now >= heard + limits.keepAlive.amount {
            asked = true
            return .ask
        }
        return .fine
    }
}
