import Checking
import Grading
import Sandbox
import Units

/// Whose word counts where a manager has talked with processes of a submission. The first row that holds:
///
/// | what happened | who decides |
/// |---|---|
/// | a process made a forbidden system call | that |
/// | together they used more than the time limit, and none failed, or one waited too long | that |
/// | a process waited too long, and so did the manager, or it used too much of something | the manager: judge error |
/// | a process failed | the first of those that did |
/// | anything else | the manager |
///
/// A process that dies of `SIGPIPE` has not failed: nobody listened any more. So it is with CMS, but that there this is a failure,
/// and that a manager which fails always stands above the processes.
struct ManagedOutcome {
    /// A process of the submission.
    struct Process {
        var run: RunResult
        /// What its run says by itself; nil if it ended well.
        var failure: VerdictPolicy.Finding?

        init(_ run: RunResult, failure: VerdictPolicy.Finding?) {
            self.run = run
            let isUnheard = run.limitsStruck.isEmpty && run.exit == .signaled(.pipe)
            self.failure = isUnheard ? nil : failure
        }
    }

    /// What the manager says.
    var check: CheckResult
    /// Whether it broke a limit of its own.
    var isManagerLate: Bool
    /// At least one.
    var processes: [Process]

    /// What the manager's run says. One that dies of `SIGPIPE` had more to say to a process that has left.
    static func decision(of run: RunResult, by manager: CheckerProgram) -> CheckerDecision {
        if run.limitsStruck.isEmpty, run.exit == .signaled(.pipe) {
            return .rejected("a process ended before the manager had told it everything")
        }
        return manager.decision(of: run, called: "manager")
    }

    /// What follows for the test case.
    func finding(within limits: TestLimits) -> VerdictPolicy.Finding {
        let failed = processes.firstIndex { $0.failure != nil }
        let failure = failed.flatMap { processes[$0].failure }
        if let index = processes.firstIndex(where: { $0.failure?.verdict == .securityViolation }),
            let violation = processes[index].failure
        {
            return named(violation, index)
        }
        let isIdle = failure?.verdict == .idleLimit
        if run.cpuTime > limits.cpuTime, failure == nil || isIdle {
            let (used, limit) = run.cpuTime.texts(over: limits.cpuTime)
            return VerdictPolicy.Finding(
                .timeLimit, "the \(processes.count) processes used \(used) of CPU together, limit \(limit)")
        }
        if isIdle, isManagerLate { return VerdictPolicy.Finding(check) }
        guard let failure, let failed else { return VerdictPolicy.Finding(check) }
        return named(failure, failed)
    }

    /// `finding`, of the process of that number.
    private func named(_ finding: VerdictPolicy.Finding, _ number: Int) -> VerdictPolicy.Finding {
        guard processes.count > 1 else { return finding }
        var finding = finding
        finding.message = "process \(number): \(finding.message)"
        return finding
    }

    /// The facts of all processes as those of one: times of the processor and memory are sums, as with CMS, and the time by the
    /// clock is the longest; the rest is that of the first that failed, or else the first one's.
    var run: RunResult {
        .together(processes.map(\.run), as: processes.firstIndex { $0.failure != nil } ?? 0)
    }
}

extension RunResult {
    /// The facts of programs that ran at the same time as those of one: times of the processor and memory are sums, and the time by
    /// the clock is the longest; the rest is that of the one with the number `decisive`.
    static func together(_ runs: [RunResult], as decisive: Int) -> RunResult {
        var all = runs[decisive]
        all.cpuTime = runs.reduce(.zero) { $0 + $1.cpuTime }
        all.userTime = runs.reduce(.zero) { $0 + $1.userTime }
        all.systemTime = runs.reduce(.zero) { $0 + $1.systemTime }
        all.wallTime = runs.map(\.wallTime).max() ?? .zero
        all.peakMemory = runs.reduce(ByteCount(0)) { $0 + $1.peakMemory }
        let instructions = runs.compactMap(\.instructions)
        all.instructions = instructions.count == runs.count ? instructions.reduce(0, +) : nil
        all.isOnSharedCore = runs.contains(where: \.isOnSharedCore)
        // They ran at the same time, so what took time from one may have been another; the least disturbed knows best.
        all.disturbance = runs.map(\.disturbance).min { $0.wallExcess < $1.wallExcess } ?? Disturbance()
        return all
    }
}
