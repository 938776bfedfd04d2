import Concurrency
package import Kernel

extension Platform {
    /// Runs it, and what reads its log, while `body` goes on, which begins when commands are done: however slow the machine
    /// is, none is told that the platform is starting.
    /// - Returns: what came of `body`; of what else failed before it, if something did.
    package func whileRunning<Value: Sendable>(
        _ reading: @escaping @Sendable () async throws -> Void, _ body: () async throws -> Value
    ) async -> Result<Value, any Error> {
        let ended = Threshold()
        let running = [
            Task { try await reading() },
            Task {
                defer { ended.reach(1) }
                try await run()
            },
        ]
        let result: Result<Value, any Error>
        do {
            try await firstToEnd {
                try await self.opens()
            } or: {
                try await ended.wait(for: 1)
                throw CancellationError()
            }
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        for task in running { task.cancel() }
        var failures: [any Error] = []
        for task in running {
            // It went on until it was told to end.
            if case .failure(let error) = await task.result, !(error is CancellationError) { failures.append(error) }
        }
        return failures.first.map { .failure($0) } ?? result
    }
}
