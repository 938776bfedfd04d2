import Checking
import Problems
import Sandbox
import Toolchains

/// Makes the checker that a package asks for.
struct CheckerFactory: Sendable {
    let problem: Problem
    let languages: LanguageCatalog
    let executor: any Executor
    let builder: Builder

    /// The default validator as on the package's home system, or the package's own programs, built.
    /// - Throws: ``JudgingError`` if the validator's arguments are refused, or a validator cannot be built.
    func makeChecker() async throws -> any OutputChecker {
        switch problem.validation {
        case .standard: return try StandardChecker(dialect: dialect, problem: problem)
        case .custom(let validators, _, _, _):
            throw JudgingError(.unsupportedPackage, "custom \(validators.count)")
        }
    }

    private var dialect: Dialect {
        switch problem.format {
        case .legacy, .legacyICPC: .kattisLegacy
        }
    }
}
