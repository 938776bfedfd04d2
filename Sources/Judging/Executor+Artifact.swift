import Sandbox
import SystemPackage

extension Executor {
    /// Runs a program that a submission's build made, or an interpreter with it.
    ///
    /// A made program that the kernel will not start (it names a loader that is not there, say) is its author's fault,
    /// not the judge's: it counts as ended with status 127, as a shell would say. So does any that is given more arguments than
    /// its stack can hold.
    func runArtifact(
        _ request: RunRequest, in cell: CellConfiguration
    ) async throws(SandboxError) -> RunResult {
        do {
            return try await run(request, in: cell)
        } catch {
            let isMade = request.command.first?.hasPrefix("/box/") == true
            guard error.code == .launchFailed, isMade || error.errno == .argListTooLong else { throw error }
            return RunResult(exit: .exited(127), standardError: Array("\(error)\n".utf8))
        }
    }
}
