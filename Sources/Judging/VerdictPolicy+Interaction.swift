import Grading
import Problems
import Sandbox
import Units

extension VerdictPolicy.Finding {
    /// What a checker's word means for the test case.
    init(_ check: CheckResult) {
        switch check {
        case .accepted(let points): self.init(.accepted, "", points: points)
        case .wrongAnswer(let reason): self.init(.wrongAnswer, reason)
        case .judgeError(let reason): self.init(.judgeError, reason)
        }
    }
}

/// Whose word counts when a program and the package's interactor talk with each other: ``InteractionOutcome`` says it.
extension VerdictPolicy {
    /// What the run of a program that talks says by itself: `failure`, unless it says that the program was idle and it was not.
    ///
    /// A program that takes turns with the interactor until its time by the clock is over has worked, if not enough for its CPU
    /// limit; it is too slow. One that waits for the interactor, which waits for it, uses next to nothing.
    /// - Parameters:
    ///   - failure: what the run says of a program that does not talk; nil if it ended well.
    ///   - run: the facts.
    ///   - limits: what the test case may use.
    static func failure(_ failure: Finding?, ofTalking run: RunResult, within limits: TestLimits) -> Finding? {
        guard let failure, failure.verdict == .idleLimit, run.wasComputing(until: limits.wallTime) else {
            return failure
        }
        return Finding(.timeLimit, failure.message + ", and still computed when it was stopped")
    }

    /// - Parameters:
    ///   - check: what the interactor said.
    ///   - talk: how the program, which is the first, and the interactor went.
    ///   - failure: what the program's run says by itself; nil if it ended well.
    ///   - home: whose rules count.
    static func finding(
        of check: CheckResult, about talk: Interaction, failure: Finding?, in home: HomeSystem
    ) -> Finding {
        let ending = InteractionEnding(check, talk, hasFailed: failure != nil)
        let outcome = InteractionOutcome(ending, in: home)
        if outcome.isProgramsFailure, let failure { return failure }
        guard outcome == .interactorOverItsLimits, talk.leftFirst == .first,
            talk.second.limitsStruck.contains(.wallTime)
        else { return Finding(check) }
        return Finding(
            .judgeError,
            "the interactor did not end after \(talk.second.wallTime.secondsText), although the submission had left before; "
                + "it has to end when its input does. " + Finding(check).message)
    }
}

extension RunResult {
    /// Whether the program used a tenth of its last tenth of `wallLimit`, at which it was stopped.
    func wasComputing(until wallLimit: Duration) -> Bool { lastCPUTime * 100 >= wallLimit }
}

extension InteractionEnding {
    /// How `talk` ended, where `check` is what the interactor said, and `hasFailed` whether the program failed by itself.
    init(_ check: CheckResult, _ talk: Interaction, hasFailed: Bool) {
        leftFirst = talk.leftFirst
        interactor =
            switch check {
            case .accepted: .accepted
            case .wrongAnswer: .rejected
            case .judgeError: talk.second.limitsStruck.isEmpty ? .failed : .overItsLimits
            }
        let struck = talk.first.limitsStruck
        // One that was stopped within its limits was stopped because it had been rejected.
        let wasStopped = talk.first.exit == nil && struck.isEmpty
        program =
            if !hasFailed || wasStopped {
                .well
            } else if struck.isEmpty, talk.first.exit == .signaled(.pipe) {
                .brokenPipe
            } else {
                struck.contains(.wallTime) && !struck.contains(.cpuTime) ? .cutOff : .failed
            }
    }
}
