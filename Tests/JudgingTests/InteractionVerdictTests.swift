import Grading
import Sandbox
import Testing
import Units

@testable import Judging

/// Who is at fault when a program and an interactor talk with each other: every way in which the two can end.
@Suite struct InteractionVerdictTests {
    private static let limits = TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8))

    /// How the program ended.
    private enum End: CaseIterable {
        case well, withStatus, bySignal, late, idle
    }

    private static func run(_ end: End) -> RunResult {
        switch end {
        case .well: RunResult(exit: .exited(0))
        case .withStatus: RunResult(exit: .exited(1))
        case .bySignal: RunResult(exit: .signaled(Signal(rawValue: 11)))
        case .late: RunResult(exit: nil, limitsStruck: [.cpuTime], cpuTime: .seconds(2))
        case .idle: RunResult(exit: nil, limitsStruck: [.wallTime], wallTime: .seconds(3))
        }
    }

    private static let own: [End: Verdict] = [
        .withStatus: .runTimeError, .bySignal: .runTimeError, .late: .timeLimit, .idle: .idleLimit,
    ]

    private func verdict(_ check: CheckResult, _ end: End, leftFirst: Interaction.Side?) -> Verdict {
        let run = Self.run(end)
        let talk = Interaction(first: run, second: RunResult(exit: .exited(0)), leftFirst: leftFirst)
        let failure = VerdictPolicy.finding(for: run, within: Self.limits, processes: 64, ranOutOfMemory: false)
        return VerdictPolicy.finding(of: check, about: talk, failure: failure).verdict
    }

    @Test func whoIsRejectedFirstIsWrongWhateverItDoesThen() {
        for end in End.allCases {
            #expect(verdict(.wrongAnswer("no"), end, leftFirst: .second) == .wrongAnswer)
        }
    }

    @Test func whoFailsBeforeItIsRejectedHasItsOwnFailure() {
        for end in End.allCases {
            #expect(verdict(.wrongAnswer("no"), end, leftFirst: .first) == Self.own[end] ?? .wrongAnswer)
        }
    }

    @Test(arguments: [Interaction.Side.first, .second])
    func whoIsAcceptedMustStillEndWell(first: Interaction.Side) {
        for end in End.allCases {
            #expect(verdict(.accepted(nil), end, leftFirst: first) == Self.own[end] ?? .accepted)
        }
    }

    @Test func anInteractorThatFailsIsTheJudgesFaultUnlessALimitEndedTheProgramFirst() {
        for end in End.allCases {
            #expect(verdict(.judgeError("crashed"), end, leftFirst: .second) == .judgeError)
        }
        #expect(verdict(.judgeError("crashed"), .well, leftFirst: .first) == .judgeError)
        #expect(verdict(.judgeError("crashed"), .bySignal, leftFirst: .first) == .judgeError)
        #expect(verdict(.judgeError("crashed"), .late, leftFirst: .first) == .timeLimit)
        #expect(verdict(.judgeError("crashed"), .idle, leftFirst: .first) == .idleLimit)
    }

    @Test func whereNobodyKnowsWhoLeftFirstTheProgramsOwnFailureCounts() {
        #expect(verdict(.wrongAnswer("no"), .late, leftFirst: nil) == .timeLimit)
        #expect(verdict(.wrongAnswer("no"), .well, leftFirst: nil) == .wrongAnswer)
        #expect(verdict(.accepted(nil), .well, leftFirst: nil) == .accepted)
    }

    @Test func pointsOfAnAcceptedTalkAreKept() throws {
        let talk = Interaction(first: RunResult(exit: .exited(0)), second: RunResult(exit: .exited(42)))
        let points = TestOutcome.Points.score(try #require(Score(parsing: "2.5")))
        let finding = VerdictPolicy.finding(of: .accepted(points), about: talk, failure: nil)
        #expect(finding.points == points)
    }
}
