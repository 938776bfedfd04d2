import Sandbox

extension Executor {
    /// Runs a program that a submission's build made, or an interpreter with it.
    ///
    /// A made program that the kernel will not start (it names a loader that is not there, say) is its author's fault,
    /// not the judge's: it counts as ended with status 127, as a shell would say.
    func runArtifact(
        _ request: RunRequest, in cell: CellConfiguration
    ) async throws(SandboxError) -> RunResult {
        do {
            return try await run(request, in: cell)
        } catch {
            guard error.code == .launchFailed, request.command.first?.hasPrefix("/box/") == true else { throw error }
            return RunResult(exit: .exited(127), standardError: Array("\(error)\n".utf8))
        }
    }
}
