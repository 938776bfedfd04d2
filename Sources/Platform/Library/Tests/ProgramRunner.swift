package import Coordinator
package import Executions
internal import Identity
package import Toolchains

/// Has programs run by the fleet, without a problem around them.
package struct ProgramRunner: Sendable {
    /// The languages that there are.
    package var languages: LanguageCatalog
    /// Runs a program, and says what came of it.
    package var run: @Sendable (Execution) async throws -> ExecutionResult

    /// One that runs programs so.
    package init(languages: LanguageCatalog, run: @escaping @Sendable (Execution) async throws -> ExecutionResult) {
        (self.languages, self.run) = (languages, run)
    }

    /// One that has them run by `executions`, as the tenant of `desk`.
    package init(_ executions: ExecutionDesk, as desk: PackageDesk) {
        let principal = Principal(role: .client, name: desk.tenant)
        self.init(languages: executions.rules.languages) { try await executions.run($0, of: principal) }
    }
}
