import Grading
import Problems
import Sandbox
import Units

/// Why an interaction failed is seen in what was said. So a test case that decides is run once more, through a relay that writes
/// it down; the run that is judged has none.
extension TestRun {
    /// The verdicts that a transcript can explain.
    private static let explained: Set<Verdict> = [.wrongAnswer, .idleLimit, .timeLimit, .runTimeError, .judgeError]

    /// Which result decides, of those of the submission or of a batch: the one by which the verdict comes about, where that is
    /// known, or else the first that fails. Nil if a transcript could not explain it.
    static func deciding(of results: [Int: TestResult], _ grader: Grader) -> Int? {
        let failed = results.filter { $0.value.verdict != .accepted }.keys.min()
        guard let test = grader.grade?.decidingTest ?? failed, let result = results[test] else { return nil }
        return explained.contains(result.verdict) ? test : nil
    }

    /// What is said when the program talks with an interactor on `test` once more; nil if it talks with nobody, or nobody asks why
    /// it fails. That costs one run more of a submission, or of a batch of its tests, whatever its repetitions have cost.
    func record(
        of test: TestCase, rank: RunSlots.Rank
    ) async throws -> (record: TranscriptRecorder.Record?, coreTime: Duration) {
        let limits = limits.narrowed(to: test.limits)
        let recorder = TranscriptRecorder(within: limits)
        guard !measuresTime, !context.options.stopsEarly,
            let judge = context.testJudge.recorded(by: recorder, on: test)
        else { return (nil, .zero) }
        let start = ContinuousClock.now
        do {
            _ = try await context.host.slots.withSlot(context.rank(rank)) {
                try await judge.judge(programs.program(within: limits.memory), on: test, within: limits)
            }
        } catch let error as SandboxError {
            try Task.checkCancellation()
            recorder.note("the second run failed: \(error)")
        }
        return (recorder.record, ContinuousClock.now - start)
    }
}

extension TestResult {
    /// Takes what was written down of a second run.
    mutating func take(_ record: TranscriptRecorder.Record) {
        transcript = record.text
        guard verdict == .idleLimit, let standstill = record.standstill else { return }
        message += "; in a second run, " + standstill
    }
}
