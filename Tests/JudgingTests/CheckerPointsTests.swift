import Checking
import Grading
import Problems
import Testing

@testable import Judging

@Suite("Points of a checker") struct CheckerPointsTests {
    /// What a checker decides, where which points may be given, and what the output is worth; nil: the checker is at fault.
    static let cases: [(decision: CheckerDecision, points: CheckerPoints, worth: TestOutcome.Points?)] = [
        (.points(Score(7), ""), .any, .score(Score(7))), (.points(Score(-1), ""), .any, nil),
        (.points(Score(1_000_000), ""), .any, .score(Score(1_000_000))),
        (.points(Score(7), ""), .upTo(Score(7)), .score(Score(7))), (.points(Score(8), ""), .upTo(Score(7)), nil),
        (.points(Score(7), ""), CheckerPoints.none, nil), (.points(.zero, ""), CheckerPoints.none, nil),
        (.part(part(40), ""), .any, .part(part(40))), (.part(part(100), ""), .any, .part(.one)),
        (.part(part(101), ""), .any, nil), (.part(part(40), ""), CheckerPoints.none, nil),
        (.part(part(40), ""), .upTo(Score(7)), .part(part(40))), (.part(part(-1), ""), .any, nil),
    ]

    private static func part(_ hundredths: Int) -> Score { Score(hundredths) / Score(100) }

    @Test(
        "count as points or as a part, and are the checker's fault where they are not possible",
        arguments: cases.indices)
    func points(index: Int) {
        let (decision, points, worth) = Self.cases[index]
        let result = decision.result(points, from: "checker")
        if let worth {
            #expect(result == .accepted(worth))
        } else if case .judgeError(let reason) = result {
            #expect(reason.hasPrefix("the checker gives "))
        } else {
            Issue.record("\(result)")
        }
    }

    @Test("are a wrong answer if they are none, and nothing where they do not count")
    func nothing() {
        for decision in [CheckerDecision.points(.zero, "far off"), .part(.zero, "far off")] {
            #expect(
                decision.result(.any, from: "checker") == .wrongAnswer("no points: far off"))
            #expect(decision.result(.ignored, from: "checker") == .accepted(nil))
        }
        for answer in CheckerConvention.Answer.allCases {
            let isAccepted = CheckerConvention(answer).isNothingAccepted
            #expect(isAccepted == [.coci, .dmojTestlib].contains(answer))
        }
        let nothing = CheckerDecision.part(.zero, "far off")
        #expect(
            nothing.result(.upTo(Score(5)), from: "checker", isNothingAccepted: true) == .accepted(.part(.zero)))
        #expect(CheckerDecision.accepted.result(.any, from: "checker") == .accepted(nil))
    }
}
