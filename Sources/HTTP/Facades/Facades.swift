internal import Concurrency
internal import Coordinator
internal import Executions
internal import Identity

/// What the APIs of other systems have in common here.
enum Facades {
    /// How many runs of one tenant are given to the coordinator at once by each API: fewer than it takes.
    static let atOnce = 24
    /// How many requests may wait for that in each API.
    static let mostWaiting = 4096
    /// How long a program waits that found no worker free, before it is given to the coordinator again.
    private static let pause = Duration.milliseconds(100)

    /// Runs a program that is not kept, when its tenant's turn has come and a worker is free. The coordinator lets programs wait
    /// only shortly for that; clients that would count a refusal against the program wait here.
    ///
    /// - Parameters:
    ///   - execution: the program.
    ///   - desk: what runs it.
    ///   - principal: whose it is.
    ///   - turnstile: where its tenant's programs wait for their turn.
    ///   - patience: how long it may wait.
    ///   - traceparent: the W3C trace context of whoever wants it.
    /// - Throws: what ``ExecutionDesk`` and ``Turnstile`` throw.
    static func run(
        _ execution: Execution, on desk: ExecutionDesk, of principal: Principal, through turnstile: Turnstile,
        patience: Duration, traceparent: String
    ) async throws -> ExecutionResult {
        let end = ContinuousClock.now + patience
        return try await turnstile.pass(principal.tenant, patience: patience) {
            try await patiently(until: end) {
                try await desk.run(execution, of: principal, traceparent: traceparent)
            }
        }
    }

    /// Does `body`, again and again as long as no worker is free for it.
    /// - Parameters:
    ///   - end: from when on that is an error.
    ///   - body: what gives a program to the coordinator.
    /// - Throws: what `body` throws.
    static func patiently<Value>(
        until end: ContinuousClock.Instant, _ body: () async throws -> Value
    ) async throws -> Value {
        while true {
            do {
                return try await body()
            } catch let error as DomainError where error.code == .exhausted && ContinuousClock.now < end {
                try await Task.sleep(for: pause)
            }
        }
    }
}
