import CoreMetrics
import Glibc
import Logging
import Operations
import Sandbox
import ServiceLifecycle
import SystemPackage
import Telemetry
import Toolchains
import Wire
import Worker

/// Puts the worker's parts together, and runs them until it is told to stop.
struct WorkerDaemon {
    let configuration: WorkerConfiguration

    func run() async throws {
        let operations = configuration.operations
        Operations.bootstrapLogging(
            level: operations.logLevel, format: operations.logFormat, environment: Operations.environment)
        let metrics = MetricsRegistry(MetricDescription.worker + MetricDescription.process)
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "verdict-worker")
        let languages = try LanguageCatalog(
            directory: Installation.languagesDirectory(given: configuration.languages?.string))
        let client = WireClient(try configuration.client(version: Main.version), logger: logger)
        var sandbox = Sandbox.Options()
        sandbox.parallelism = configuration.jobs
        sandbox.allowedMissing = Set(configuration.allowMissing.compactMap(Layer.init(rawValue:)))
        try await withSandbox(sandbox) { executor in
            let exporter = configuration.telemetry.exporter(
                of: ("verdict-worker", Main.version), instance: self.options.name, logger: logger)
            var options = self.options
            options.tracer = exporter?.tracer ?? .off
            let worker = try VerdictWorker(
                options, client: client, executor: executor, layers: executor.layers, languages: languages,
                preparedToolchains: Installation.preparedToolchains, logger: logger)
            try await run(worker, exporter, metrics, logger)
        }
        await client.close()
    }

    private func run(
        _ worker: VerdictWorker, _ exporter: SpanExporter?, _ metrics: MetricsRegistry, _ logger: Logger
    ) async throws {
        let health = Health()
        health.check("coordinator") {
            guard worker.isReady else { throw WireError(.unavailable, "not connected, or not known to it") }
        }
        var services: [any Service] = []
        if let address = configuration.operations.address {
            services.append(OperationsServer(address: address, health: health, metrics: metrics, logger: logger))
        }
        if let exporter { services.append(exporter) }
        services.append(WorkerService(worker: worker))
        var run = RunOptions()
        run.shutdownDeadline = configuration.operations.shutdownDeadline + .seconds(5)
        run.health = health
        run.endsWithInput = configuration.operations.endsWithInput
        run.notifier = SystemdNotifier(environment: Operations.environment)
        try await Operations.run(services, logger: logger, options: run)
    }

    private var options: WorkerOptions {
        var options = WorkerOptions(
            name: configuration.name ?? Self.hostName, cache: configuration.cacheFolder)
        options.version = Main.version
        options.headers = configuration.headers
        options.cacheSize = configuration.cacheSize
        options.ahead = configuration.ahead
        options.caps = configuration.caps
        options.measuringBudget = configuration.measuringBudget
        options.drainTimeout = configuration.operations.shutdownDeadline
        return options
    }

    /// The host's name (`gethostname(2)`).
    private static var hostName: String {
        var name = [CChar](repeating: 0, count: 129)
        guard unsafe gethostname(&name, 128) == 0 else { return "worker" }
        return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}

/// A worker that drains when the daemon is told to stop.
struct WorkerService: Service {
    let worker: VerdictWorker

    func run() async throws {
        try await withGracefulShutdownHandler {
            try await worker.run()
        } onGracefulShutdown: {
            worker.drain()
        }
    }
}
