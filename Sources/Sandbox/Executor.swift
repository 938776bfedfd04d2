public import SystemPackage

/// Something that runs programs in cells. ``Sandbox`` is the real one; tests of the layers above may bring their own.
public protocol Executor: Sendable {
    /// The directory below which ``RunRequest/Directory/hostPath`` must lie. The executor makes it, and removes it
    /// when it is closed.
    var store: FilePath { get }

    /// How many runs go on at once; further ones wait.
    var parallelism: Int { get }

    /// Runs `request` in a cell made as `configuration` says, and returns when nothing of the run is left.
    ///
    /// Cancelling the task stops the run at once; the result's outcome is then ``RunResult/Outcome/cancelled``.
    /// - Throws: ``SandboxError`` if the run could not be done; never because of what the program did.
    func run(_ request: RunRequest, in configuration: CellConfiguration) async throws(SandboxError) -> RunResult
}
