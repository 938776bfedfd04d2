public import Grading
public import Problems
public import Sandbox
public import Toolchains
public import Units

/// What was found on some of a problem's test cases.
public struct TestBatch: Sendable {
    /// The results that count, by the index of the test case. After a failure those of later ones are missing, unless
    /// all were to run.
    public var results: [Int: TestResult]
    /// The layers of the sandbox that held all runs.
    public var layers: [Layer]
    /// Why a test case got ``Grading/Verdict/judgeError`` instead of a run: the sandbox failed; nil if it did not.
    public var sandboxFailure: SandboxError?
    /// For how long processors were used for it, or kept from others, checking and repetitions included.
    public var coreTime = Duration.zero
}

/// What of a package's settings is otherwise for a batch of test cases.
public struct BatchOptions: Hashable, Sendable {
    /// The CPU time of each test case.
    public var time: AllowedTime
    /// The memory limit of each; nil: the package's.
    public var memory: ByteCount?
    /// The output limit of each; nil: the package's.
    public var output: ByteCount?
    /// Whether all run even after one failed; nil: as the judge's options say.
    public var runsAllTests: Bool?
    /// How the verdict is made of those of test cases; nil: as the package has it.
    public var policy: ResultPolicy?
    /// The system in whose ways the package is judged; nil: its home.
    public var dialect: HomeSystem?

    /// The package's settings, in so much CPU time.
    public init(_ time: AllowedTime) {
        self.time = time
    }
}

/// Judging in parts, which need not happen on one host.
extension Judge {
    /// Compiles a submission. One that does not compile, or that nobody can tell how to start, is no error.
    /// - Parameter language: the id of its language; nil: the options', or else found by its files.
    /// - Throws: ``JudgingError`` if there is no language for it, or no compiler here; `SandboxError`.
    public func build(_ submission: Submission, language: String? = nil) async throws -> BuiltProgram {
        var context = try await context()
        context.options.language = language ?? context.options.language
        let language = try SubmissionBuild.language(of: submission, in: context)
        return try await SubmissionBuild(context: context, submission: submission, language: language)
            .build(rank: RunSlots.Rank(submission: host.nextTurn(), test: -1))
    }

    /// The language of a program that starts at `entryPoint`, a file or class; nil: where the package has programs start.
    public func language(_ language: Language, startingAt entryPoint: String?) -> Language {
        language.starting(at: entryPoint, in: package.problem)
    }

    /// Runs a program that was built, here or elsewhere, on some test cases and checks what it prints.
    /// - Parameters:
    ///   - tests: indices of ``problem``'s test cases, ascending; those that there are not are passed over.
    ///   - tell: told each result when it is there, in order of time.
    /// - Returns: no results for a program that did not compile.
    /// - Throws: ``JudgingError`` if the package is at fault; `SandboxError`.
    public func execute(
        _ program: BuiltProgram, on tests: [Int], _ options: BatchOptions,
        tell: (Int, TestResult) -> Void = { _, _ in }
    ) async throws -> TestBatch {
        if let dialect = options.dialect, dialect != problem.home {
            var options = options
            options.dialect = nil
            return try await judge(in: dialect).execute(program, on: tests, options, tell: tell)
        }
        var context = try await context()
        context.options.memory = options.memory ?? context.options.memory
        context.options.runsAllTests = options.runsAllTests ?? context.options.runsAllTests
        context.options.policy = options.policy
        var limits = context.limits(options.time)
        limits.output = options.output ?? limits.output
        guard case .built(let programs) = TestedPrograms.plan(program, on: problem, within: limits) else {
            return TestBatch(results: [:], layers: [])
        }
        let run = TestRun(
            context: context, limits: limits, programs: programs,
            directory: program.directory,
            repeats: RepeatAccount(limits: limits, cores: host.executor.parallelism))
        let execution = TestExecution(
            run: run, tests: tests.filter(problem.testCases.indices.contains), submission: host.nextTurn())
        let finding = try await execution.execute(tell)
        return TestBatch(
            results: finding.results, layers: finding.layers, sandboxFailure: finding.failure,
            coreTime: finding.coreTime)
    }

    /// Finds the time limit of a package that gives none, with its accepted submissions.
    /// - Parameter budget: for how long processors may be used for it; what else is judged on the host goes on beside it, and
    ///   waits for one run of it at most. nil: for as long as it takes, and it goes before what comes later.
    /// - Returns: the estimate; nil if the package gives a limit.
    /// - Throws: ``JudgingError`` if no accepted submission passes, the budget is used up, or this host has the compiler of
    ///   none of them; `SandboxError`.
    public func measureTimeLimit(within budget: Duration? = nil) async throws -> TimeLimitEstimate? {
        guard case .computed(let multiplier, let safetyMargin, let resolution) = problem.timeLimit else { return nil }
        var context = try await context()
        context.budget = budget.map { WorkBudget($0) }
        var measurement = TimeLimitMeasurement(
            multiplier: multiplier, safetyMargin: safetyMargin, resolution: resolution, context: context,
            tell: { _ in })
        if let budget { measurement.measuringLimit = min(measurement.measuringLimit, budget) }
        let languages = problem.submissions.filter(measurement.measures).compactMap {
            try? SubmissionBuild.language(of: $0, in: context)
        }
        if !languages.isEmpty, languages.allSatisfy({ $0.availability() != .available }) {
            throw JudgingError(
                .missingCompiler,
                "the accepted submissions are in \(Set(languages.map(\.name)).sorted().joined(separator: ", ")), "
                    + "which this host lacks; `verdict languages` says what to install")
        }
        return try await measurement.measure([]).estimate
    }
}
