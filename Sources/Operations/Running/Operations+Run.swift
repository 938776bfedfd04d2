internal import Dispatch
internal import Glibc
public import Logging
public import ServiceLifecycle
internal import UnixSignals

extension Operations {
    /// Runs services until one of them ends or a signal says so.
    ///
    /// - SIGTERM, SIGINT: the services end in the reverse order of the list, each finishing its work within
    ///   ``RunOptions/shutdownDeadline``; a second one: at once, the process exits with 128 and the signal's number.
    /// - SIGHUP: ``RunOptions/reload``.
    /// - SIGPIPE is ignored.
    /// - The end of standard input, if ``RunOptions/endsWithInput``: as SIGTERM.
    ///
    /// Under systemd it says READY=1 when all liveness checks pass, RELOADING=1, STOPPING=1, and feeds the watchdog. Put
    /// an ``OperationsServer`` first in the list, so that it is the last to end.
    ///
    /// - Throws: What a service threw, or that one ended that should not have.
    public static func run(
        _ services: [any Service], logger: Logger, options: RunOptions = RunOptions()
    ) async throws {
        try await DaemonRun(services, logger: logger, options: options).run()
    }
}

/// A service whose end is noticed at once, not when the others have ended, too.
private struct NoticedService: Service {
    let service: any Service
    let ended: @Sendable () -> Void

    func run() async throws {
        defer { ended() }
        try await service.run()
    }
}

/// One run of a daemon's services.
struct DaemonRun: Sendable {
    private let ends: AsyncStream<Void>
    private let group: ServiceGroup
    private let logger: Logger
    private let options: RunOptions

    init(_ services: [any Service], logger: Logger, options: RunOptions) {
        var services = services
        if let notifier = options.notifier {
            // The first ends last, so that the watchdog is fed while the others finish.
            services.insert(SystemdService(notifier: notifier, health: options.health, logger: logger), at: 0)
        }
        let (ends, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        self.ends = ends
        var configuration = ServiceGroupConfiguration(
            services: services.map { NoticedService(service: $0) { continuation.yield() } }, logger: logger)
        configuration.maximumGracefulShutdownDuration = options.shutdownDeadline
        self.group = ServiceGroup(configuration: configuration)
        self.logger = logger
        self.options = options
    }

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        let signals = await UnixSignalsSequence(trapping: .sigterm, .sigint, .sighup)
        if options.endsWithInput { Self.endWithInput() }
        let listener = Task { await listen(to: signals) }
        let watcher = Task { await watchEnds() }
        defer {
            listener.cancel()
            watcher.cancel()
        }
        try await group.run()
    }

    private func listen(to signals: UnixSignalsSequence) async {
        await withTaskGroup(of: Void.self) { deadlines in
            var isEnding = false
            for await signal in signals {
                if signal == .sighup {
                    await reload()
                } else if isEnding {
                    logger.warning("ending at once", metadata: ["signal": "\(signal)"])
                    options.exit(128 + signal.rawValue)
                } else {
                    isEnding = true
                    deadlines.addTask { await exitAfterLastDeadline() }
                    await end(signal)
                }
            }
            deadlines.cancelAll()
        }
    }

    /// Sends this process SIGTERM when its standard input ends. Whoever holds the other end need not do anything for that,
    /// and cannot fail to: the kernel closes it, however that process ends.
    private static func endWithInput() {
        DispatchQueue(label: "verdict.input").async {
            var bytes = [UInt8](repeating: 0, count: 512)
            while true {
                let count = unsafe read(STDIN_FILENO, &bytes, bytes.count)
                guard count > 0 || count < 0 && errno == EINTR else { break }
            }
            kill(getpid(), SIGTERM)
        }
    }

    private func end(_ signal: UnixSignal) async {
        logger.notice("ending", metadata: ["signal": "\(signal)", "deadline": "\(options.shutdownDeadline)"])
        tell(.stopping)
        options.health.end()
        await group.triggerGracefulShutdown()
    }

    /// Once a service has ended, the daemon is not ready any more, and the others have only so long to end: one that does
    /// not must not keep a process that does nothing.
    private func watchEnds() async {
        for await _ in ends {
            options.health.end()
            return await exitAfterLastDeadline()
        }
    }

    /// The group cancels its services when their time is over; one that ignores even that must not keep the process.
    private func exitAfterLastDeadline() async {
        let limit = options.shutdownDeadline + options.cancellationDeadline
        do { try await Task.sleep(for: limit) } catch { return }
        logger.critical("services did not end; exiting", metadata: ["after": "\(limit)"])
        options.exit(1)
    }

    private func reload() async {
        guard let reload = options.reload else {
            logger.notice("SIGHUP: there are no files to read again")
            return
        }
        tell(.reloading)
        do {
            try await reload()
            logger.notice("read the files again")
        } catch {
            logger.error("the files cannot be read again; the old values stay", metadata: ["error": "\(error)"])
        }
        tell(.ready)
    }

    private func tell(_ news: SystemdNotifier.News) {
        do {
            try options.notifier?.send(news)
        } catch {
            logger.warning("systemd does not hear", metadata: ["error": "\(error)"])
        }
    }
}

/// How ``Operations/run(_:logger:options:)`` runs a daemon.
public struct RunOptions: Sendable {
    /// How long services may take to end after the first SIGTERM or SIGINT; then they are cancelled.
    public var shutdownDeadline = Duration.seconds(30)
    /// How long cancelled services may take; then the process exits with status 1.
    public var cancellationDeadline = Duration.seconds(5)
    /// What SIGHUP does: reads certificates and access lists anew. An error is logged, and what was there stays.
    public var reload: (@Sendable () async throws -> Void)?
    /// What the watchdog and systemd's READY=1 wait for: the liveness checks.
    public var health = Health()
    /// Whether the end of standard input is what SIGTERM is.
    public var endsWithInput = false
    /// Who is told; nil: nobody.
    public var notifier: SystemdNotifier?
    /// Ends the process at once.
    var exit: @Sendable (Int32) -> Void = { _exit($0) }

    /// The defaults, without a hook for SIGHUP.
    public init() {}
}
