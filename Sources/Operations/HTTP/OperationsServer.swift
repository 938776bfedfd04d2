internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import ServiceLifecycle
internal import Synchronization

/// Serves `/metrics`, `/healthz` and `/readyz`, and nothing else.
///
/// There is no authentication: what it shows is for the network of whoever operates the daemon, so it listens on loopback
/// unless told otherwise. A request's header is at most 8 KiB; a request has to be there, whole, and answered within 30
/// seconds, and a connection without one is closed after as long. There are at most 64 of them: for a new one, that goes
/// which has waited longest.
public struct OperationsServer: Service {
    static let mostConnections = 64

    private let address: HostPort
    private let health: Health
    private let metrics: MetricsRegistry
    private let logger: Logger
    private let listening = Listening()
    /// How long a connection may take from its beginning, or its last answer, to the next.
    var patience = TimeAmount.seconds(30)
    private let onListening: @Sendable (HostPort) async -> Void

    /// Whether the address is bound.
    private final class Listening: Sendable {
        let isBound = Atomic<Bool>(false)
    }

    /// A server at `address`. Its being bound is a liveness check of `health`, `endpoints`, so that systemd hears READY=1
    /// when it can be asked.
    ///
    /// - Parameters:
    ///   - address: Where to listen; port 0 is any free one.
    ///   - health: What `/healthz` and `/readyz` ask.
    ///   - metrics: What `/metrics` shows.
    ///   - logger: Where the server logs.
    ///   - onListening: Called once with the address that was bound.
    public init(
        address: HostPort, health: Health, metrics: MetricsRegistry, logger: Logger,
        onListening: @escaping @Sendable (HostPort) async -> Void = { _ in }
    ) {
        self.address = address
        self.health = health
        self.metrics = metrics
        self.logger = logger
        self.onListening = onListening
        health.check("endpoints", .liveness) { [listening] in
            guard listening.isBound.load(ordering: .relaxed) else {
                throw OperationsError(.cannotListen, "not bound to \(address) yet")
            }
        }
    }

    /// Serves until the daemon is told to stop. Throws if the address cannot be bound.
    public func run() async throws {
        metrics.observeSeries(MetricDescription.ready.name) { [health] in
            await health.results(.readiness).map { finding in
                MetricSample(finding.problem == nil ? 1 : 0, labels: [("check", finding.name)])
            }
        }
        let endpoints = Endpoints(health: health, metrics: metrics)
        let host = address.host
        let limits = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 4096, maxHeaderListSize: 8192, maxHeaderFieldCount: 64)
        let connections = OpenConnections(most: Self.mostConnections, patience: patience)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in await endpoints.respond(to: request) },
            server: .http1(
                configuration: .init(
                    additionalChannelHandlers: [connections.handler()], idleTimeout: patience,
                    httpDecoderConfiguration: limits)),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: address.port), serverName: nil,
                // More come only while those that go are being closed.
                availableConnectionsDelegate: MaximumAvailableConnections(4 * Self.mostConnections)),
            onServerRunning: { channel in
                listening.isBound.store(true, ordering: .relaxed)
                await onListening(HostPort(host: host, port: channel.localAddress?.port ?? 0))
            },
            logger: quiet(logger))
        do {
            try await application.run()
        } catch let error as IOError {
            throw OperationsError(
                .cannotListen,
                "cannot serve metrics and health at \(address): \(error); set operations.listen to a free address, or off"
            )
        }
    }

    /// The server's own lines about connections are for the one who looks for a fault.
    private func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }
}
