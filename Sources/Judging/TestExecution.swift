import Grading
import Problems
import Sandbox

/// Runs a built submission on several test cases. They are run as cores are free and reported as they complete; what they make
/// together is what it would be had they run in order.
struct TestExecution: Sendable {
    /// What was found.
    struct Finding: Sendable {
        /// The results that count, by the index of the test case.
        var results: [Int: TestResult] = [:]
        /// What they make together, as far as it is known.
        var grader: Grader
        /// The layers of the sandbox that held all runs.
        var layers: [Layer] = []
        /// Why there is no run of one of them: the sandbox failed.
        var failure: SandboxError?
        /// For how long processors were used, or kept from others.
        var coreTime = Duration.zero
    }

    let run: TestRun
    /// Indices of the problem's test cases, ascending.
    let tests: [Int]
    /// Where this stands among the submissions that are judged.
    let submission: Int

    /// Carries out what a ``TestSchedule`` decides.
    /// - Parameter tell: told each result when it is there, in order of time.
    func execute(_ tell: (Int, TestResult) -> Void) async throws -> Finding {
        let context = run.context
        var schedule = TestSchedule(
            tests, width: context.width,
            grader: Grader(
                context.problem.grading, wantsAll: context.options.runsAllTests, policy: context.options.policy))
        var outcomes: [Int: TestRun.Outcome] = [:]
        try await withThrowingTaskGroup(of: (Int, Result<TestRun.Outcome, any Error>).self) { group in
            var tasks: [Int: Task<TestRun.Outcome, any Error>] = [:]
            func carryOut(_ actions: [TestSchedule.Action]) {
                for action in actions {
                    switch action {
                    case .start(let test):
                        let task = start(test)
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
                    carryOut(schedule.finished(test, outcome.result.outcome))
                    if schedule.grader.matters(test) { tell(test, outcome.result) }
                case .failure(let error):
                    try Task.checkCancellation()
                    guard error is CancellationError else { throw error }
                    carryOut(schedule.stopped(test))
                }
            }
        }
        var finding = finding(schedule.grader, outcomes)
        try await explain(&finding)
        return finding
    }

    /// Adds what was said in a second run to the result that decides.
    private func explain(_ finding: inout Finding) async throws {
        guard finding.failure == nil, let test = TestRun.deciding(of: finding.results, finding.grader) else { return }
        let (record, coreTime) = try await run.record(of: run.context.problem.testCases[test], rank: rank(of: test))
        finding.coreTime += coreTime
        if let record { finding.results[test]?.take(record) }
    }

    private func rank(of test: Int) -> RunSlots.Rank { RunSlots.Rank(submission: submission, test: test) }

    private func start(_ test: Int) -> Task<TestRun.Outcome, any Error> {
        let rank = rank(of: test)
        return Task { try await run.judge(run.context.problem.testCases[test], rank: rank) }
    }

    private func finding(_ grader: Grader, _ outcomes: [Int: TestRun.Outcome]) -> Finding {
        var finding = Finding(grader: grader)
        finding.layers = outcomes.values.first?.layers ?? []
        finding.coreTime = outcomes.values.reduce(.zero) { $0 + $1.coreTime }
        for (test, outcome) in outcomes where grader.matters(test) {
            finding.results[test] = outcome.result
            finding.failure = finding.failure ?? outcome.failure
        }
        return finding
    }
}
