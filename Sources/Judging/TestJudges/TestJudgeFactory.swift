import Checking
import Concurrency
import Problems
import Sandbox
import Toolchains

/// Makes the test judge that a package asks for.
struct TestJudgeFactory: Sendable {
    let package: ProblemPackage
    let host: JudgeHost
    /// Whether the caller asks for pass or fail and nothing else.
    let stopsEarly: Bool
    private var problem: Problem { package.problem }

    /// The default validator as on the package's home system, or the package's own programs, built.
    /// - Throws: ``JudgingError`` if the validator's arguments are refused, or a validator cannot be built.
    func makeTestJudge() async throws -> any TestJudge {
        let judge = try await makeJudgeOfRuns()
        if problem.takesAnswers { return AnswerJudge(checks: judge, problem: problem) }
        guard let validator = problem.staticValidator else { return judge }
        let (plan, built) = try await programs.plan(for: validator, of: package)
        return StaticJudge(others: judge, plan: plan, program: built, executor: host.executor)
    }

    private func makeJudgeOfRuns() async throws -> any TestJudge {
        switch problem.validation {
        case .standard:
            return try ComparingJudge(package, host: host, stopsEarly: stopsEarly)
        case .native(let checker, _):
            return try NativeJudge(package, checker: checker, host: host)
        case .custom(let custom):
            if case .checker(let convention) = custom.convention {
                return try await makeCheckerJudge(custom, convention)
            }
            let candidates = custom.validators.filter(isProgram)
            try check(candidates, of: custom)
            let validators = try await BoundedTasks.map(candidates, atOnce: host.executor.parallelism) { program in
                try await programs.build(program, of: package)
            }
            let all = PackageValidators(
                validators, hasPasses: custom.passes != nil)
            return ValidatorJudge(package, all, custom, host: host)
        }
    }

    private func makeCheckerJudge(
        _ custom: CustomValidation, _ convention: CheckerConvention
    ) async throws -> any TestJudge {
        let checkers = custom.validators.filter(isProgram)
        let least = custom.interactor == nil ? 1 : 0
        guard (least...1).contains(checkers.count) else {
            let words = "\(problem.shortName) needs one checker in a known language, and has \(checkers.count)"
            throw JudgingError(.badPackage, words)
        }
        let all = try await BoundedTasks.map(
            checkers + [custom.interactor].compactMap(\.self), atOnce: host.executor.parallelism
        ) { program in
            let (plan, built) = try await programs.plan(for: program, of: package)
            return (program: CheckerProgram(program: plan.request, cell: plan.cell, by: convention), built: built)
        }
        if let processes = custom.processes, let manager = all.last, custom.interactor != nil {
            guard !manager.program.program.proc else {
                throw JudgingError(
                    .badPackage,
                    "the manager of \(problem.shortName) is in a language whose programs need /proc, and cannot be shown pipes "
                        + "there; write it in C, C++ or Python")
            }
            return ManagerJudge(
                package, manager: manager.program, processes, built: all.map(\.built), host: host)
        }
        return CheckerJudge(
            package, checker: checkers.isEmpty ? nil : all.first?.program,
            interactor: custom.interactor == nil ? nil : all.last?.program, built: all.map(\.built), host: host)
    }

    /// The package's own grader, built.
    /// - Throws: ``JudgingError`` if it has none, or it cannot be built.
    func makeGrader() async throws -> ProgramGrader {
        guard let program = problem.graders.first(where: isProgram) else {
            throw JudgingError(
                .badPackage, "a group of \(problem.shortName) has \"grading: custom\"; put a grader into graders")
        }
        let (plan, built) = try await programs.plan(for: program, of: package)
        return ProgramGrader(plan: plan, program: built, executor: host.executor)
    }

    private func check(_ validators: [Program], of custom: CustomValidation) throws(JudgingError) {
        guard let first = validators.first else {
            throw JudgingError(
                .badPackage, "\(problem.shortName) has no output validator in a known language; put one there")
        }
        let isOneNeeded = custom.exchange == .interactive || custom.passes != nil
        guard validators.count == 1 || !isOneNeeded else {
            let kind = custom.exchange == .interactive ? "an interactive" : "a multi-pass"
            throw JudgingError(
                .badPackage,
                "\(kind) problem has one output validator, and \(problem.shortName) has \(validators.count); "
                    + "remove all but \(first.name), or another one")
        }
    }

    private func isProgram(_ program: Program) -> Bool {
        program.language != nil || programs.isProgram(program.files.map(\.name))
    }

    private var programs: ValidatorFactory {
        ValidatorFactory(
            languages: host.languages, executor: host.executor, builder: host.builder, limits: problem.limits,
            constants: problem.constants)
    }
}
