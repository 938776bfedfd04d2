internal import Logging
internal import NIOCore
internal import NIOSSL

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
        guard let found = principal(hello, channel: channel) else {
            logger.notice("refused a connection", metadata: ["peer": "\(address)", "program": "\(hello.program)"])
            return .failure(
                WireError(.unauthenticated, "the token or certificate is not one of those that this server knows"))
        }
        guard shared.greeted(id) else {
            return .failure(WireError(.resourceExhausted, "too many connections wait for their hello; say it sooner"))
        }
        principal = found
        return .success(())
    }

    private func principal(_ hello: Frame.Hello, channel: any Channel) -> Principal? {
        guard hello.token.isEmpty else { return shared.principal(token: hello.token) }
        if let handler = try? channel.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let certificate = try? handler.peerCertificate?.toDERBytes(),
            let found = shared.principal(certificate: certificate)
        {
            return found
        }
        return shared.configuration.anonymous
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
        let call = ServerCall(id: id, context: context, connection: handle)
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
