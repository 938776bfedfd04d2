import Problems

/// Says whether an output is right.
protocol OutputChecker: Sendable {
    /// Checks what a submission wrote for `test`.
    /// - Returns: accepted, wrong answer with the reason, or judge error if the checker itself failed.
    /// - Throws: `CancellationError`; `SandboxError` if the checker could not be run.
    func check(_ output: [UInt8], of test: TestCase) async throws -> VerdictPolicy.Finding
}
