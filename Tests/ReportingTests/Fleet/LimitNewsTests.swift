import Grading
import Judging
import Problems
import Testing
import Units

@testable import Reporting

/// The order in which judgements and the time limit are told.
struct LimitNewsTests {
    private static let estimate = TimeLimitEstimate(
        slowest: .milliseconds(100), submission: "accepted/a.py", limit: .seconds(1), margin: .seconds(2))

    private static func judgement(_ verdict: Grading.Verdict, limit: Int) -> FleetJudgement {
        var judgement = Judgement(
            submission: Submission(path: "a", sources: .inPackage([])),
            limits: TestLimits(cpuTime: .seconds(limit), memory: .mebibytes(64), output: .mebibytes(8)))
        judgement.verdict = verdict
        if limit > 0 { judgement.estimate = estimate }
        return FleetJudgement(id: "7", judgement: judgement)
    }

    /// In short.
    private static func text(_ events: [FleetEvent]) -> [String] {
        events.map { event in
            switch event {
            case .judging(.timeLimitFound(let estimate)): "limit \(estimate.limit.secondsText)"
            case .judged(let index, let judgement):
                "\(index) \(judgement.judgement.limits.cpuTime.secondsText) "
                    + (judgement.judgement.estimate == nil ? "given" : "found")
            default: "?"
            }
        }
    }

    @Test func compileErrorsWaitForALimitThatIsBeingFound() {
        var news = LimitNews()
        #expect(news.know(.zero, nil).isEmpty)
        #expect(news.take(3, Self.judgement(.compileError, limit: 0)).isEmpty)
        #expect(Self.text(news.take(1, Self.judgement(.judgeError, limit: 0))) == ["1 0.000 s given"])
        #expect(
            Self.text(news.take(0, Self.judgement(.accepted, limit: 1)))
                == ["limit 1.000 s", "3 1.000 s found", "0 1.000 s found"])
        #expect(Self.text(news.take(4, Self.judgement(.compileError, limit: 0))) == ["4 1.000 s found"])
        #expect(news.rest().isEmpty)
    }

    @Test func aLimitThatIsKnownIsToldFirstAndOnce() {
        var news = LimitNews()
        #expect(Self.text(news.know(.seconds(1), Self.estimate)) == ["limit 1.000 s"])
        #expect(Self.text(news.take(0, Self.judgement(.timeLimit, limit: 1))) == ["0 1.000 s found"])
        var given = LimitNews()
        #expect(given.know(.seconds(1), nil).isEmpty)
        #expect(Self.text(given.take(0, Self.judgement(.compileError, limit: 0))) == ["0 1.000 s given"])
    }

    @Test func whatWaitsIsToldAtTheEndWhereNoLimitIsFound() {
        var news = LimitNews()
        #expect(news.take(0, Self.judgement(.compileError, limit: 0)).isEmpty)
        #expect(Self.text(news.rest()) == ["0 0.000 s given"])
        #expect(news.rest().isEmpty)
    }
}
