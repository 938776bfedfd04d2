import Demonstration
import Logging
import ServiceLifecycle

/// Fills the platform with a demonstration, beside all that a coordinator does.
struct DemonstrationService: Service {
    let demonstration: Demonstration
    let logger: Logger

    /// Runs until the daemon is told to stop. A demonstration that fails ends nothing.
    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await demonstration.run() }
        } catch is CancellationError {
            return
        } catch {
            logger.error("the demonstration could not go on", metadata: ["error": "\(error)"])
        }
        try await gracefulShutdown()
    }
}
