public import Checking
public import Problems
public import Sandbox
public import SystemPackage
public import Toolchains
import Units

/// Builds output validators.
public struct ValidatorFactory: Sendable {
    private let languages: LanguageCatalog
    private let executor: any Executor
    private let build: ProgramBuild
    private let limits: ProblemLimits

    /// Builds validators in one of `languages` with `executor`, to run within the validation limits of `limits`.
    public init(languages: LanguageCatalog, executor: any Executor, limits: ProblemLimits = ProblemLimits()) {
        self.init(languages: languages, executor: executor, builder: Builder(executor: executor), limits: limits)
    }

    init(languages: LanguageCatalog, executor: any Executor, builder: Builder, limits: ProblemLimits) {
        self.languages = languages
        self.executor = executor
        build = ProgramBuild(languages: languages, builder: builder)
        self.limits = limits
    }

    /// Whether `program` is one at all: a `README` beside the validators is not.
    func isProgram(_ program: Program) -> Bool {
        hasScripts(program) || languages.language(forFiles: program.files.map(\.name)) != nil
    }

    /// Builds `program`.
    /// - Throws: ``JudgingError`` if it does not compile or is of a kind that is not supported; `SandboxError`.
    public func make(_ program: Program) async throws -> OutputValidator {
        try await build(program).validator
    }

    /// ``make(_:)``, and the build that has to be kept for as long as the validator is.
    func build(_ program: Program) async throws -> (validator: OutputValidator, program: BuiltProgram) {
        let (plan, built) = try await plan(for: program)
        return (OutputValidator(program: plan.request, cell: plan.cell), built)
    }

    /// Builds one of the package's own programs, to run within the validation limits, and says how it is run.
    /// - Throws: as ``make(_:)``.
    func plan(for program: Program) async throws -> (plan: RunPlan, program: BuiltProgram) {
        guard !hasScripts(program) else {
            throw JudgingError(
                .unsupportedPackage,
                "\(program.name) is built by a script of its own (build, run), which is not supported;"
                    + " give its sources in one language")
        }
        let built = try await build.program(program.files, language: nil, limits: buildLimits)
        let (compilation, plan) = built.runnable(memoryLimit: limits.validationMemory)
        guard compilation.succeeded, var plan else {
            throw JudgingError(
                .badPackage, "\(program.name) does not compile: \(compilation.message)\n\(compilation.log)")
        }
        plan.request.limits.cpuTime = limits.validationTime
        plan.request.limits.wallTime = limits.validationTime * 2 + .seconds(1)
        plan.request.limits.memory = plan.request.limits.memory ?? limits.validationMemory
        plan.request.limits.output = limits.validationOutput
        return (plan, built)
    }

    /// Builds `program` and asks it about the output in a file.
    /// - Throws: as ``make(_:)``; `Errno` if a file of the test case cannot be read.
    public func check(
        outputAt output: FilePath, of test: TestCase, with program: Program
    ) async throws -> CheckResult {
        let validators = PackageValidators([try await build(program)])
        let file = try InputFile(copying: output, to: executor.inputs)
        return try await TestDirectories(executor: executor).withDirectory(for: test) { data in
            let view = PackageValidators.View(data: data, feedback: nil, arguments: test.validatorArguments)
            return try await validators.check(file, view, on: executor).result
        }
    }

    /// The submission's compile limits are not meant for the package's own programs.
    private var buildLimits: ProblemLimits { ProblemLimits() }

    private func hasScripts(_ program: Program) -> Bool {
        program.files.contains { $0.name == "build" || $0.name == "run" }
    }
}
