import Coordinator
import ServiceLifecycle
import Wire

/// The coordinator and the servers through which it is spoken to: they begin and end together.
struct CoordinatorService: Service {
    let coordinator: VerdictCoordinator
    let servers: [WireServer]

    /// Runs until the daemon is told to stop: then calls that follow or wait are ended, and the others answered.
    func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers {
                group.addTask {
                    await withGracefulShutdownHandler {
                        await server.run()
                    } onGracefulShutdown: {
                        server.stop()
                    }
                }
            }
            group.addTask {
                do {
                    try await cancelWhenGracefulShutdown { try await coordinator.run() }
                } catch is CancellationError {}
            }
            do {
                try await group.waitForAll()
            } catch {
                for server in servers { server.stop() }
                throw error
            }
        }
    }
}
