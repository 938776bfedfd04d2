/// What does executions: one host, or a fleet.
public protocol ExecutionRunner: Sendable {
    /// Whether it knows the ways to run tests of frameworks, and not only languages.
    var runsFrameworks: Bool { get }

    /// Does an execution.
    /// - Parameters:
    ///   - execution: what to do.
    ///   - tell: gets what happens, as it happens; what it throws ends the execution.
    /// - Returns: what came of it.
    /// - Throws: ``ExecutionRefusal`` if this execution cannot be done; what keeps all others from being done, too;
    ///   `CancellationError`; what `tell` throws.
    func run(
        _ execution: Execution, tell: (ExecutionEvent) async throws -> Void
    ) async throws -> ExecutionResult
}

extension ExecutionRunner {
    /// Does an execution of which nothing is to be known before its end.
    /// - Parameter execution: what to do.
    /// - Returns: what came of it.
    /// - Throws: as ``run(_:tell:)`` does.
    public func run(_ execution: Execution) async throws -> ExecutionResult {
        try await run(execution) { _ in }
    }
}

/// Why one execution cannot be done, where others can.
public struct ExecutionRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, and what to do.
    public var reason: String

    /// A refusal for that reason.
    public init(_ reason: String) {
        self.reason = reason
    }

    /// The reason.
    public var description: String { reason }
}
