import Grading
import Judging
import Problems
import Testing
import Units

/// How often a submission is judged, and which judgement counts.
struct TimeTrialsTests {
    private static let estimate = TimeLimitEstimate(
        slowest: .milliseconds(100), submission: "accepted/a.py", limit: .seconds(1), margin: .seconds(2))

    private static func judgement(
        _ verdict: Grading.Verdict, _ expected: ExpectedResult, cpuTime: Int = 100, wallTime: Int = 100,
        estimate: TimeLimitEstimate? = estimate
    ) -> Judgement {
        var judgement = Judgement(
            submission: Submission(path: "a", sources: .inPackage([]), expected: expected),
            limits: TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8)))
        judgement.verdict = verdict
        judgement.decidingTest = "secret/1"
        var test = TestResult(name: "secret/1", verdict: verdict)
        test.cpuTime = .milliseconds(cpuTime)
        test.wallTime = .milliseconds(wallTime)
        judgement.tests = [test]
        judgement.estimate = estimate
        return judgement
    }

    @Test(
        "One judging is enough, unless a limit that was found stops what is to fail otherwise",
        arguments: [
            (.timeLimit, [.wrongAnswer], true), (.timeLimit, [.wrongAnswer, .accepted], true),
            (.timeLimit, [.accepted], false), (.timeLimit, [], false), (.timeLimit, [.timeLimit], false),
            (.timeLimit, [.timeLimit, .wrongAnswer], false), (.wrongAnswer, [.runTimeError], false),
            (.idleLimit, [.wrongAnswer], false), (.accepted, [.wrongAnswer], false),
        ] as [(Grading.Verdict, Set<Grading.Verdict>, Bool)])
    func secondJudgings(verdict: Grading.Verdict, promised: Set<Grading.Verdict>, isJudgedAgain: Bool) {
        let expected = ExpectedResult(promised)
        var trials = TimeTrials(expected)
        #expect(trials.next == TimeAllowance(firstFor: expected))
        trials.take(Self.judgement(verdict, expected))
        #expect(trials.next == (isJudgedAgain ? .margin : nil))
        // Not where the package gives the limit.
        trials = TimeTrials(expected)
        trials.take(Self.judgement(verdict, expected, estimate: nil))
        #expect(trials.next == nil && trials.counting == 0)
    }

    @Test(
        "The second judging counts if it finds the failure that is promised, and only then",
        arguments: [
            (.wrongAnswer, 1), (.timeLimit, 0), (.accepted, 0), (.runTimeError, 0), (.judgeError, 0),
        ] as [(Grading.Verdict, Int)])
    func whichCounts(second: Grading.Verdict, counting: Int) {
        let expected = ExpectedResult([.wrongAnswer])
        var trials = TimeTrials(expected)
        trials.take(Self.judgement(.timeLimit, expected))
        trials.take(Self.judgement(second, expected))
        #expect(trials.next == nil && trials.counting == counting)
        #expect(trials.judgement?.verdict == (counting == 1 ? second : .timeLimit))
        #expect(
            trials.judgement?.warnings
                == (counting == 0
                    ? []
                    : [
                        "over the time limit of 1.000 s on secret/1; WA only with the safety margin of 2.000 s"
                    ]))
    }

    @Test(
        "What is to be too slow is warned of if it is so only by a little, and the clock did not stop it before that was known",
        arguments: [(1500, 1600, 1), (2100, 2200, 0), (1500, 3000, 0)])
    func tooSlowByALittle(cpuTime: Int, wallTime: Int, warnings: Int) {
        let expected = ExpectedResult([.timeLimit])
        var trials = TimeTrials(expected)
        trials.take(Self.judgement(.timeLimit, expected, cpuTime: cpuTime, wallTime: wallTime))
        #expect(trials.next == nil)
        #expect(trials.judgement?.warnings.count == warnings)
    }
}
