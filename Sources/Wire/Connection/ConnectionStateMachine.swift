internal import NIOCore
internal import SwiftProtobuf
internal import Units

/// The rules of one connection, for either side: hellos, calls, windows, deadlines, keep-alive and the end. Pure: what
/// comes in are frames, wishes and times, what comes out are actions.
///
/// A peer that breaks a rule ends the connection, with a goodbye that says which. Whatever a peer does, what is kept here
/// is bounded by the limits: a call takes a fixed place, and what waits to be sent is what this side's program gave.
struct ConnectionStateMachine {
    /// Who this is.
    enum Side: Equatable {
        /// Opens calls.
        case client
        /// Answers calls.
        case server
    }

    /// How this side introduces itself.
    struct Introduction: Equatable {
        var program: String
        var version: String
        var token = ""
    }

    /// How far the connection is.
    enum Phase: Equatable {
        /// The other side's hello has not come.
        case awaitingHello
        /// Server: the hello came, and it is being found out who says it.
        case authenticating
        /// Calls may be made, unless one side is leaving.
        case open
        /// Nothing is sent or taken any more.
        case closed
    }

    /// The versions of the protocol that this code speaks.
    static let versions: ClosedRange<UInt32> = 1...1
    /// Answers to the other side's frames that may wait for it to read them.
    private static let largestBacklog = 1000

    let side: Side
    let limits: ConnectionLimits
    let introduction: Introduction
    var phase = Phase.awaitingHello
    var calls: [UInt64: CallState] = [:]
    /// The greatest id of any call so far.
    var lastCall: UInt64 = 0
    /// The calls that can send something, in the order of their turns.
    var turns: [UInt64] = []
    var hello = Frame.Hello()
    var peer: Peer?
    var peerWindow = 0
    /// One of both sides has said goodbye: no new calls.
    var isLeaving = false
    /// This side has said goodbye.
    var saidGoodbye = false
    /// The other side's goodbye, where it came.
    var farewell: WireError?
    private(set) var keepAlive: KeepAlive
    private let helloDeadline: NIODeadline
    private var earliestDeadline = NIODeadline.distantFuture
    private var unread = 0
    var unsent = 0
    private var isPaused = false
    private var isReadingPaused = false
    private var isWritable = true
    private var backlog = 0
    private var actions: [ConnectionAction] = []

    init(side: Side, limits: ConnectionLimits, introduction: Introduction, now: NIODeadline) {
        self.side = side
        self.limits = limits
        self.introduction = introduction
        keepAlive = KeepAlive(limits: limits, now: now)
        helloDeadline = now + limits.helloTimeout.amount
    }

    /// The largest frame in bytes that may come now.
    var maximumFrame: Int {
        phase == .open ? Int(negotiatedFrame) : Frame.largestHello
    }

    /// The smaller one of both sides' offers.
    var negotiatedFrame: UInt32 {
        min(UInt32(clamping: limits.maximumFrame.bytes), hello.maximumFrame)
    }

    // MARK: Actions

    mutating func emit(_ action: ConnectionAction) {
        actions.append(action)
    }

    /// What is to be done since the last time.
    mutating func takeActions() -> [ConnectionAction] {
        defer { actions.removeAll(keepingCapacity: false) }
        return actions
    }

    /// Sends an answer that the other side caused by a frame of its own. A peer that causes many and reads none is let
    /// go, so that answers do not pile up.
    mutating func answer(_ frame: Frame) {
        if !isWritable {
            backlog += 1
            guard backlog <= Self.largestBacklog else {
                fail(WireError(.resourceExhausted, "\(backlog) answers wait and none is read"))
                return
            }
        }
        emit(.send(frame))
    }

    // MARK: Reading and writing

    /// What of all calls is in memory: came and was not taken, or waits to be sent.
    var held: Int { unread + unsent }

    /// Bytes came from the other side.
    mutating func received(insideFrame: Bool, finished: Bool, now: NIODeadline) {
        keepAlive.received(insideFrame: insideFrame, finished: finished, now: now)
    }

    /// Whether more can be written now.
    mutating func writable(_ isWritable: Bool, now: NIODeadline) {
        self.isWritable = isWritable
        backlog = isWritable ? 0 : backlog
        keepAlive.writable(isWritable, now: now)
    }

    /// How many bytes may be unread in all calls. What programs took without saying so yet is never half of it.
    private var mostUnread: Int {
        max(Int(limits.maximumBuffered.bytes), 2 * Int(limits.maximumCalls) * CallInbox.reportAfter)
    }

    /// Whether the owner reads, for reasons of its own or ours.
    mutating func readingPaused(_ isPaused: Bool, now: NIODeadline) {
        isReadingPaused = isPaused
        keepAlive.paused(isPaused, now: now)
    }

    /// Counts bytes that wait for the program; stops reading while there are too many.
    mutating func buffered(_ bytes: Int) {
        unread += bytes
        if !isPaused, unread > mostUnread {
            isPaused = true
            emit(.pauseReading)
        } else if isPaused, unread <= mostUnread / 2 {
            isPaused = false
            emit(.resumeReading)
        }
    }

    // MARK: Time

    /// When to call `timePassed` at the latest.
    var nextTimer: NIODeadline {
        switch phase {
        case .closed: .distantFuture
        case .awaitingHello, .authenticating: min(helloDeadline, keepAlive.nextLook)
        case .open: min(earliestDeadline, keepAlive.nextLook)
        }
    }

    /// Notes the deadline of a call that began.
    mutating func noteDeadline(_ deadline: NIODeadline?) {
        earliestDeadline = min(earliestDeadline, deadline ?? .distantFuture)
    }

    private mutating func lookAtDeadlines(of id: UInt64, now: NIODeadline, isAwaited: Bool) {
        guard let call = calls[id] else { return }
        if let deadline = call.deadline, deadline <= now {
            expire(id, WireError(.deadlineExceeded, "the call's deadline passed"))
        } else if call.expectation.isSingle || call.messages == 0 {
            expire(id, WireError(.deadlineExceeded, "the request was not complete within \(limits.requestTimeout)"))
        } else if let silence = call.expectation.silence {
            // What this side does with what came is its own delay, and of what is not read nobody knows.
            if !isAwaited || isReadingPaused {
                calls[id]?.messageDeadline = now + silence.amount
            } else {
                expire(id, WireError(.deadlineExceeded, "nothing came on the call for \(silence); begin again"))
            }
        }
    }

    /// Does what the time asks for: deadlines, keep-alive.
    /// - Parameter isAwaited: whether this side's program waits for a message of that call.
    mutating func timePassed(
        now: NIODeadline, isAwaited: (UInt64) -> Bool = { _ in true }
    ) -> [ConnectionAction] {
        guard phase != .closed else { return [] }
        if phase != .open, now >= helloDeadline {
            fail(WireError(.deadlineExceeded, "no hello came within \(limits.helloTimeout)"))
            return takeActions()
        }
        if now >= earliestDeadline {
            for id in calls.filter({ $0.value.nextDeadline <= now }).keys.sorted() {
                lookAtDeadlines(of: id, now: now, isAwaited: isAwaited(id))
            }
            earliestDeadline = calls.values.map(\.nextDeadline).min() ?? .distantFuture
        }
        switch keepAlive.look(now: now) {
        case .fine: break
        case .ask where phase == .open: emit(.send(Frame(.ping(.with { $0.token = now.uptimeNanoseconds }))))
        case .ask: break
        case .dead(let error): fail(error)
        }
        return takeActions()
    }
}
