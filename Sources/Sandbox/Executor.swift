public import SystemPackage

/// Something that runs programs in cells. ``Sandbox`` is the real one; tests of the layers above may bring their own.
public protocol Executor: Sendable {
    /// The directory below which ``RunRequest/Directory/hostPath`` must lie. The executor makes it, and removes it
    /// when it is closed.
    var store: FilePath { get }

    /// The directory that ``InputFile``s for its runs must lie in; in memory where the host has room there.
    var inputs: FilePath { get }

    /// How many runs go on at once; further ones wait.
    var parallelism: Int { get }

    /// Runs `request` in a cell made as `configuration` says, and returns when nothing of the run is left.
    ///
    /// Cancelling the task stops the run at once; the result's outcome is then ``RunResult/Outcome/cancelled``.
    /// - Throws: ``SandboxError`` if the run could not be done; never because of what the program did.
    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult

    /// Runs several requests at once, in a cell each; none begins before all have one. They take one place of
    /// ``parallelism``: wired to each other, they mostly take turns. See ``interact(_:_:whenSecondEnds:)`` and
    /// ``manage(_:_:over:in:)``, which wire them.
    ///
    /// Cancelling the task stops all.
    /// - Returns: how they went, in their order.
    /// - Throws: ``SandboxError`` if one of them could not be done; the others are then stopped.
    func runTogether(_ runs: [JoinedRun]) async throws(SandboxError) -> [RunResult]
}

extension Executor {
    /// What an executor does that runs one program at a time: it throws ``SandboxError/Code/badRequest``.
    public func runTogether(_ runs: [JoinedRun]) async throws(SandboxError) -> [RunResult] {
        throw SandboxError(.badRequest, stage: "run several programs at once", advice: "use an executor that can")
    }
}
