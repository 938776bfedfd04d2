import Audit
import Coordinator
import CoreMetrics
import EmbeddedStorage
import Events
import HTTP
import Kernel
import Logging
import Operations
import RateLimits
import ServiceLifecycle
import Storage
import SystemPackage
import Telemetry
import Toolchains
import Wire

/// Puts the coordinator's parts together, and runs them until it is told to stop.
struct CoordinatorDaemon {
    private(set) var configuration: CoordinatorConfiguration

    func run() async throws {
        let operations = configuration.operations
        let environment = Operations.environment
        Operations.bootstrapLogging(
            level: operations.logLevel, format: operations.logFormat, environment: environment)
        let metrics = MetricsRegistry(MetricDescription.coordinator + MetricDescription.process)
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "verdict-coordinator")

        let keys = try provision(environment, logger)
        let languages = try LanguageCatalog(
            directory: Installation.languagesDirectory(given: configuration.languages?.string))
        let store = try await OpenStore.open(configuration, keys: keys)
        if let warning = store.warning { logger.warning("\(warning)") }
        do {
            try await run(on: store, keys, languages, metrics, logger)
        } catch {
            do {
                try await store.close()
            } catch let failure {
                // What happened first is what counts.
                logger.error("cannot close the store", metadata: ["error": "\(failure)"])
            }
            throw error
        }
        try await store.close()
    }

    private func run(
        on store: OpenStore, _ keys: KeyRing, _ languages: LanguageCatalog, _ metrics: MetricsRegistry,
        _ logger: Logger
    ) async throws {
        var options = VerdictCoordinator.Options()
        options.openSubmissions = configuration.waiting
        options.largestContent = configuration.content
        options.caps = configuration.caps
        options.measuringBudget = configuration.measuringBudget
        options.uploads = configuration.uploads
        options.uploadSilence = configuration.silence
        options.unusedContents = configuration.unusedContents
        options.archive = store.archive
        options.archiveAfter = configuration.archiveAfter
        options.followers = configuration.followers
        options.auditKeys = try auditKeys(logger)
        let snapshots = configuration.snapshots ?? configuration.data
        options.snapshots = snapshots.appending("projections.snapshot")
        options.backup = store.backup(into: configuration.backups ?? configuration.data.appending("backups"))
        let exporter = configuration.telemetry.exporter(
            of: ("verdict-coordinator", Main.version), instance: configuration.listen.first ?? "", logger: logger)
        options.tracer = exporter?.tracer ?? .off
        let (platform, modules) = try platform(on: store, keys, languages, logger)
        options.projections = platform.projections
        options.announcements = store.announcements
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: keys, languages: languages, options: options,
            logger: logger)
        modules?.connect(to: coordinator)
        let servers = try await listen(coordinator, logger)
        let health = Health()
        health.check("coordinator") {
            if let problem = coordinator.problem { throw WireError(.unavailable, problem) }
        }
        health.check("running", .liveness) {
            if coordinator.hasEnded, let problem = coordinator.problem { throw WireError(.unavailable, problem) }
        }
        health.check("store") { _ = try await store.log.end() }

        var services: [any Service] = []
        if let address = configuration.operations.address {
            services.append(OperationsServer(address: address, health: health, metrics: metrics, logger: logger))
        }
        if let exporter { services.append(exporter) }
        services.append(CoordinatorService(coordinator: coordinator, platform: platform, servers: servers))
        if let modules {
            services.append(
                ErasureService(modules: modules, coordinator: coordinator, log: store.log, logger: logger))
        }
        if let password = configuration.demonstration, let modules {
            services.append(
                DemonstrationService(
                    demonstration: try modules.demonstration(on: platform, password: password, logger), logger: logger))
        }
        let callbacks = try configuration.http.callbacks(of: coordinator.executions, logger: logger)
        let http = try http(coordinator, platform, keys, callbacks, options.tracer, logger)
        if let http { services += [http] + [callbacks].compactMap(\.self) }
        var run = RunOptions()
        run.shutdownDeadline = configuration.operations.shutdownDeadline
        run.health = health
        run.endsWithInput = configuration.operations.endsWithInput
        run.notifier = SystemdNotifier(environment: Operations.environment)
        run.reload = { [access] in
            let list = try SecretFile.accessList(access)
            var ended = 0
            for server in servers {
                ended += server.replaceAccess(list)
                try server.reloadCertificates()
            }
            if let http {
                ended += http.replaceAccess(list)
                try http.reloadCertificates()
            }
            if ended > 0 {
                logger.notice(
                    "ended connections and streams of those who may not call any more", metadata: ["count": "\(ended)"])
            }
        }
        try await Operations.run(services, logger: logger, options: run)
    }

    private var access: FilePath { configuration.access ?? Provision(folder: configuration.data).access }

    /// The keys of the store; what is missing is made, if that is wanted.
    private func provision(_ environment: [String: String], _ logger: Logger) throws -> KeyRing {
        let provision = Provision(folder: configuration.data)
        if configuration.create {
            for file in try provision.createMissingFiles() {
                logger.notice("made what was missing", metadata: ["file": "\(file)"])
            }
        }
        return try keys(environment)
    }

    /// The keys of the store.
    func keys(_ environment: [String: String]) throws -> KeyRing {
        if environment["VERDICT_KEYS"] != nil { return try KeyRing(environmentVariable: "VERDICT_KEYS") }
        return try KeyRing(file: configuration.keys ?? Provision(folder: configuration.data).keys)
    }

    /// What the platform of this store makes of its log, for whoever reads that without a coordinator: nothing is made that is
    /// missing.
    func projections(of store: OpenStore, _ keys: KeyRing) throws -> [any LogProjection] {
        var reader = self
        reader.configuration.create = false
        let languages = try LanguageCatalog(
            directory: Installation.languagesDirectory(given: configuration.languages?.string))
        let logger = Logger(label: "log") { _ in SwiftLogNoOpLogHandler() }
        return try reader.platform(on: store, keys, languages, logger).0.projections
    }

    /// The platform, with all its modules.
    private func platform(
        on store: OpenStore, _ keys: KeyRing, _ languages: LanguageCatalog, _ logger: Logger
    ) throws -> (Platform, PlatformModules?) {
        var options = Platform.Options()
        options.isShared = store.isShared
        options.followers = configuration.followers
        options.reads = SlidingWindow(configuration.reads, within: .seconds(60))
        options.writes = SlidingWindow(configuration.writes, within: .seconds(60))
        let folder = configuration.snapshots ?? configuration.data
        options.views = Platform.ViewPlace(file: folder.appending("views.sqlite"), codes: keys.codes(for: "cursor"))
        var modules: PlatformModules?
        let platform = try Platform(log: store.log, options: options, logger: logger) { services in
            modules = try PlatformModules(services, people: store.people, languages, configuration)
            return modules?.all ?? []
        }
        return (platform, modules)
    }

    /// The keys that sign the audit log; nil if there is no place for them.
    private func auditKeys(_ logger: Logger) throws -> AuditKeys? {
        if let file = configuration.auditKey { return try Provision.auditKeys(in: file) }
        do {
            if let keys = try Provision(folder: configuration.data).auditKeys() { return keys }
            logger.notice("the audit log is not signed: there is no data folder; set audit.key to sign it")
        } catch let error as Errno {
            logger.warning("the audit log is not signed: cannot make a key for it", metadata: ["error": "\(error)"])
        }
        return nil
    }

    /// The keys that have signed the audit log, if they are there; none are made.
    func existingAuditKeys() throws -> AuditKeys? {
        try Provision(folder: configuration.data).existingAuditKeys(configuration.auditKey)
    }

    /// The server of HTTP, with all routes; nil where none is wanted.
    private func http(
        _ coordinator: VerdictCoordinator, _ platform: Platform, _ keys: KeyRing, _ callbacks: Judge0Callbacks?,
        _ tracer: Tracer, _ logger: Logger
    ) throws -> HTTPServer? {
        let configuration = configuration.http.configuration(
            access: try SecretFile.accessList(access), tls: configuration.tls,
            allowsUnencrypted: configuration.allowsUnencrypted,
            drainTime: configuration.operations.shutdownDeadline / 2)
        return try configuration.map { configuration in
            try HTTPServer(
                configuration, logger: logger, tracer: tracer, person: { try await platform.person(by: $0) }
            ) { router in
                // First: what is added after them knows who has logged in by a browser.
                if let origin = self.configuration.accounts.origin {
                    let options = self.configuration.pages.options(origin: origin, keys: keys)
                    try PageRoutes.add(platform, options: options, to: router) { try await coordinator.catchUp(to: $0) }
                }
                let harnesses = try Installation.languagesDirectory(given: self.configuration.languages?.string)
                    .appending("harness")
                try self.configuration.http.addRoutes(
                    of: coordinator.executions, callbacks, harnesses: harnesses, to: router, logger: logger)
                try PlatformRoutes(platform) { try await coordinator.catchUp(to: $0) }.add(to: router)
            }
        }
    }

    private func listen(_ coordinator: VerdictCoordinator, _ logger: Logger) async throws -> [WireServer] {
        var services = WireServices()
        coordinator.register(on: &services)
        let list = try SecretFile.accessList(access)
        // All addresses together.
        let shares = ServerShares(
            connections: configuration.connections, calls: configuration.calls, memory: configuration.memory)
        var servers: [WireServer] = []
        for address in configuration.listen.compactMap(WireAddress.init(parsing:)) {
            var server = ServerConfiguration(address: address, access: list)
            server.shares = shares
            server.maximumConnections = configuration.connections
            server.allowsUnencrypted = configuration.allowsUnencrypted
            server.program = "verdict-coordinator"
            server.version = Main.version
            server.drainTimeout = configuration.operations.shutdownDeadline / 2
            server.socketMode = FilePermissions(rawValue: 0o660)
            if case .tcp = address { server.tls = configuration.tls }
            servers.append(try await WireServer.listen(server, services, logger: logger))
            logger.notice("listening", metadata: ["address": "\(servers.last?.address ?? address)"])
        }
        return servers
    }
}
