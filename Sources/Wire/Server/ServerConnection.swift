import Identity
internal import Logging
internal import NIOCore

/// One connection of a server: who is there, and the calls that come.
final class ServerConnection: ConnectionOwner {
    private let id: UInt64
    private let shared: ServerShared
    private let handle: ConnectionHandle
    private let address: String
    private let logger: Logger
    private let calls: AsyncStream<ServerCall>.Continuation
    private var principal: Principal?
    private var peer = ""
    private var running: [UInt64: ServerCall] = [:]
    /// How many pieces of memory are counted for this connection.
    private var pieces = 0

    init(
        id: UInt64, shared: ServerShared, handle: ConnectionHandle, address: String, logger: Logger,
        calls: AsyncStream<ServerCall>.Continuation
    ) {
        self.id = id
        self.shared = shared
        self.handle = handle
        self.address = address
        self.logger = logger
        self.calls = calls
    }

    func authenticate(_ hello: Frame.Hello, channel: any Channel) -> Result<Void, WireError> {
        switch shared.greeted(id, credentials(hello, channel: channel)) {
        case .success(let found):
            principal = found
            return .success(())
        case .failure(let error):
            logger.notice(
                "refused a connection",
                metadata: ["peer": "\(address)", "program": "\(hello.program)", "reason": "\(error)"])
            return .failure(error)
        }
    }

    private func credentials(_ hello: Frame.Hello, channel: any Channel) -> Credentials {
        guard hello.token.isEmpty else { return Credentials(token: SecretDigest(of: hello.token.utf8)) }
        return Credentials(certificate: channel.peerCertificate)
    }

    func connectionReady(_ peer: Peer) {
        self.peer = "\(address) (\(peer.program) \(peer.version))"
        logger.debug(
            "connected", metadata: ["peer": "\(self.peer)", "principal": "\(principal.map(\.description) ?? "")"])
    }

    func callOpened(_ id: UInt64, _ open: Frame.Open, deadline: NIODeadline?) -> CallInbox? {
        guard let principal else { return nil }
        let context = CallContext(
            method: open.method, principal: principal, peer: peer, metadata: open.metadata, deadline: deadline,
            now: shared.configuration.now)
        if let refusal = shared.shares.begin(principal) {
            ServerCall(id: id, context: context, connection: handle) {}.finish(error: refusal)
            return nil
        }
        let call = ServerCall(id: id, context: context, connection: handle) { [shares = shared.shares] in
            shares.end(principal)
        }
        if let delay = shared.callDelay(principal) {
            call.finish(
                error: WireError(
                    .resourceExhausted, "\(principal) makes more calls than it may", retryAfter: delay, notStarted: true
                ))
            return nil
        }
        running[id] = call
        calls.yield(call)
        return call.inbox
    }

    func expectation(of method: String) -> CallExpectation? { shared.expectation(of: method) }

    /// Before the hello little can come.
    func holds(_ bytes: Int) -> WireError? {
        guard let principal else { return nil }
        let now = bytes / ServerShares.piece
        guard now != pieces else { return nil }
        if let refusal = shared.shares.hold(now - pieces, principal) { return refusal }
        pieces = now
        return nil
    }

    func callAbandoned(_ id: UInt64, _ error: WireError) {
        running.removeValue(forKey: id)?.over.resolve(.failure(error))
    }

    /// The call's handler has ended.
    func callEnded(_ id: UInt64) {
        running[id] = nil
    }

    func pause(after bytes: Int) -> TimeAmount? {
        principal.flatMap { shared.readDelay(bytes, from: $0)?.amount }
    }

    func peerLeaving(_ reason: WireError) {}

    func connectionClosed(_ reason: WireError) {
        _ = holds(0)
        principal = nil
        shared.gone(id)
        for call in running.values {
            call.over.resolve(.failure(reason))
        }
        running = [:]
        calls.finish()
        logger.debug(
            "connection closed", metadata: ["peer": "\(peer.isEmpty ? address : peer)", "reason": "\(reason)"])
    }
}
