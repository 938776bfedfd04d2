internal import NIOCore

/// When a client connects, waits and gives up. Pure.
struct LinkStateMachine {
    /// What to do.
    enum Action: Equatable {
        /// Make a connection.
        case connect
        /// Call `retry` after so long.
        case schedule(Duration)
        /// Begin the calls that wait.
        case beginWaiting
        /// Fail the calls that wait; `all`: those too that would wait for a connection.
        case failWaiting(WireError, all: Bool)
        /// Tell who observes.
        case tell(ClientState)
    }

    /// What to do with a call.
    enum Decision: Equatable {
        case begin
        case wait
        case fail(WireError)
    }

    private enum State: Equatable {
        case idle
        case connecting
        case ready(since: NIODeadline)
        case waiting(until: NIODeadline, WireError)
        case closed
    }

    /// A connection that is lost sooner than this was none, and the next attempt waits.
    private static let shortest = TimeAmount.seconds(1)

    private var state = State.idle
    private var backoff: Backoff

    init(backoff: Backoff) {
        self.backoff = backoff
    }

    /// The client was closed, and wants no connection any more.
    var isClosed: Bool { state == .closed }

    /// A call is to be made.
    mutating func call(waits: Bool, now: NIODeadline) -> (Decision, [Action]) {
        switch state {
        case .ready: return (.begin, [])
        case .connecting: return (.wait, [])
        case .idle:
            state = .connecting
            return (.wait, [.tell(.connecting), .connect])
        case .waiting where waits: return (.wait, [])
        case .waiting(let until, var error):
            error.retryAfter = .nanoseconds(max(0, (until - now).nanoseconds))
            return (.fail(error), [])
        case .closed: return (.fail(WireError(.unavailable, "the client is closed", notStarted: true)), [])
        }
    }

    /// The connection is made, and both sides said hello.
    mutating func ready(_ server: String, now: NIODeadline) -> [Action] {
        guard state == .connecting else { return [] }
        state = .ready(since: now)
        return [.tell(.ready(server: server)), .beginWaiting]
    }

    /// The connection was not made.
    mutating func failed(_ error: WireError, random: Double, now: NIODeadline) -> [Action] {
        guard state == .connecting else { return [] }
        var error = error
        error.notStarted = true
        let isHopeless = [.unauthenticated, .permissionDenied, .failedPrecondition].contains(error.code)
        return wait(error, random: random, now: now) + [.failWaiting(error, all: isHopeless)]
    }

    /// The connection was lost, or its server takes no new calls.
    mutating func lost(_ error: WireError, random: Double, now: NIODeadline) -> [Action] {
        guard case .ready(let since) = state else { return [] }
        guard now - since < Self.shortest else {
            backoff.reset()
            state = .idle
            return [.tell(.idle)]
        }
        var error = error.endingCall(notStarted: true)
        error.retryAfter = nil
        return wait(error, random: random, now: now)
    }

    /// The wait is over; `isNeeded`: calls wait.
    mutating func retry(isNeeded: Bool) -> [Action] {
        guard case .waiting = state else { return [] }
        state = isNeeded ? .connecting : .idle
        return isNeeded ? [.tell(.connecting), .connect] : [.tell(.idle)]
    }

    /// No more calls.
    mutating func close() -> [Action] {
        guard state != .closed else { return [] }
        state = .closed
        return [
            .tell(.closed), .failWaiting(WireError(.unavailable, "the client was closed", notStarted: true), all: true),
        ]
    }

    private mutating func wait(_ error: WireError, random: Double, now: NIODeadline) -> [Action] {
        let delay = max(backoff.next(random: random), error.retryAfter ?? .zero)
        state = .waiting(until: now + delay.amount, error)
        return [.tell(.waiting(delay, error)), .schedule(delay)]
    }
}
