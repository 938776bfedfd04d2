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
    ///   - processes: how many processes and threads it could have.
    ///   - ranOutOfMemory: whether the language's runtime says by its exit and standard error that memory was short.
    public static func finding(
        for run: RunResult, within limits: TestLimits, processes: Int, ranOutOfMemory: Bool
    ) -> Finding? {
        if case .securityViolation = run.outcome {
            return Finding(.securityViolation, "a forbidden system call (\(Signal.systemCall))")
        }
        let struck = run.limitsStruck
        if struck.contains(.cpuTime) || run.cpuTime > limits.cpuTime {
            let (used, limit) = run.cpuTime.texts(over: limits.cpuTime)
            return Finding(.timeLimit, "used \(used) of CPU, limit \(limit)" + refusals(of: run, processes))
        }
        if struck.contains(.wallTime) {
            let (took, limit) = run.wallTime.texts(over: limits.wallTime)
            // Who waits for a thread that the kernel did not give waits for ever.
            return Finding(
                run.refusedProcesses == 0 ? .idleLimit : .runTimeError,
                "no end after \(took) of wall time, limit \(limit); used \(run.cpuTime.secondsText) of CPU"
                    + refusals(of: run, processes))
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
        return Finding(.runTimeError, ending(of: run) + refusals(of: run, processes) + lastWords(of: run))
    }

    /// That the program may have failed for want of processes: the kernel counts what it refuses.
    private static func refusals(of run: RunResult, _ limit: Int) -> String {
        run.refusedProcesses == 0 ? "" : ", after it had reached its limit of \(limit) processes and threads"
    }

    /// `ended by SIGSEGV`, `exit status 3`.
    private static func ending(of run: RunResult) -> String {
        switch run.exit {
        case .exited(let status): "exit status \(status)"
        case .signaled(let signal): "ended by \(signal)"
        case nil: "stopped before its end"
        }
    }

    private static func lastWords(of run: RunResult) -> String {
        let words = LastWords.line(of: run.standardError)
        return words.isEmpty ? "" : ": " + words
    }
}
