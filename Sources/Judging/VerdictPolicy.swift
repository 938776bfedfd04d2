public import Grading
public import Sandbox
import Units

/// Which fact decides a test case. The first that holds wins:
/// security violation, CPU time, wall time (idleness), memory, output, run-time error; then the checker.
///
/// A judge's own failure stands above all of these; it has no ``RunResult`` and is reported where it is caught.
public enum VerdictPolicy {
    /// A verdict, and the reason in words with the measured value beside the limit.
    public struct Finding: Hashable, Sendable {
        /// What is said of the test case.
        public var verdict: Verdict
        /// Why.
        public var message: String
        /// What the checker gives; nil if it gives nothing of its own.
        public var points: TestOutcome.Points?

        /// A finding of `verdict` because of `message`.
        public init(_ verdict: Verdict, _ message: String, points: TestOutcome.Points? = nil) {
            self.verdict = verdict
            self.message = message
            self.points = points
        }
    }

    /// What the run itself says; nil if it ended well and the checker decides.
    /// - Parameters:
    ///   - run: the facts.
    ///   - limits: what the test case may use.
    ///   - ranOutOfMemory: whether the language's runtime says by its exit and standard error that memory was short.
    public static func finding(for run: RunResult, within limits: TestLimits, ranOutOfMemory: Bool) -> Finding? {
        if case .securityViolation = run.outcome {
            return Finding(.securityViolation, "a forbidden system call (\(Signal.systemCall))")
        }
        let struck = run.limitsStruck
        if struck.contains(.cpuTime) || run.cpuTime > limits.cpuTime {
            return Finding(
                .timeLimit, "used \(run.cpuTime.secondsText) of CPU, limit \(limits.cpuTime.secondsText)")
        }
        if struck.contains(.wallTime) {
            return Finding(
                .idleLimit,
                "no end after \(run.wallTime.secondsText) of wall time, limit \(limits.wallTime.secondsText);"
                    + " used \(run.cpuTime.secondsText) of CPU")
        }
        if struck.contains(.memory) {
            return Finding(.memoryLimit, "used \(run.peakMemory) of memory and wanted more, limit \(limits.memory)")
        }
        // A runtime that may not start another thread often says that it has no memory for one.
        if run.exit != .exited(0), ranOutOfMemory, run.refusedProcesses == 0 {
            return Finding(
                .memoryLimit,
                "the runtime found no more memory (\(ending(of: run))); used \(run.peakMemory), limit \(limits.memory)")
        }
        if struck.contains(.output) {
            return Finding(.outputLimit, "wrote more than the limit of \(limits.output)")
        }
        guard run.exit != .exited(0) else { return nil }
        return Finding(.runTimeError, ending(of: run) + refusals(of: run) + lastWords(of: run))
    }

    /// That the program may have failed for want of processes.
    private static func refusals(of run: RunResult) -> String {
        run.refusedProcesses == 0 ? "" : ", after it had reached its limit of processes and threads"
    }

    /// `ended by SIGSEGV`, `exit status 3`.
    private static func ending(of run: RunResult) -> String {
        switch run.exit {
        case .exited(let status): "exit status \(status)"
        case .signaled(let signal): "ended by \(signal)"
        case nil: "stopped before its end"
        }
    }

    /// The last line of standard error: of a traceback, the one that says what happened.
    private static func lastWords(of run: RunResult) -> String {
        let lines = run.standardError.split(separator: UInt8(ascii: "\n"))
        guard let line = lines.last(where: { $0.contains { $0 > 0x20 } }) else { return "" }
        return ": " + String(decoding: line.prefix(200), as: UTF8.self) + (line.count > 200 ? "…" : "")
    }
}
