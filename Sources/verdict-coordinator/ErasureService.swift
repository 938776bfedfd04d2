import Coordinator
import Logging
import PersonalData
import ServiceLifecycle
import Storage

/// Brings the keys of people and the log together when the coordinator has read its log: whoever was stopped while a person was
/// erased, or keys that were put back from a backup, leave nobody half erased.
struct ErasureService: Service {
    let modules: PlatformModules
    let coordinator: VerdictCoordinator
    let log: any EventLog
    let logger: Logger

    /// Runs until the daemon is told to stop.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await reconcile() }
        } catch is CancellationError {
            return
        } catch {
            // Everybody else is served all the same.
            logger.error("cannot bring the keys of people and the log together", metadata: ["error": "\(error)"])
        }
        try await gracefulShutdown()
    }

    /// Does it, again and again while the store does not answer.
    private func reconcile() async throws {
        while true {
            do {
                try await coordinator.catchUp(to: try await log.end())
                let done = try await modules.reconcileErasures()
                guard !done.erasedAgain.isEmpty || !done.recorded.isEmpty else { return }
                return logger.notice(
                    "erased people whose erasure was not complete",
                    metadata: ["recorded": "\(done.recorded.count)", "erased again": "\(done.erasedAgain.count)"])
            } catch let error as StorageError where error.isOutage {
                logger.warning("cannot look who is erased; trying again", metadata: ["error": "\(error)"])
            } catch let error as DomainError where error.code == .unavailable {
                logger.info("cannot look who is erased yet; trying again", metadata: ["error": "\(error)"])
            }
            try await Task.sleep(for: .seconds(1))
        }
    }
}
