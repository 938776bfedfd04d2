public import CoreMetrics
public import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import ServiceLifecycle
internal import Synchronization
public import Telemetry
internal import Units
public import Wire

/// Answers HTTP on one or more addresses.
///
///     let server = try HTTPServer(configuration, logger: logger) { router in
///         router.requiring(.readSubmissions).get("api/v1/things/{id}") { request, context in … }
///     }
///     try await server.run()
///
/// Routes are Hummingbird's. Whatever they throw becomes a problem of RFC 9457; see ``Problem``. When the daemon is told to
/// stop, no new connection is taken, streams end, requests under way go on for ``HTTPConfiguration/drainTime``.
public final class HTTPServer: Service {
    private let configuration: HTTPConfiguration
    private let proxies: TrustedProxies
    private let origins: AllowedOrigins
    private let shares: BodyShares
    private let access: HTTPAccess
    private let connections: OpenConnections
    private let metrics: HTTPMetrics
    private let tracer: Tracer
    private let responder: any HTTPResponder<APIContext>
    private let credentials: TLSCredentials?
    private let logger: Logger
    private let onListening: @Sendable ([HTTPAddress]) async -> Void
    let description: OpenAPIDocument
    /// The routes, the server's own among them.
    public let routes: [(method: HTTPRequest.Method, path: String)]

    /// A server that does not listen yet.
    ///
    /// - Parameters:
    ///   - configuration: How it listens, and to whom.
    ///   - logger: Where it logs; a line for each request, at the level info.
    ///   - factory: Makes the metrics; by default the one that the process was set up with.
    ///   - tracer: Records a span for each request.
    ///   - person: Says which person has logged in by a token that no program has.
    ///   - onListening: Called once with the addresses that were bound.
    ///   - addRoutes: Adds the routes.
    /// - Throws: ``HTTPServerError``, or the error of TLS files that cannot be used.
    public init(
        _ configuration: HTTPConfiguration, logger: Logger, factory: any MetricsFactory = MetricsSystem.factory,
        tracer: Tracer = .off, person: @escaping Authentication.People = { _ in nil },
        onListening: @escaping @Sendable ([HTTPAddress]) async -> Void = { _ in },
        routes addRoutes: (APIRouter) throws -> Void
    ) throws {
        guard let proxies = TrustedProxies(configuration.trustedProxies) else {
            throw HTTPServerError("the trusted proxies must be addresses such as 10.0.0.7 or 10.0.0.0/8, or unix")
        }
        guard !configuration.addresses.isEmpty else { throw HTTPServerError("there is no address to listen at") }
        guard HTTPConfiguration.areOrigins(configuration.corsOrigins) else {
            throw HTTPServerError("the origins must be such as https://judge.example, or *")
        }
        for address in configuration.addresses {
            if let refusal = address.endpoint.refusal(
                isEncrypted: address.isEncrypted, isAllowed: configuration.allowsUnencrypted)
            {
                throw refusal
            }
        }
        var credentials: TLSCredentials?
        if configuration.addresses.contains(where: \.isEncrypted) {
            guard let files = configuration.tls else {
                throw HTTPServerError("an https:// address needs a certificate and its private key; set them")
            }
            credentials = try TLSCredentials(files)
        }
        self.configuration = configuration
        self.proxies = proxies
        origins = AllowedOrigins(configuration.corsOrigins)
        self.credentials = credentials
        self.logger = logger
        self.tracer = tracer
        self.onListening = onListening
        access = HTTPAccess(configuration.access, anonymous: configuration.anonymous)
        connections = OpenConnections(configuration.limits)
        shares = BodyShares(configuration.limits.bodies)
        metrics = HTTPMetrics(factory)
        let router = APIRouter(origins: origins)
        router.add(middleware: Authentication(.bearer, person: person))
        let text = DocumentText()
        GeneralRoutes.add(to: router, document: text)
        try addRoutes(router)
        responder = router.buildResponder()
        routes = router.routes
        description = try router.document()
        text.text = try description.text()
    }

    /// Serves until the daemon is told to stop. Cancelling its task ends everything at once.
    /// - Throws: if an address cannot be bound.
    public func run() async throws {
        let (channels, arrivals) = AsyncStream.makeStream(of: NewConnection.self)
        let listener = HTTPListener(configuration, connections, credentials, proxies, arrivals)
        let listening = try await listener.listen()
        for address in listening.addresses { logger.notice("listening", metadata: ["address": "\(address)"]) }
        await onListening(listening.addresses)
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for await connection in channels {
                        group.addTask { await self.serve(connection) }
                    }
                }
            } onGracefulShutdown: {
                self.drain(listening)
            }
        } onCancel: {
            listening.close()
            access.endStreams()
            connections.closeAll()
        }
        listening.removeSockets(logger)
    }

    private func drain(_ listening: HTTPListener.Listening) {
        listening.close()
        access.endStreams()
        connections.drain()
        listening.closeAll(connections, after: configuration.drainTime)
    }

    /// From now on these may ask. Streams and WebSockets of those that may not any more, or are somebody else now, end.
    /// - Returns: how many ended.
    @discardableResult public func replaceAccess(_ list: AccessList) -> Int { access.replace(list) }

    /// Reads the TLS files again, for connections to come; if that fails, the old ones stay. Does nothing without TLS.
    public func reloadCertificates() throws(WireError) { try credentials?.reload() }

    /// How many connections there are.
    public var connectionCount: Int { connections.count }

    /// How many of the connections wait for a request.
    var idleConnectionCount: Int { connections.idleCount }

    /// How many streams and WebSockets are open.
    public var streamCount: Int { access.streamCount }

    /// Whether a certificate that comes with a connection is that of whoever asks: a proxy's is not.
    private func asksForCertificate(_ connection: NewConnection) -> Bool {
        connection.isEncrypted && configuration.tls?.authorities != nil && !proxies.contains(connection.peer)
    }

    private func serve(_ connection: NewConnection) async {
        let answering = Answering(
            responder: responder, access: access, metrics: metrics, tracer: tracer, proxies: proxies, origins: origins,
            shares: shares,
            bodyLimit: Int(configuration.limits.body.bytes), peer: connection.peer,
            isEncrypted: connection.isEncrypted,
            certificate: asksForCertificate(connection) ? ClientCertificate() : nil, logger: logger)
        metrics.update(connections: connections.count)
        await connection.serve(answering, configuration.limits, connections, logger)
        metrics.update(connections: connections.count)
    }
}
