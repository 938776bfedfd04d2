import Identity
internal import NIOCore
internal import Synchronization

/// What all connections of a server share.
final class ServerShared: Sendable {
    /// A connection that there is.
    private struct Place {
        var handle: ConnectionHandle
        /// Who is there, and by what; nil before the hello.
        var caller: (principal: Principal, credentials: Credentials)?
    }

    private struct State {
        var admission: Admission
        var limiter: RateLimiter
        var access: AccessList
        var connections: [UInt64: Place] = [:]
        var last: UInt64 = 0
        var isStopping = false
    }

    let configuration: ServerConfiguration
    private let expectations: [String: CallExpectation]
    private let state: Mutex<State>

    /// - Parameter expectations: of each method what is expected of who calls it.
    init(_ configuration: ServerConfiguration, _ expectations: [String: CallExpectation]) {
        self.configuration = configuration
        self.expectations = expectations
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

    var shares: ServerShares { configuration.shares }

    /// The connections that there are.
    var count: Int { state.withLock { $0.admission.count } }

    /// What is expected of who calls that method. Who calls one that there is not is answered at once.
    func expectation(of method: String) -> CallExpectation? { expectations[method] }

    // MARK: Connections

    /// A connection came from `address`: its number, or nil if it is to be closed.
    func arrived(from address: String, handle: ConnectionHandle) -> UInt64? {
        let now = configuration.now()
        let (id, evicted) = state.withLock { state -> (UInt64?, ConnectionHandle?) in
            guard !state.isStopping, state.limiter.connection(from: address, now: now) == nil else { return (nil, nil) }
            state.last += 1
            guard case .admit(let evicting) = state.admission.arrived(state.last, from: address) else {
                return (nil, nil)
            }
            state.connections[state.last] = Place(handle: handle)
            return (state.last, evicting.flatMap { state.connections.removeValue(forKey: $0)?.handle })
        }
        evicted?.execute {
            $0.abort(WireError(.resourceExhausted, "too many connections wait for their hello; say it sooner"))
        }
        return id
    }

    /// The connection said hello, and showed this: whose it is from now on.
    func greeted(_ id: UInt64, _ credentials: Credentials) -> Result<Principal, WireError> {
        state.withLock { state in
            guard let principal = principal(credentials, state.access) else {
                return .failure(
                    WireError(.unauthenticated, "the token or certificate is not one of those that this server knows"))
            }
            guard state.admission.greeted(id) else {
                return .failure(
                    WireError(.resourceExhausted, "too many connections wait for their hello; say it sooner"))
            }
            if let refusal = shares.connect(principal) { return .failure(refusal) }
            state.connections[id]?.caller = (principal, credentials)
            return .success(principal)
        }
    }

    /// The connection is gone.
    func gone(_ id: UInt64) {
        let place = state.withLock { state in
            state.admission.gone(id)
            return state.connections.removeValue(forKey: id)
        }
        if let principal = place?.caller?.principal { shares.disconnect(principal) }
    }

    private func principal(_ credentials: Credentials, _ access: AccessList) -> Principal? {
        if let token = credentials.token { return access.principal(.token, token) }
        return credentials.certificate.flatMap { access.principal(.certificate, $0) } ?? configuration.anonymous
    }

    /// From now on these may call. Connections of those that may not any more, or are somebody else now, end at once with
    /// their calls.
    /// - Returns: how many ended.
    @discardableResult func replace(_ access: AccessList) -> Int {
        let revoked = state.withLock { state in
            state.access = access
            return state.connections.values.compactMap { place -> ConnectionHandle? in
                guard let caller = place.caller else { return nil }
                return principal(caller.credentials, access) == caller.principal ? nil : place.handle
            }
        }
        for connection in revoked {
            connection.execute {
                $0.abort(
                    WireError(
                        .unauthenticated, "the token or certificate is not valid any more, or stands for somebody else")
                )
            }
        }
        return revoked.count
    }

    // MARK: Rates

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

    // MARK: The end

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
            return state.connections.values.map(\.handle)
        }
    }
}

/// What somebody shows to say who it is, as digests; nothing where a socket's mode says it.
struct Credentials: Hashable, Sendable {
    var token: SecretDigest?
    var certificate: SecretDigest?
}
