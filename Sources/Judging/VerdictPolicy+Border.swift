import Grading
import Problems
import Sandbox
import Units

/// Why one measurement was not enough.
public enum Doubt: String, Hashable, Sendable, CaseIterable {
    /// The run ended so near to the time limit, above or below, that noise could have decided.
    case nearLimit = "near_limit"
    /// Without what the host did to it, the run might have kept a limit that it broke.
    case disturbed
}

/// The rule at the border of the time limit.
///
/// What disturbs a program (other programs' use of caches and memory, a hypervisor, interrupts) only ever adds to its
/// CPU time. So the least of several measurements is nearest to what the program needs, and it varies less from one
/// judging to the next than their mean or median does; a program is late only if it was late every time.
///
/// - A run within ``TestLimits/margin`` of the limit, above *or* below, is measured again with nothing beside it. So is
///   one that broke a time limit, if what the host took from it could explain that, once the host is quiet.
/// - ``RepeatBudget`` says what that may cost; what is late and doubtful still when it is used up is marked
///   (``TestResult/isDoubtful``).
/// - One more measurement that keeps the limit settles it; what is late still, and could be otherwise, is measured three
///   more times in all.
/// - The least CPU time counts, and is what is reported; all are recorded. A program that ends another way each time
///   without being late is judged by its first run.
extension VerdictPolicy {
    /// The most measurements after the first.
    static let mostRepetitions = 3

    /// Why the run that led to `verdict` should not stand alone; nil if it may.
    static func doubt(about run: RunResult, verdict: Verdict, within limits: TestLimits) -> Doubt? {
        if isLate(verdict), run.isOnSharedCore { return .disturbed }
        let excess = run.disturbance.cpuExcess(cpuTime: run.cpuTime, wallTime: run.wallTime)
        switch verdict {
        case .timeLimit where run.limitsStruck.contains(.cpuTime) || run.cpuTime > limits.cpuTime:
            if !run.limitsStruck.contains(.cpuTime), limits.isNear(run.cpuTime) { return .nearLimit }
            return run.cpuTime - excess <= limits.cpuTime ? .disturbed : nil
        case .timeLimit, .idleLimit:
            if run.disturbance.wallExcess >= max(limits.wallTime / 10, .milliseconds(10)) { return .disturbed }
            // Where the kernel does not tell how long the run waited for a processor: a program that sleeps uses next to
            // nothing, and one that got too little does not.
            return run.disturbance.waited == nil && run.cpuTime > run.wallTime / 10 ? .disturbed : nil
        case .judgeError, .securityViolation: return nil
        default: return limits.isNear(run.cpuTime) ? .nearLimit : nil
        }
    }

    /// Whether `verdict` says that a time limit was broken.
    static func isLate(_ verdict: Verdict) -> Bool { verdict == .timeLimit || verdict == .idleLimit }

    /// Which of several measurements counts: an index.
    /// - Parameter measurements: verdict and CPU time, in the order in which they were made; at least one.
    static func decisive(of measurements: [(verdict: Verdict, cpuTime: Duration)]) -> Int {
        let made = measurements.indices.filter { measurements[$0].verdict != .judgeError }
        let inTime = made.filter { !isLate(measurements[$0].verdict) }
        if let first = inTime.first, !inTime.allSatisfy({ measurements[$0].verdict == measurements[first].verdict }) {
            return first
        }
        // Without more time by the clock nobody knows what an idle program would have used; the last had most of it.
        let late = made.filter { measurements[$0].verdict == .timeLimit }
        let candidates = inTime.isEmpty ? (late.isEmpty ? made.suffix(1) : late) : inTime
        return candidates.min { measurements[$0].cpuTime < measurements[$1].cpuTime } ?? 0
    }
}
