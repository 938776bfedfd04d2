import Problems
import Sandbox

/// Runs a built submission on several test cases, in order as far as anybody can tell.
struct TestExecution: Sendable {
    /// What was found.
    struct Finding: Sendable {
        /// The results that count, by the index of the test case.
        var results: [Int: TestResult] = [:]
        /// The first failing test case in order; nil if all passed.
        var firstFailure: Int?
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
            count: tests.count, width: context.width,
            stopsAtFirstFailure: !context.options.runsAllTests)
        var outcomes: [Int: TestRun.Outcome] = [:]
        try await withThrowingTaskGroup(of: (Int, Result<TestRun.Outcome, any Error>).self) { group in
            var tasks: [Int: Task<TestRun.Outcome, any Error>] = [:]
            func carryOut(_ actions: [TestSchedule.Action]) {
                for action in actions {
                    switch action {
                    case .start(let place):
                        let task = start(place)
                        tasks[place] = task
                        group.addTask {
                            await withTaskCancellationHandler {
                                (place, await task.result)
                            } onCancel: {
                                task.cancel()
                            }
                        }
                    case .cancel(let place): tasks[place]?.cancel()
                    case .finish: break
                    }
                }
            }
            carryOut(schedule.begin())
            while let (place, result) = try await group.next() {
                tasks[place] = nil
                switch result {
                case .success(let outcome):
                    outcomes[place] = outcome
                    carryOut(schedule.finished(place, passed: outcome.result.verdict == .accepted))
                    if schedule.counts(place) { tell(tests[place], outcome.result) }
                case .failure(let error):
                    try Task.checkCancellation()
                    guard error is CancellationError else { throw error }
                    carryOut(schedule.stopped(place))
                }
            }
        }
        return finding(schedule, outcomes)
    }

    private func start(_ place: Int) -> Task<TestRun.Outcome, any Error> {
        let test = tests[place]
        let rank = RunSlots.Rank(submission: submission, test: test)
        return Task { try await run.judge(run.context.problem.testCases[test], rank: rank) }
    }

    private func finding(_ schedule: TestSchedule, _ outcomes: [Int: TestRun.Outcome]) -> Finding {
        var finding = Finding(
            firstFailure: schedule.firstFailure.map { tests[$0] }, layers: outcomes.values.first?.layers ?? [])
        finding.coreTime = outcomes.values.reduce(.zero) { $0 + $1.coreTime }
        for (place, outcome) in outcomes where schedule.counts(place) {
            finding.results[tests[place]] = outcome.result
            finding.failure = finding.failure ?? outcome.failure
        }
        return finding
    }
}
