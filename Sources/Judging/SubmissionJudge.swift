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
            let (compilation, plan) = runnable(program)
            judgement.compilation = compilation
            tell(.compiled(submission: index, compilation))
            guard let plan else {
                judgement.verdict = .compileError
                judgement.message = compilation.message
                judgement.tests = context.problem.testCases.map { TestResult(name: $0.name, verdict: .skipped) }
                return judgement
            }
            let run = TestRun(
                context: context, limits: limits, language: language, plan: plan, measuresTime: measuresTime)
            try await judgeTests(with: run, into: &judgement)
        } catch let error as JudgingError where error.code != .badPackage {
            // This submission cannot be judged here; others may.
            judgement.message = error.message
        }
        return judgement
    }

    /// How the program is run; a program that nobody can tell how to start counts as one that did not compile.
    private func runnable(_ program: BuiltProgram) -> (Compilation, RunPlan?) {
        var compilation = program.compilation
        do {
            return (compilation, try program.runPlan(memoryLimit: limits.memory))
        } catch {
            compilation.succeeded = false
            compilation.message = error.message
            return (compilation, nil)
        }
    }

    private func judgeTests(with run: TestRun, into judgement: inout Judgement) async throws {
        let (schedule, outcomes) = try await runTests(with: run)
        judgement.tests = context.problem.testCases.enumerated().map { index, test in
            guard schedule.counts(index), let outcome = outcomes[index] else {
                return TestResult(name: test.name, verdict: .skipped)
            }
            return outcome.result
        }
        judgement.layers = outcomes.values.first?.layers ?? []
        judgement.warnings += [judgement.borderWarning].compactMap(\.self)
        guard let first = schedule.firstFailure, let failed = outcomes[first]?.result else {
            judgement.verdict = .accepted
            return
        }
        judgement.verdict = failed.verdict
        judgement.message = failed.message
        judgement.decidingTest = failed.name
    }

    /// Carries out what a ``TestSchedule`` decides.
    private func runTests(with run: TestRun) async throws -> (TestSchedule, [Int: TestRun.Outcome]) {
        var schedule = TestSchedule(
            count: context.problem.testCases.count, width: context.executor.parallelism,
            stopsAtFirstFailure: !context.options.runsAllTests)
        var outcomes: [Int: TestRun.Outcome] = [:]
        try await withThrowingTaskGroup(of: (Int, Result<TestRun.Outcome, any Error>).self) { group in
            var tasks: [Int: Task<TestRun.Outcome, any Error>] = [:]
            func carryOut(_ actions: [TestSchedule.Action]) {
                for action in actions {
                    switch action {
                    case .start(let test):
                        let rank = RunSlots.Rank(submission: index, test: test)
                        let task = Task { try await run.judge(context.problem.testCases[test], rank: rank) }
                        tasks[test] = task
                        group.addTask {
                            await withTaskCancellationHandler {
                                (test, await task.result)
                            } onCancel: {
                                task.cancel()
                            }
                        }
                    case .cancel(let test): tasks[test]?.cancel()
                    case .finish: break
                    }
                }
            }
            carryOut(schedule.begin())
            while let (test, result) = try await group.next() {
                tasks[test] = nil
                switch result {
                case .success(let outcome):
                    outcomes[test] = outcome
                    carryOut(schedule.finished(test, passed: outcome.result.verdict == .accepted))
                    if schedule.counts(test) {
                        tell(.testFinished(submission: index, test: test, outcome.result))
                    }
                case .failure(let error):
                    try Task.checkCancellation()
                    guard error is CancellationError else { throw error }
                    carryOut(schedule.stopped(test))
                }
            }
        }
        return (schedule, outcomes)
    }
}
