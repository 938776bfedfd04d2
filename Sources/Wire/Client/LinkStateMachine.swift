internal import NIOCore

/// When a client connects and to which of its servers, when it waits and when it gives up. Pure.
///
/// It waits when a whole round of attempts has failed, at each server once.
struct LinkStateMachine {
    /// What to do.
    enum Action: Equatable {
        /// Make a connection with the server of that number.
        case connect(Int)
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
    private let servers: Int
    /// The server that is tried next, or that the connection is with.
    private var server: Int
    /// How many attempts of this round have failed.
    private var failures = 0
    /// The failure of this round that says the most.
    private var worst: WireError?

    /// - Parameters:
    ///   - servers: how many there are.
    ///   - first: the number of the one that is tried first, from 0.
    init(backoff: Backoff, servers: Int = 1, first: Int = 0) {
        self.backoff = backoff
        (self.servers, server) = (servers, first)
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
            return (.wait, [.tell(.connecting), .connect(server)])
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
        guard let worst = roundFailure(error) else { return [.connect(server)] }
        return wait(worst, random: random, now: now) + [.failWaiting(worst, all: worst.isHopeless)]
    }

    /// The connection was lost, or its server takes no new calls.
    /// - Parameter isLeaving: the server said that it goes away, so that another is tried first.
    mutating func lost(_ error: WireError, isLeaving: Bool, random: Double, now: NIODeadline) -> [Action] {
        guard case .ready(let since) = state else { return [] }
        guard now - since < Self.shortest else {
            backoff.reset()
            (failures, worst) = (0, nil)
            if isLeaving { server = (server + 1) % servers }
            state = .idle
            return [.tell(.idle)]
        }
        var error = error.endingCall(notStarted: true)
        error.retryAfter = nil
        guard let worst = roundFailure(error) else {
            state = .idle
            return [.tell(.idle)]
        }
        return wait(worst, random: random, now: now)
    }

    /// The wait is over; `isNeeded`: calls wait.
    mutating func retry(isNeeded: Bool) -> [Action] {
        guard case .waiting = state else { return [] }
        state = isNeeded ? .connecting : .idle
        return isNeeded ? [.tell(.connecting), .connect(server)] : [.tell(.idle)]
    }

    /// No more calls.
    mutating func close() -> [Action] {
        guard state != .closed else { return [] }
        state = .closed
        return [
            .tell(.closed), .failWaiting(WireError(.unavailable, "the client was closed", notStarted: true), all: true),
        ]
    }

    /// Goes on to the next server after an attempt that failed.
    /// - Returns: what the round failed with; nil if there are servers that it has not tried.
    private mutating func roundFailure(_ error: WireError) -> WireError? {
        server = (server + 1) % servers
        failures += 1
        let most = worst.map { $0.isHopeless ? $0 : error } ?? error
        guard failures >= servers else {
            worst = most
            return nil
        }
        (failures, worst) = (0, nil)
        return most
    }

    private mutating func wait(_ error: WireError, random: Double, now: NIODeadline) -> [Action] {
        let delay = max(backoff.next(random: random), error.retryAfter ?? .zero)
        state = .waiting(until: now + delay.amount, error)
        return [.tell(.waiting(delay, error)), .schedule(delay)]
    }
}

extension WireError {
    /// Whether the next attempt would end the same: the server answers, and does not want this client.
    fileprivate var isHopeless: Bool { [.unauthenticated, .permissionDenied, .failedPrecondition].contains(code) }
}
