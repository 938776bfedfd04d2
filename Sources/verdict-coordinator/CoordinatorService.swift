import Concurrency
import Coordinator
import Kernel
import ServiceLifecycle
import Synchronization
import Wire

/// The coordinator, its platform and the servers through which it is spoken to: they begin and end together.
struct CoordinatorService: Service {
    let coordinator: VerdictCoordinator
    let platform: Platform
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
        let others = [
            Self.untilTold("coordinate") { try await coordinator.run() },
            Self.untilTold("run the platform") { try await platform.run() },
        ]
        do {
            try await Loop.runTogether(serving + others)
        } catch let error as LoopFailure {
            throw error.cause as? CoordinatorFailure ?? error
        }
    }

    /// Does `body` until the daemon is told to end.
    private static func untilTold(_ doing: String, _ body: @escaping @Sendable () async throws -> Void) -> Loop {
        Loop(doing, mayEnd: true) {
            do {
                try await cancelWhenGracefulShutdown(body)
            } catch is CancellationError {
                // Told to end.
                return
            }
        }
    }

    private final class Stopping: Sendable {
        let isTold = Atomic(false)
    }
}
