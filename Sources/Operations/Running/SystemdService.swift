internal import Logging
internal import ServiceLifecycle

/// Says READY=1 once the daemon lives, and feeds the watchdog as long as it does.
struct SystemdService: Service {
    let notifier: SystemdNotifier
    let health: Health
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await notify() }
        } catch is CancellationError {
            logger.debug("systemd hears no more")
        }
    }

    private func notify() async throws {
        try await untilAlive()
        tell(.ready)
        guard let timeout = notifier.watchdogTimeout else { return try await gracefulShutdown() }
        while true {
            let problems = await health.results(.liveness).filter { $0.problem != nil }
            if problems.isEmpty {
                tell(.alive)
            } else {
                logger.error("not alive; the watchdog is not fed", metadata: Self.metadata(problems))
            }
            try await Task.sleep(for: timeout / 3)
        }
    }

    /// Systemd itself gives up after the unit's TimeoutStartSec.
    private func untilAlive() async throws {
        while await health.results(.liveness).contains(where: { $0.problem != nil }) {
            try await Task.sleep(for: .milliseconds(100))
        }
    }

    private func tell(_ news: SystemdNotifier.News) {
        do {
            try notifier.send(news)
        } catch {
            logger.warning("systemd does not hear", metadata: ["error": "\(error)"])
        }
    }

    private static func metadata(_ results: [Health.CheckResult]) -> Logger.Metadata {
        Dictionary(results.map { ($0.name, .string($0.problem ?? "")) }) { first, _ in first }
    }
}
