import Grading
import Problems
import Sandbox
import Testing
import Units

@testable import Judging

@Suite struct VerdictPolicyTests {
    static let limits = TestLimits(cpuTime: .seconds(1), memory: .mebibytes(64), output: .mebibytes(8))

    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var run: RunResult
        var ranOutOfMemory = false
        var verdict: Verdict?
        var words: String

        var testDescription: String { name }
    }

    private static func refused(_ run: RunResult) -> RunResult {
        var run = run
        run.refusedProcesses = 2
        return run
    }

    static let cases: [Case] = [
        Case(name: "a good end is the checker's", run: RunResult(exit: .exited(0)), verdict: nil, words: ""),
        Case(
            name: "CPU time over the limit", run: RunResult(exit: .exited(0), cpuTime: .milliseconds(1003)),
            verdict: .timeLimit, words: "used 1.003 s of CPU, limit 1.000 s"),
        Case(
            name: "CPU time over the limit by less than a millisecond",
            run: RunResult(exit: .exited(0), cpuTime: .microseconds(1_000_300)),
            verdict: .timeLimit, words: "used 1.000300 s of CPU, limit 1.000000 s"),
        Case(
            name: "CPU time just at the limit", run: RunResult(exit: .exited(0), cpuTime: .seconds(1)), verdict: nil,
            words: ""),
        Case(
            name: "the CPU limit explains a killed program",
            run: RunResult(exit: .signaled(.kill), limitsStruck: [.cpuTime], cpuTime: .milliseconds(1051)),
            verdict: .timeLimit, words: "used 1.051 s"),
        Case(
            name: "CPU goes before a crash",
            run: RunResult(exit: .signaled(Signal(rawValue: 11)), cpuTime: .milliseconds(1100)),
            verdict: .timeLimit, words: "limit 1.000 s"),
        Case(
            name: "CPU goes before wall and memory",
            run: RunResult(exit: nil, limitsStruck: [.cpuTime, .wallTime, .memory], cpuTime: .seconds(2)),
            verdict: .timeLimit, words: "2.000 s"),
        Case(
            name: "a sleeper is idle",
            run: RunResult(
                exit: nil, limitsStruck: [.wallTime], cpuTime: .milliseconds(2), wallTime: .milliseconds(3001)),
            verdict: .idleLimit, words: "no end after 3.001 s of wall time, limit 3.000 s; used 0.002 s of CPU"),
        Case(
            name: "who waits for a thread that it did not get has failed",
            run: refused(RunResult(exit: nil, limitsStruck: [.wallTime], wallTime: .milliseconds(3001))),
            verdict: .runTimeError,
            words: "used 0.000 s of CPU, after it had reached its limit of 33 processes and threads"),
        Case(
            name: "a runtime without threads speaks of memory",
            run: refused(RunResult(exit: .exited(1), standardError: Array("OutOfMemoryError: no thread".utf8))),
            ranOutOfMemory: true, verdict: .runTimeError,
            words: "exit status 1, after it had reached its limit of 33 processes and threads: OutOfMemoryError"),
        Case(
            name: "wall goes before memory", run: RunResult(exit: nil, limitsStruck: [.wallTime, .memory]),
            verdict: .idleLimit, words: "wall"),
        Case(
            name: "an OOM kill is the memory limit",
            run: RunResult(
                exit: .signaled(.kill), limitsStruck: [.memory], peakMemory: .mebibytes(64), oomKills: 1),
            verdict: .memoryLimit, words: "used 64 MiB of memory and wanted more, limit 64 MiB"),
        Case(
            name: "a killed program without an OOM event is a run-time error",
            run: RunResult(exit: .signaled(.kill), peakMemory: .mebibytes(63)), verdict: .runTimeError,
            words: "ended by SIGKILL"),
        Case(
            name: "a runtime that found no memory", run: RunResult(exit: .exited(1), peakMemory: .mebibytes(60)),
            ranOutOfMemory: true, verdict: .memoryLimit, words: "exit status 1"),
        Case(
            name: "memory goes before output", run: RunResult(exit: nil, limitsStruck: [.memory, .output]),
            verdict: .memoryLimit, words: "memory"),
        Case(
            name: "too much output",
            run: RunResult(exit: .signaled(.kill), limitsStruck: [.output], outputBytes: .mebibytes(9)),
            verdict: .outputLimit, words: "wrote more than the limit of 8 MiB"),
        Case(
            name: "a signal is no proof of a limit", run: RunResult(exit: .signaled(Signal(rawValue: 25))),
            verdict: .runTimeError, words: "ended by SIGXFSZ"),
        Case(
            name: "a signal by its name", run: RunResult(exit: .signaled(Signal(rawValue: 11))),
            verdict: .runTimeError, words: "ended by SIGSEGV"),
        Case(
            name: "an exit status and the last words",
            run: RunResult(exit: .exited(1), standardError: Array("Traceback\nValueError: no\n\n".utf8)),
            verdict: .runTimeError, words: "exit status 1: ValueError: no"),
        Case(
            name: "a forbidden system call goes before everything",
            run: RunResult(
                exit: .signaled(.systemCall), cpuTime: .zero, layers: [.seccomp, .strictSeccomp]),
            verdict: .securityViolation, words: "SIGSYS"),
    ]

    @Test(arguments: cases) func theFirstFactThatHoldsDecides(_ example: Case) {
        let finding = VerdictPolicy.finding(
            for: example.run, within: Self.limits, processes: 33, ranOutOfMemory: example.ranOutOfMemory)
        #expect(finding?.verdict == example.verdict)
        #expect((finding?.message ?? "").contains(example.words) || example.words.isEmpty)
    }

    @Test func limitsFollowFromTheTimeLimit() {
        #expect(Self.limits.cpuStop == .milliseconds(1050))
        #expect(Self.limits.wallTime == .seconds(3))
        let short = TestLimits(cpuTime: .milliseconds(100), memory: .mebibytes(1), output: .mebibytes(1))
        #expect(short.cpuStop == .milliseconds(120))
        let wide = TestLimits(cpuTime: .seconds(2), memory: .mebibytes(1), output: .mebibytes(1), stop: .seconds(4))
        #expect(wide.cpuStop == .seconds(4))
        #expect(wide.wallTime > .seconds(8))
    }

    @Test(arguments: [
        (Verdict.idleLimit, Verdict.timeLimit, true), (.memoryLimit, .runTimeError, true),
        (.outputLimit, .runTimeError, true), (.securityViolation, .runTimeError, true), (.timeLimit, .timeLimit, true),
        (.timeLimit, .runTimeError, false), (.runTimeError, .memoryLimit, false), (.wrongAnswer, .accepted, false),
    ]) func finerVerdictsKeepTheirFormatsPromises(actual: Verdict, promised: Verdict, isKept: Bool) {
        #expect(actual.counts(as: promised) == isKept)
    }
}

@Suite struct TimeLimitEstimateTests {
    @Test(arguments: [(0.010, 5.0, 1.0), (0.2, 5.0, 1.0), (0.201, 5.0, 2.0), (0.532, 5.0, 3.0), (1.5, 2.0, 3.0)])
    func theLimitIsWholeSecondsAndAtLeastOne(slowest: Double, multiplier: Double, expected: Double) {
        let estimate = TimeLimitEstimate(
            slowest: .decimalSeconds(slowest), submission: "a", multiplier: multiplier, safetyMargin: 2)
        #expect(estimate.limit == .decimalSeconds(expected))
        #expect(estimate.margin == .decimalSeconds(expected * 2))
    }

    @Test func aSubmissionThatIsTooSlowByALittleGetsAWarning() {
        let estimate = TimeLimitEstimate(slowest: .milliseconds(100), submission: "a", multiplier: 5, safetyMargin: 2)
        #expect(estimate.warning(forSlowest: .milliseconds(1500))?.contains("1.500 s") == true)
        #expect(estimate.warning(forSlowest: .milliseconds(2001)) == nil)
        #expect(estimate.warning(forSlowest: .milliseconds(900)) == nil)
    }
}
