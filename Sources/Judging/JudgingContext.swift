import Problems
import Sandbox
import Toolchains

/// What all submissions of one judging have in common.
struct JudgingContext: Sendable {
    let problem: Problem
    let languages: LanguageCatalog
    let executor: any Executor
    let options: JudgeOptions
    let builder: Builder
    let inputs: SealedInputs
    let slots: RunSlots
    let checker: any OutputChecker
}
