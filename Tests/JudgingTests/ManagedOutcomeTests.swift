import Grading
import Sandbox
import Testing
import Units

@testable import Judging

@Suite("What a manager and the processes that it talked with make together") struct ManagedOutcomeTests {
    private typealias Row = (
        processes: [(RunResult, VerdictPolicy.Finding?)], check: CheckResult, isLate: Bool, verdict: Verdict,
        message: String
    )
    private static let limits = TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(1))

    private static func run(_ milliseconds: Int = 100, _ exit: RunResult.Exit = .exited(0)) -> RunResult {
        RunResult(exit: exit, cpuTime: .milliseconds(milliseconds), peakMemory: .mebibytes(3))
    }

    private static let crash = VerdictPolicy.Finding(.runTimeError, "ended by SIGSEGV")
    private static let idle = VerdictPolicy.Finding(.idleLimit, "no end")
    private static let violation = VerdictPolicy.Finding(.securityViolation, "forbidden")

    private static var rows: [Row] {
        let well: (RunResult, VerdictPolicy.Finding?) = (run(), nil)
        let crashed: (RunResult, VerdictPolicy.Finding?) = (run(100, .signaled(.segmentationFault)), crash)
        let waited: (RunResult, VerdictPolicy.Finding?) = (run(100), idle)
        let broken: (RunResult, VerdictPolicy.Finding?) = (run(100, .signaled(.pipe)), crash)
        var rows: [Row] = [([well], .accepted(nil), false, .accepted, "")]
        rows.append(([well, well], .wrongAnswer("no"), false, .wrongAnswer, "no"))
        rows.append(([well, well], .judgeError("crashed"), false, .judgeError, "crashed"))
        rows.append(([crashed], .accepted(nil), false, .runTimeError, "ended by SIGSEGV"))
        rows.append(([well, crashed], .wrongAnswer("no"), false, .runTimeError, "process 1: ended by SIGSEGV"))
        rows.append(([well, crashed], .judgeError("no number"), true, .runTimeError, "process 1: ended by SIGSEGV"))
        rows.append(([waited], .judgeError("late"), true, .judgeError, "late"))
        rows.append(([waited, well], .judgeError("no number"), false, .idleLimit, "process 0: no end"))
        rows.append(([broken, well], .wrongAnswer("no"), false, .wrongAnswer, "no"))
        rows.append(([broken], .accepted(nil), false, .accepted, ""))
        rows.append(([crashed, (run(), violation)], .accepted(nil), false, .securityViolation, "process 1: forbidden"))
        return rows
    }

    @Test("follows from the first row of the table that holds", arguments: 0..<11)
    func table(index: Int) {
        let row = Self.rows[index]
        let outcome = ManagedOutcome(
            check: row.check, isManagerLate: row.isLate,
            processes: row.processes.map { ManagedOutcome.Process($0, failure: $1) })
        let finding = outcome.finding(within: Self.limits)
        #expect(finding.verdict == row.verdict && finding.message == row.message, "\(finding)")
    }

    @Test("is too late if they used more than the limit together, unless one failed otherwise")
    func together() {
        let processes = [Self.run(600), Self.run(600)].map { ManagedOutcome.Process($0, failure: nil) }
        var outcome = ManagedOutcome(check: .accepted(nil), isManagerLate: false, processes: processes)
        #expect(outcome.finding(within: Self.limits).verdict == .timeLimit)
        #expect(
            outcome.finding(within: Self.limits).message
                == "the 2 processes used 1.200 s of CPU together, limit 1.000 s")
        #expect(outcome.run.cpuTime == .milliseconds(1200) && outcome.run.peakMemory == .mebibytes(6))
        outcome.processes[1].failure = Self.idle
        #expect(outcome.finding(within: Self.limits).verdict == .timeLimit)
        outcome.processes[1].failure = Self.crash
        #expect(outcome.finding(within: Self.limits).verdict == .runTimeError)
    }
}
