internal import NIOCore
internal import Synchronization

/// What all connections of a server share.
final class ServerShared: Sendable {
    private struct State {
        var admission: Admission
        var limiter: RateLimiter
        var access: AccessList
        var connections: [UInt64: ConnectionHandle] = [:]
        var last: UInt64 = 0
        var isStopping = false
    }

    let configuration: ServerConfiguration
    private let state: Mutex<State>

    init(_ configuration: ServerConfiguration) {
        self.configuration = configuration
        state = Mutex(
            State(
                admission: Admission(
                    .init(
                        connections: configuration.maximumConnections, waiting: configuration.maximumWaiting,
                        waitingPerAddress: configuration.maximumWaitingPerAddress)),
                limiter: RateLimiter(configuration.rates),
                access: configuration.access
            ))
    }

    /// The connections that there are.
    var count: Int { state.withLock { $0.admission.count } }

    /// A connection came from `address`: its number, or nil if it is to be closed.
    func arrived(from address: String, handle: ConnectionHandle) -> UInt64? {
        let now = configuration.now()
        let (id, evicted) = state.withLock { state -> (UInt64?, ConnectionHandle?) in
            guard !state.isStopping, state.limiter.connection(from: address, now: now) == nil else { return (nil, nil) }
            state.last += 1
            guard case .admit(let evicting) = state.admission.arrived(state.last, from: address) else {
                return (nil, nil)
            }
            state.connections[state.last] = handle
            return (state.last, evicting.flatMap { state.connections.removeValue(forKey: $0) })
        }
        evicted?.execute {
            $0.abort(WireError(.resourceExhausted, "too many connections wait for their hello; say it sooner"))
        }
        return id
    }

    /// The connection said hello.
    func greeted(_ id: UInt64) -> Bool {
        state.withLock { $0.admission.greeted(id) }
    }

    /// The connection is gone.
    func gone(_ id: UInt64) {
        state.withLock { state in
            state.admission.gone(id)
            state.connections[id] = nil
        }
    }

    /// Who shows this token.
    func principal(token: String) -> Principal? {
        state.withLock { $0.access }.principal(token: token)
    }

    /// Who shows this certificate, in DER.
    func principal(certificate: [UInt8]) -> Principal? {
        state.withLock { $0.access }.principal(certificate: certificate)
    }

    /// From now on these may call; connections that there are stay.
    func replace(_ access: AccessList) {
        state.withLock { $0.access = access }
    }

    /// How long a call of `principal` has to wait; nil: not at all.
    func callDelay(_ principal: Principal) -> Duration? {
        guard configuration.rates.calls != nil else { return nil }
        let now = configuration.now()
        return state.withLock { $0.limiter.call(of: principal, now: now) }
    }

    /// How long nothing more should be read from `principal`; nil: go on.
    func readDelay(_ bytes: Int, from principal: Principal) -> Duration? {
        guard configuration.rates.bytes != nil else { return nil }
        let now = configuration.now()
        return state.withLock { $0.limiter.received(bytes, from: principal, now: now) }
    }

    /// Takes no new connections, and lets those that there are end their calls.
    func drain() {
        for connection in stop() {
            connection.execute { $0.drain(WireError(.unavailable, "the server is about to stop")) }
        }
    }

    /// Ends all connections now.
    func abort() {
        for connection in stop() {
            connection.execute { $0.abort(WireError(.unavailable, "the server stops")) }
        }
    }

    private func stop() -> [ConnectionHandle] {
        state.withLock { state in
            state.isStopping = true
            return Array(state.connections.values)
        }
    }
}
