internal import FoundationEssentials
internal import Glibc
import Identity
public import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL
internal import Synchronization
internal import SystemPackage

/// Answers calls on a TCP port or a Unix socket.
///
///     var services = WireServices()
///     services.unary(lease) { request, context in try await coordinator.lease(request, for: context.principal) }
///     let server = try await WireServer.listen(configuration, services, logger: logger)
///     try await server.run()
///
/// `run` comes back after ``stop()``, when the calls under way have ended or ``ServerConfiguration/drainTimeout`` is over;
/// cancelling its task ends everything at once.
public final class WireServer: Sendable {
    /// Where it listens, with the port that it got.
    public let address: WireAddress
    private let shared: ServerShared
    private let services: WireServices
    private let logger: Logger
    private let listener: any Channel
    private let connections: AsyncStream<AsyncStream<ServerCall>>
    private let credentials: TLSCredentials?

    private init(
        address: WireAddress, shared: ServerShared, services: WireServices, logger: Logger, listener: any Channel,
        connections: AsyncStream<AsyncStream<ServerCall>>, credentials: TLSCredentials?
    ) {
        self.address = address
        self.shared = shared
        self.services = services
        self.logger = logger
        self.listener = listener
        self.connections = connections
        self.credentials = credentials
    }

    /// Listens; calls are answered from when ``run()`` is called. Fails if the address or the TLS files cannot be
    /// used, or the address is one beyond this machine and there is no TLS.
    public static func listen(
        _ configuration: ServerConfiguration, _ services: WireServices, logger: Logger
    ) async throws(WireError) -> WireServer {
        if let refusal = configuration.address.refusal(
            isEncrypted: configuration.tls != nil, isAllowed: configuration.allowsUnencrypted)
        {
            throw refusal
        }
        let shared = ServerShared(configuration, services.handlers.mapValues(\.expectation))
        var credentials: TLSCredentials?
        if let tls = configuration.tls {
            credentials = try TLSCredentials(tls)
        }
        let (connections, arrivals) = AsyncStream.makeStream(of: AsyncStream<ServerCall>.self)
        let accept = Acceptor(shared: shared, credentials: credentials, logger: logger, arrivals: arrivals)
        let listener = try await bind(configuration, accept)
        listener.closeFuture.whenComplete { _ in arrivals.finish() }
        var address = configuration.address
        if case .tcp(let host, _) = address {
            address = .tcp(host: host, port: listener.localAddress?.port ?? 0)
        }
        return WireServer(
            address: address, shared: shared, services: services, logger: logger, listener: listener,
            connections: connections, credentials: credentials)
    }

    private static func bind(
        _ configuration: ServerConfiguration, _ acceptor: Acceptor
    ) async throws(WireError) -> any Channel {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 128 * 1024, high: 512 * 1024))
            .childChannelInitializer { channel in acceptor.prepare(channel) }
        do {
            return try await bootstrap.bind(to: configuration.address, mode: configuration.socketMode)
        } catch let error as WireError {
            throw error
        } catch {
            throw WireError(.unavailable, "cannot listen at \(configuration.address): \(error)")
        }
    }

    /// Answers calls until ``stop()`` or the task's cancellation.
    public func run() async {
        await withTaskCancellationHandler {
            await withDiscardingTaskGroup { group in
                for await calls in connections {
                    group.addTask { await self.serve(calls) }
                }
            }
        } onCancel: {
            listener.close(promise: nil)
            shared.abort()
        }
        removeSocket()
    }

    /// Takes no new connections and calls, lets those under way end, and then lets ``run()`` come back.
    public func stop() {
        listener.close(promise: nil)
        shared.drain()
        let shared = shared
        listener.eventLoop.scheduleTask(in: shared.configuration.drainTimeout.amount) { shared.abort() }
    }

    /// How many connections there are.
    public var connectionCount: Int { shared.count }

    /// Reads the TLS files again, for connections to come; if that fails, the old ones stay. Does nothing without TLS.
    public func reloadCertificates() throws(WireError) {
        try credentials?.reload()
    }

    /// From now on these may call. Connections of those that may not any more, or whose role or name is another now, end at
    /// once with their calls.
    /// - Returns: how many connections ended.
    @discardableResult public func replaceAccess(_ access: AccessList) -> Int {
        shared.replace(access)
    }

    // MARK: Calls

    private func serve(_ calls: AsyncStream<ServerCall>) async {
        await withDiscardingTaskGroup { group in
            for await call in calls {
                group.addTask { await self.serve(call) }
            }
        }
    }

    /// Runs the call's handler in a task that is cancelled when the call is over.
    private func serve(_ call: ServerCall) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                do {
                    call.finish(try await self.answer(call), error: nil)
                } catch {
                    call.finish(error: self.status(of: error, call))
                }
            }
            await call.over.wait()
            group.cancelAll()
        }
    }

    private func answer(_ call: ServerCall) async throws -> Data? {
        guard let handler = services.handlers[call.context.method] else {
            throw WireError(.unimplemented, "there is no method \(call.context.method)", notStarted: true)
        }
        guard call.context.principal.may(handler.permission) else {
            let roles = Role.allCases.filter { $0.reach(handler.permission) != .nothing }
            throw WireError(
                .permissionDenied,
                "\(call.context.principal) may not call \(call.context.method); "
                    + "that is for \(roles.map(\.rawValue).sorted().joined(separator: " and "))",
                notStarted: true)
        }
        return try await handler.run(call)
    }

    private func status(of error: any Error, _ call: ServerCall) -> WireError {
        switch error {
        case let error as WireError: return error
        case is CancellationError: return WireError(.cancelled, "the call was cancelled")
        default:
            logger.error(
                "a handler failed",
                metadata: [
                    "method": "\(call.context.method)", "peer": "\(call.context.peer)", "error": "\(error)",
                ])
            return WireError(.internal, "the server failed at \(call.context.method); its log says why")
        }
    }

    private func removeSocket() {
        guard case .unix(let path) = address, unsafe unlink(path.string) != 0, errno != ENOENT else { return }
        logger.warning("cannot remove the socket", metadata: ["path": "\(path)", "error": "\(Errno(rawValue: errno))"])
    }
}
