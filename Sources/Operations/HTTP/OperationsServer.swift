internal import Hummingbird
internal import HummingbirdCore
public import Logging
internal import NIOCore
public import ServiceLifecycle
internal import Synchronization

/// Serves `/metrics`, `/healthz` and `/readyz`, and nothing else.
///
/// There is no authentication: what it shows is for the network of whoever operates the daemon, so it listens on loopback
/// unless told otherwise. A request's header is at most 8 KiB and has to be there, whole, within 30 seconds; a connection
/// without a request is closed after as long, and there are at most 64 of them.
public struct OperationsServer: Service {
    private let address: HostPort
    private let health: Health
    private let metrics: MetricsRegistry
    private let logger: Logger
    private let listening = Listening()
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
            await health.findings(.readiness).map { finding in
                MetricSample(finding.problem == nil ? 1 : 0, labels: [("check", finding.name)])
            }
        }
        let endpoints = Endpoints(health: health, metrics: metrics)
        let host = address.host
        let limits = HTTP1Channel.Configuration.DecoderConfiguration(
            maxHeaderFieldSize: 4096, maxHeaderListSize: 8192, maxHeaderFieldCount: 64)
        let application = Application(
            responder: CallbackResponder<BasicRequestContext> { request, _ in await endpoints.respond(to: request) },
            server: .http1(
                configuration: .init(idleTimeout: .seconds(30), httpDecoderConfiguration: limits)),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: address.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(64)),
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
