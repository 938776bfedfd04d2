import Checking
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

    init(
        languages: LanguageCatalog, executor: any Executor, builder: Builder, limits: ProblemLimits,
        constants: Constants = Constants()
    ) {
        self.languages = languages
        self.executor = executor
        build = ProgramBuild(languages: languages, builder: builder, constants: constants)
        self.limits = limits
    }

    /// Whether files of these names are a program at all: a `README` beside the validators is not.
    func isProgram(_ names: [String]) -> Bool {
        hasScripts(names) || languages.language(forFiles: names) != nil
    }

    /// Builds the package's own validator, and gives the program with it, which has to be kept for as long.
    /// - Throws: ``JudgingError`` if it does not compile or is of a kind that is not supported; `SandboxError`.
    func build(
        _ program: Program, of package: ProblemPackage
    ) async throws -> (validator: OutputValidator, program: BuiltProgram) {
        let (plan, built) = try await plan(for: program, of: package)
        return (OutputValidator(program: plan.request, cell: plan.cell), built)
    }

    /// Builds one of the package's own programs, to run within the validation limits, and says how it is run.
    /// - Throws: as ``build(_:of:)``.
    func plan(
        for program: Program, of package: ProblemPackage
    ) async throws -> (plan: RunPlan, program: BuiltProgram) {
        var language: Language?
        if let id = program.language { language = try languages.language(named: id, forFiles: []) }
        return try await plan(
            for: package.local(program.files), called: program.name, in: language, flags: program.compilerFlags,
            preamble: program.preamble)
    }

    /// The same for a program of these files.
    private func plan(
        for files: [LocalSource], called name: String, in language: Language? = nil, flags: [String] = [],
        preamble: String = ""
    ) async throws -> (plan: RunPlan, program: BuiltProgram) {
        let scripts = hasScripts(files.map(\.name)) ? Language.scripts : nil
        let built = try await build.build(
            files, in: language ?? scripts, limits: buildLimits, flags: flags, preamble: preamble)
        switch plan(of: built) {
        case .built(let plan): return (plan, built)
        case .failed(let reason):
            throw JudgingError(.badPackage, "\(name) does not compile: \(reason)\n\(built.compilation.log)")
        }
    }

    /// How `program` is run within the validation limits; or why it cannot be.
    func plan(of program: BuiltProgram) -> BuildResult<RunPlan> {
        guard case .built(var plan) = program.runnable(memoryLimit: limits.validationMemory) else {
            return program.runnable(memoryLimit: limits.validationMemory)
        }
        plan.request.limits.cpuTime = limits.validationTime
        plan.request.limits.wallTime = limits.validationTime * 2 + .seconds(1)
        plan.request.limits.memory = plan.request.limits.memory ?? limits.validationMemory
        plan.request.limits.output = limits.validationOutput
        return .built(plan)
    }

    /// Builds the checker made of `files` and asks it about the output in the file `output`.
    /// - Parameters:
    ///   - convention: how it is called and answers.
    ///   - arguments: those behind the ones of the convention.
    ///   - name: what errors call it.
    ///   - points: what it may give.
    /// - Throws: ``JudgingError`` if it does not compile or is of a kind that is not supported; `SandboxError`; `Errno` if one of the three files cannot be read.
    public func check(
        output: FilePath, input: FilePath, answer: FilePath, by convention: CustomValidation.Convention = .icpc,
        arguments: [String], with files: [LocalSource], called name: String, points: CheckerPoints = .any
    ) async throws -> CheckResult {
        let file = try InputFile(copying: output, to: executor.inputs)
        let test = TestFiles(input: input, answer: answer)
        let (plan, built) = try await plan(for: files, called: name)
        return try await TestDirectories(executor: executor, hasOutputLink: true).withDirectory(of: test) { data in
            let checker = LoneChecker(plan, built, by: convention)
            return try await checker.check(
                file, data: data, arguments: arguments, points: points, on: executor)
        }
    }

    /// The submission's compile limits are not meant for the package's own programs.
    private var buildLimits: ProblemLimits { ProblemLimits() }

    private func hasScripts(_ names: [String]) -> Bool {
        names.contains { $0 == "build" || $0 == "run" }
    }
}
