import Grading
import Sandbox

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

/// Whose word counts when a program and the package's interactor talk with each other.
///
/// What one does can make the other fail: a program that has been rejected finds its input closed; an interactor that gets no
/// answer any more may crash. So it matters who left first.
///
/// - The interactor failed: its failure, unless the program had left before because it met a limit.
/// - It rejected, and left first: wrong answer, whatever the program did then.
/// - It rejected after the program had left: the program's own failure if it has one, else wrong answer.
/// - It accepted: the program's own failure if it has one, also a later one, else accepted.
///
/// (Source: problemtools, `_run_interactive`.)
extension VerdictPolicy {
    /// - Parameters:
    ///   - check: what the interactor said.
    ///   - talk: how the program, which is the first, and the interactor went.
    ///   - failure: what the program's run says by itself; nil if it ended well.
    static func finding(of check: CheckResult, about talk: Interaction, failure: Finding?) -> Finding {
        switch check {
        case .judgeError:
            if talk.leftFirst == .first, !talk.first.limitsStruck.isEmpty, let failure { return failure }
            return Finding(check)
        case .wrongAnswer where talk.leftFirst == .second: return Finding(check)
        case .wrongAnswer, .accepted: return failure ?? Finding(check)
        }
    }
}
