import Checking
import Problems
import Sandbox

/// Makes the checker that a package asks for.
struct CheckerFactory: Sendable {
    let problem: Problem
    let host: JudgeHost

    /// The default validator as on the package's home system, or the package's own programs, built.
    /// - Throws: ``JudgingError`` if the validator's arguments are refused, or a validator cannot be built.
    func makeChecker() async throws -> any OutputChecker {
        switch problem.validation {
        case .standard: return try StandardChecker(dialect: dialect, problem: problem)
        case .custom(let programs, _, _, let isScoring):
            let factory = ValidatorFactory(
                languages: host.languages, executor: host.executor, builder: host.builder, limits: problem.limits)
            let candidates = programs.filter(factory.isProgram)
            guard !candidates.isEmpty else {
                throw JudgingError(
                    .badPackage, "\(problem.shortName) has no output validator in a known language; put one there")
            }
            let validators = try await overlapping(candidates, width: host.executor.parallelism) { program in
                try await factory.build(program)
            }
            return ValidatorChecker(
                validators: validators, isScoring: isScoring && problem.isScoring, executor: host.executor)
        }
    }

    /// The package's own grader, built.
    /// - Throws: ``JudgingError`` if it has none, or it cannot be built.
    func makeGrader() async throws -> ProgramGrader {
        let factory = ValidatorFactory(
            languages: host.languages, executor: host.executor, builder: host.builder, limits: problem.limits)
        guard let program = problem.graders.first(where: factory.isProgram) else {
            throw JudgingError(
                .badPackage, "a group of \(problem.shortName) has \"grading: custom\"; put a grader into graders")
        }
        let (plan, built) = try await factory.plan(for: program)
        return ProgramGrader(plan: plan, program: built, executor: host.executor)
    }

    private var dialect: Dialect {
        switch problem.format {
        case .legacy, .legacyICPC: .kattisLegacy
        }
    }
}
