internal import Glibc
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import SystemPackage
internal import Units
internal import Wire

/// Binds the addresses of a server and takes connections.
struct HTTPListener: Sendable {
    private let configuration: HTTPConfiguration
    private let connections: OpenConnections
    private let credentials: TLSCredentials?
    private let proxies: TrustedProxies
    private let arrivals: AsyncStream<NewConnection>.Continuation

    init(
        _ configuration: HTTPConfiguration, _ connections: OpenConnections, _ credentials: TLSCredentials?,
        _ proxies: TrustedProxies, _ arrivals: AsyncStream<NewConnection>.Continuation
    ) {
        self.configuration = configuration
        self.connections = connections
        self.credentials = credentials
        self.proxies = proxies
        self.arrivals = arrivals
    }

    /// What was bound.
    struct Listening: Sendable {
        fileprivate let channels: [any Channel]
        let addresses: [HTTPAddress]

        /// Takes no more connections.
        func close() {
            for channel in channels { channel.close(promise: nil) }
        }

        /// Ends what is left after a time.
        func closeAll(_ connections: OpenConnections, after time: Duration) {
            channels.first?.eventLoop.scheduleTask(in: .nanoseconds(time.nanoseconds)) { connections.closeAll() }
        }

        /// Removes the files of Unix sockets.
        func removeSockets(_ logger: Logger) {
            for address in addresses {
                guard case .unix(let path) = address.endpoint, unsafe unlink(path.string) != 0, errno != ENOENT else {
                    continue
                }
                logger.warning(
                    "cannot remove the socket", metadata: ["path": "\(path)", "error": "\(Errno(rawValue: errno))"])
            }
        }
    }

    /// Binds all addresses, or none.
    func listen() async throws -> Listening {
        var channels: [any Channel] = []
        var addresses: [HTTPAddress] = []
        do {
            for var address in configuration.addresses {
                let channel = try await bind(address)
                channels.append(channel)
                if case .tcp(let host, _) = address.endpoint {
                    address.endpoint = .tcp(host: host, port: channel.localAddress?.port ?? 0)
                }
                addresses.append(address)
            }
        } catch {
            for channel in channels { try await channel.close() }
            arrivals.finish()
            throw error
        }
        // Connections come until the last listener is closed.
        EventLoopFuture.andAllComplete(channels.map(\.closeFuture), on: MultiThreadedEventLoopGroup.singleton.next())
            .whenComplete { [arrivals] _ in arrivals.finish() }
        return Listening(channels: channels, addresses: addresses)
    }

    private func bind(_ address: HTTPAddress) async throws -> any Channel {
        let isEncrypted = address.isEncrypted
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            // Nothing is read before somebody is there to look at it.
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try prepare(channel, isEncrypted: isEncrypted) }
            }
        do {
            return try await bootstrap.bind(to: address.endpoint, mode: configuration.socketMode)
        } catch let error as WireError {
            throw error
        } catch {
            throw HTTPServerError(
                "cannot listen at \(address): \(error); set http.listen to a free address, or leave it empty")
        }
    }

    /// On the channel's event loop, before it is active. A failure closes the channel.
    private func prepare(_ channel: any Channel, isEncrypted: Bool) throws {
        let peer = channel.remoteAddress?.ipAddress
        let counted = peer == nil || proxies.contains(peer) ? nil : PeerNetwork.name(of: channel.remoteAddress)
        guard let id = connections.arrived(from: counted, channel) else {
            throw HTTPServerError("there are too many connections, or too many from \(counted ?? "proxies")")
        }
        let connections = connections
        channel.closeFuture.whenComplete { _ in connections.gone(id) }
        try channel.pipeline.syncOperations.addHandler(ConnectionWatch(configuration.limits))
        if isEncrypted, let credentials {
            try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: credentials.context))
        }
        if case .terminated = arrivals.yield(
            NewConnection(channel: channel, id: id, peer: peer, isEncrypted: isEncrypted))
        {
            throw HTTPServerError("the server stops")
        }
    }
}
