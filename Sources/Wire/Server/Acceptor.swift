internal import Logging
internal import NIOCore
internal import NIOSSL

/// Makes connections out of accepted channels, or closes them.
struct Acceptor: Sendable {
    let shared: ServerShared
    let credentials: TLSCredentials?
    let logger: Logger
    let arrivals: AsyncStream<AsyncStream<ServerCall>>.Continuation

    /// On the channel's event loop, before it is active. A failure closes the channel.
    func prepare(_ channel: any Channel) -> EventLoopFuture<Void> {
        let configuration = shared.configuration
        let now = configuration.now()
        let machine = ConnectionStateMachine(
            side: .server, limits: configuration.limits,
            introduction: .init(program: configuration.program, version: configuration.version), now: now)
        let handler = ConnectionHandler(machine: machine, now: configuration.now)
        let handle = ConnectionHandle(handler, loop: channel.eventLoop)
        let address = PeerNetwork.name(of: channel.remoteAddress)
        guard let id = shared.arrived(from: address, handle: handle) else {
            return channel.eventLoop.makeFailedFuture(
                WireError(.resourceExhausted, "\(address) connects too often, or there are too many connections"))
        }
        let (calls, continuation) = AsyncStream.makeStream(of: ServerCall.self)
        handler.owner = ServerConnection(
            id: id, shared: shared, handle: handle, address: channel.remoteAddress?.description ?? address,
            logger: logger,
            calls: continuation)
        do {
            if let credentials {
                try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: credentials.context))
            }
            try channel.pipeline.syncOperations.addHandler(handler)
            arrivals.yield(calls)
        } catch {
            logger.debug("cannot prepare a connection", metadata: ["peer": "\(address)", "error": "\(error)"])
            shared.gone(id)
            return channel.eventLoop.makeFailedFuture(error)
        }
        return channel.eventLoop.makeSucceededVoidFuture()
    }
}
