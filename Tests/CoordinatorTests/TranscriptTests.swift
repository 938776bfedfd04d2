import Events
import Testing
import Wire

@testable import Coordinator

/// What a fleet keeps of what submissions and interactors said to each other.
struct TranscriptTests {
    private static func found(_ test: Int, _ verdict: LoggedVerdict, _ transcript: String) -> LoggedExecuteResult {
        var result = SubmissionStateTests.found([test: verdict])
        result.tests[0].result.transcript = transcript
        return result
    }

    @Test func whatAWorkerSendsIsKeptAndTold() {
        var sent = Verdict_V1_TestResult()
        #expect(!LoggedTestResult(sent).hasTranscript)
        #expect(!Verdict_V1_TestResult(LoggedTestResult(sent)).hasTranscript)
        sent.transcript = "> ask 1"
        #expect(LoggedTestResult(sent).transcript == "> ask 1")
        #expect(Verdict_V1_TestResult(LoggedTestResult(sent)).transcript == "> ask 1")
    }

    @Test func ofWhatIsTooLongTheBeginningIsKept() throws {
        let state = try SubmissionStateTests.inBatches(tests: 1)
        let long = Self.found(0, .idleLimit, String(repeating: "x", count: 40_000))
        let kept = try ResultValidation.execute(long, 0, of: state)
        #expect(kept.tests[0].result.transcript.utf8.count == 32 << 10)
        let short = Self.found(0, .idleLimit, "> ask 1")
        #expect(try ResultValidation.execute(short, 0, of: state).tests[0].result.transcript == "> ask 1")
    }

    @Test func onlyThatOfTheTestCaseThatDecidesIsTold() throws {
        var state = try SubmissionStateTests.inBatches(tests: 3, allTests: true)
        for (test, verdict) in [LoggedVerdict.accepted, .idleLimit, .wrongAnswer].enumerated() {
            try SubmissionStateTests.follow(
                &state, state.recordBatch(test, Self.found(test, verdict, "\(test)"), limits: .init(), by: "one"))
        }
        let judgement = try #require(state.judgement(testNames: ["1", "2", "3"]))
        #expect(judgement.decidingTest == "2")
        #expect(judgement.tests.map(\.transcript) == ["", "1", ""])
    }
}
