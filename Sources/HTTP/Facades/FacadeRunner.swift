internal import Coordinator
internal import Executions
internal import Identity

/// Does executions for one principal, who waits for them; nothing of them is kept.
///
/// An execution whose worker was lost is done again. What was told of it before stays told, and is not told again.
struct FacadeRunner: ExecutionRunner {
    /// How often an execution is done again whose worker was lost.
    private static let attempts = 3

    let desk: ExecutionDesk
    let principal: Principal
    /// How long each execution may wait for a free worker.
    let patience: Duration
    /// The W3C trace context of whoever wants them.
    let traceparent: String

    /// Workers know languages only.
    var runsFrameworks: Bool { false }

    func run(
        _ execution: Execution, tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        let end = ContinuousClock.now + patience
        var (told, losses) = (0, 0)
        while true {
            do {
                return try await Facades.patiently(until: end) { try await once(execution, &told, tell) }
            } catch let error as DomainError where error.code == .unavailable && losses + 1 < Self.attempts {
                try Task.checkCancellation()
                losses += 1
            } catch let error as DomainError where error.code == .invalid {
                throw ExecutionRefusal("\(error)")
            }
        }
    }

    /// - Parameter told: how many events were told; so many are left out.
    private func once(
        _ execution: Execution, _ told: inout Int, _ tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult {
        // No more than what an execution may have in all.
        let (events, teller) = AsyncStream<ExecutionEvent>.makeStream()
        return try await withThrowingTaskGroup(of: ExecutionResult.self) { group in
            group.addTask {
                defer { teller.finish() }
                return try await desk.run(execution, of: principal, traceparent: traceparent) { teller.yield($0) }
            }
            var count = 0
            for await event in events {
                count += 1
                guard count > told else { continue }
                told = count
                try await tell(event)
            }
            guard let result = try await group.next() else { throw CancellationError() }
            return result
        }
    }
}
