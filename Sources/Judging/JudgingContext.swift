import Problems
import Sandbox

/// What all submissions of one judging have in common.
struct JudgingContext: Sendable {
    let package: ProblemPackage
    let host: JudgeHost
    var options: JudgeOptions
    let testJudge: any TestJudge
    /// The package's own grader, which is built at the first need.
    let grader: @Sendable () async throws -> ProgramGrader
    /// What the package's files hash to; nil where nobody is to know.
    var hashes: @Sendable () async throws -> PackageHashing.Finding? = { nil }
    /// For how long processors may be used, where that is bounded. Then this work also gives way: each run waits its turn
    /// among all that is judged on the host, one at a time, instead of going before what came later.
    var budget: WorkBudget?

    var problem: Problem { package.problem }

    /// Where a run stands that would be at `rank` by itself.
    func rank(_ rank: RunSlots.Rank) -> RunSlots.Rank {
        budget == nil ? rank : RunSlots.Rank(submission: host.nextTurn(), test: rank.test)
    }

    /// How many runs and builds of this go on at once.
    var width: Int { budget == nil ? host.executor.parallelism : 1 }
}
