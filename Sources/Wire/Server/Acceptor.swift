internal import Glibc
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
        let address = Self.network(of: channel.remoteAddress)
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

    /// What connections are counted by: an IPv4 address, the /64 network of an IPv6 address, or all Unix sockets together.
    static func network(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "unix" }
        var prefix = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &prefix) == 1 else { return text }
        // ::ffff:a.b.c.d is an IPv4 address.
        let isMapped = prefix[..<10].allSatisfy { $0 == 0 } && prefix[10...11].allSatisfy { $0 == 255 }
        return (isMapped ? prefix[12...] : prefix[..<8]).map { String($0) }.joined(separator: ".")
    }
}
