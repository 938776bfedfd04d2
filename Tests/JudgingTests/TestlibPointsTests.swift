import Checking
import Grading
import Problems
import Testing

@testable import Judging

@Suite("Points of a checker by testlib's conventions") struct TestlibPointsTests {
    /// What a checker decides, where which points may be given, and what the output is worth; nil: the checker is at fault.
    static let cases:
        [(decision: TestlibDecision, points: CheckerPoints, isPercent: Bool, worth: TestOutcome.Points?)] = [
            (.points(Score(7), ""), .any, false, .score(Score(7))),
            (.points(Score(70), ""), .any, true, .part(part(70))),
            (.points(Score(100), ""), .any, true, .part(.one)), (.points(Score(101), ""), .any, true, nil),
            (.points(Score(-1), ""), .any, false, nil),
            (.points(Score(1_000_000), ""), .any, false, .score(Score(1_000_000))),
            (.points(Score(7), ""), .upTo(Score(7)), false, .score(Score(7))),
            (.points(Score(8), ""), .upTo(Score(7)), false, nil),
            (.points(Score(7), ""), CheckerPoints.none, false, nil),
            (.points(.zero, ""), CheckerPoints.none, true, nil),
            (.part(40, ""), .any, false, .part(part(40))), (.part(100, ""), .any, true, .part(.one)),
            (.part(101, ""), .any, false, nil), (.part(40, ""), CheckerPoints.none, false, nil),
        ]

    private static func part(_ hundredths: Int) -> Score { Score(hundredths) / Score(100) }

    @Test(
        "count as points or as a part, and are the checker's fault where they are not possible",
        arguments: cases.indices)
    func points(index: Int) {
        let (decision, points, isPercent, worth) = Self.cases[index]
        let result = decision.result(points, pointsArePercent: isPercent, from: "checker")
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
        for decision in [TestlibDecision.points(.zero, "far off"), .part(0, "far off")] {
            #expect(
                decision.result(.any, pointsArePercent: true, from: "checker") == .wrongAnswer("no points: far off"))
            #expect(decision.result(.ignored, pointsArePercent: true, from: "checker") == .accepted(nil))
        }
        #expect(TestlibDecision.accepted.result(.any, pointsArePercent: true, from: "checker") == .accepted(nil))
    }
}
