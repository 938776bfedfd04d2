import Problems
import Sandbox
import Toolchains
import Units

/// Judges one submission: builds it, runs the test cases that are needed, and puts the judgement together.
struct SubmissionJudge: Sendable {
    let context: JudgingContext
    let submission: Submission
    let index: Int
    var limits: TestLimits
    var tell: @Sendable (JudgementEvent) -> Void
    /// Whether the time limit is found by what comes of it.
    var measuresTime = false

    /// The judgement, told of as it comes about, but for its end.
    func judge() async throws -> Judgement {
        tell(.started(submission: index))
        var judgement = Judgement(submission: submission, limits: limits)
        do {
            let language = try SubmissionBuild.language(of: submission, in: context)
            judgement.language = language.id
            tell(.compiling(submission: index, language: language.id))
            let program = try await SubmissionBuild(context: context, submission: submission, language: language)
                .build(rank: RunSlots.Rank(submission: index, test: -1))
            let (compilation, plan) = program.runnable(memoryLimit: limits.memory)
            judgement.compilation = compilation
            tell(.compiled(submission: index, compilation))
            guard let plan else {
                judgement.verdict = .compileError
                judgement.message = compilation.message
                judgement.tests = context.problem.testCases.map { TestResult(name: $0.name, verdict: .skipped) }
                return judgement
            }
            let run = TestRun(
                context: context, limits: limits, language: language, plan: plan, directory: program.directory,
                repeats: RepeatAccount(limits: limits, cores: context.host.executor.parallelism),
                measuresTime: measuresTime)
            try await judgeTests(with: run, into: &judgement)
        } catch let error as JudgingError where error.code != .badPackage {
            // This submission cannot be judged here; others may.
            judgement.message = error.message
        }
        return judgement
    }

    private func judgeTests(with run: TestRun, into judgement: inout Judgement) async throws {
        let execution = TestExecution(run: run, tests: Array(context.problem.testCases.indices), submission: index)
        let finding = try await execution.execute { test, result in
            tell(.testFinished(submission: index, test: test, result))
        }
        judgement.tests = context.problem.testCases.enumerated().map { index, test in
            finding.results[index] ?? TestResult(name: test.name, verdict: .skipped)
        }
        judgement.layers = finding.layers
        judgement.warnings += [judgement.borderWarning].compactMap(\.self)
        guard let first = finding.firstFailure, let failed = finding.results[first] else {
            judgement.verdict = .accepted
            return
        }
        judgement.verdict = failed.verdict
        judgement.message = failed.message
        judgement.decidingTest = failed.name
    }
}
