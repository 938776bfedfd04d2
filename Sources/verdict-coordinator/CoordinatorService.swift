import Concurrency
import Coordinator
import ServiceLifecycle
import Synchronization
import Wire

/// The coordinator and the servers through which it is spoken to: they begin and end together.
struct CoordinatorService: Service {
    let coordinator: VerdictCoordinator
    let servers: [WireServer]

    /// Runs until the daemon is told to stop: then calls that follow or wait are ended, and the others answered. If the
    /// coordinator or a server cannot go on, all connections are closed at once: nothing is accepted that nobody would
    /// judge.
    /// - Throws: `CoordinatorFailure`; `LoopFailure` if a server ended by itself.
    func run() async throws {
        let stopping = Stopping()
        let serving = servers.map { server in
            Loop("listen at \(server.address)", mayEnd: true) {
                await withGracefulShutdownHandler {
                    await server.run()
                } onGracefulShutdown: {
                    stopping.isTold.store(true, ordering: .sequentiallyConsistent)
                    server.stop()
                }
                guard stopping.isTold.load(ordering: .sequentiallyConsistent) || Task.isCancelled else {
                    throw WireError(.unavailable, "the socket was closed; the kernel's log may say why")
                }
            }
        }
        let coordinating = Loop("coordinate", mayEnd: true) {
            do {
                try await cancelWhenGracefulShutdown { try await coordinator.run() }
            } catch is CancellationError {
                // Told to end.
                return
            }
        }
        do {
            try await Loop.runTogether(serving + [coordinating])
        } catch let error as LoopFailure {
            throw error.cause as? CoordinatorFailure ?? error
        }
    }

    private final class Stopping: Sendable {
        let isTold = Atomic(false)
    }
}
