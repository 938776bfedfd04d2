internal import NIOCore

/// One connection of a client, from the attempt to its end. On the client's event loop.
final class ClientLink: ConnectionOwner {
    private weak var core: ClientCore?
    let handler: ConnectionHandler
    /// The client uses this connection, and not another that was tried at the same time.
    private var isAdopted = false
    private var peer: Peer?
    private var reason: WireError?

    init(core: ClientCore, handler: ConnectionHandler) {
        self.core = core
        self.handler = handler
    }

    /// The client uses this connection. Tells it what has happened so far.
    func adopt() {
        isAdopted = true
        if let reason {
            core?.linkClosed(self, reason)
        } else if let peer {
            core?.linkReady(self, peer)
        }
    }

    func connectionReady(_ peer: Peer) {
        self.peer = peer
        guard isAdopted else { return }
        core?.linkReady(self, peer)
    }

    func connectionClosed(_ reason: WireError) {
        self.reason = reason
        guard isAdopted else { return }
        core?.linkClosed(self, reason)
    }

    func peerLeaving(_ reason: WireError) {
        core?.linkLeaving(self, reason)
    }

    func authenticate(_ hello: Frame.Hello, channel: any Channel) -> Result<Void, WireError> {
        .failure(WireError(.internal, "a client does not authenticate anybody"))
    }

    func callOpened(_ id: UInt64, _ open: Frame.Open, deadline: NIODeadline?) -> CallInbox? { nil }
    func expectation(of method: String) -> CallExpectation? { nil }
    func holds(_ bytes: Int) -> WireError? { nil }
    func callAbandoned(_ id: UInt64, _ error: WireError) {}
    func callEnded(_ id: UInt64) {}
    func pause(after bytes: Int) -> TimeAmount? { nil }
}

/// How long to wait between attempts: twice as long each time up to a limit, a random part of it, so that a thousand
/// clients of a server that comes back do not come all at once. Pure.
struct Backoff {
    private let first: Duration
    private let longest: Duration
    private var failures = 0

    init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// After one more failure; `random` is from 0 up to 1. Between half of the full wait and all of it.
    mutating func next(random: Double) -> Duration {
        let doubled = first * (1 << min(failures, 20))
        failures += 1
        let full = min(doubled, longest)
        return full / 2 + full / 2 * random
    }

    /// It worked.
    mutating func reset() {
        failures = 0
    }
}
