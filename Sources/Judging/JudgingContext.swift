import Problems

/// What all submissions of one judging have in common.
struct JudgingContext: Sendable {
    let problem: Problem
    let host: JudgeHost
    var options: JudgeOptions
    let checker: any OutputChecker
}
