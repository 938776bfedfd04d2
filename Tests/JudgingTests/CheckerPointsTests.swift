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
        (.part(part(40), ""), .whole(Score(7)), .score(Score(2))), (.part(part(101), ""), .whole(Score(7)), nil),
        (.points(Score(7) / Score(2), ""), .whole(Score(7)), .score(Score(3))), (.part(part(-1), ""), .full, nil),
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

    @Test("are all or none, where a part is none")
    func whole() {
        for points in [CheckerPoints.full, .whole(Score(7))] {
            #expect(CheckerDecision.part(.one, "all").result(points, from: "checker") == .accepted(nil))
        }
        #expect(
            CheckerDecision.part(Self.part(40), "near").result(.full, from: "checker")
                == .wrongAnswer("0.4 of the points, which is none: near"))
        #expect(
            CheckerDecision.part(Self.part(40), "near").result(.whole(Score(2)), from: "checker")
                == .wrongAnswer("no whole point: near"))
    }
}
