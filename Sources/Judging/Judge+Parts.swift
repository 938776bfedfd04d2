public import Problems
public import Sandbox

/// What was found on some of a problem's test cases.
public struct TestBatch: Sendable {
    /// The results that count, by the index of the test case. After a failure those of later ones are missing, unless
    /// all were to run.
    public var results: [Int: TestResult]
    /// The layers of the sandbox that held all runs.
    public var layers: [Layer]
}

/// Judging in two parts, which need not happen on one host.
extension Judge {
    /// Compiles a submission. One that does not compile, or that nobody can tell how to start, is no error.
    /// - Throws: ``JudgingError`` if there is no language for it, or no compiler here; `SandboxError`.
    public func build(_ submission: Submission) async throws -> BuiltProgram {
        let context = try await context()
        let language = try SubmissionBuild.language(of: submission, in: context)
        var program = try await SubmissionBuild(context: context, submission: submission, language: language)
            .build(rank: RunSlots.Rank(submission: host.nextTurn(), test: -1))
        (program.compilation, _) = program.runnable(memoryLimit: problem.limits.memory)
        return program
    }

    /// Runs a program that was built, here or elsewhere, on some test cases and checks what it prints.
    /// - Parameters:
    ///   - tests: indices of ``problem``'s test cases, ascending; those that there are not are passed over.
    ///   - cpuTime: the CPU time limit of each.
    ///   - tell: told each result when it is there, in order of time.
    /// - Returns: no results for a program that did not compile.
    /// - Throws: ``JudgingError`` if the package is at fault; `SandboxError`.
    public func execute(
        _ program: BuiltProgram, on tests: [Int], cpuTime: Duration,
        tell: (Int, TestResult) -> Void = { _, _ in }
    ) async throws -> TestBatch {
        let context = try await context()
        let limits = context.limits(cpuTime: cpuTime)
        let (_, plan) = program.runnable(memoryLimit: limits.memory)
        guard let plan else { return TestBatch(results: [:], layers: []) }
        let run = TestRun(context: context, limits: limits, language: program.language, plan: plan)
        let execution = TestExecution(
            run: run, tests: tests.filter(problem.testCases.indices.contains), submission: host.nextTurn())
        let finding = try await execution.execute(tell)
        return TestBatch(results: finding.results, layers: finding.layers)
    }
}
