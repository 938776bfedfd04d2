import Problems
import Sandbox
import Toolchains
import Units

/// What a compiler's run means.
enum CompilePolicy {
    /// The most that is kept of each of a compiler's two outputs: its head and its tail.
    static let logLimit = ByteCount.kibibytes(64)

    /// The most that a compiler may leave behind, in bytes and in files.
    static let artifactLimit = ByteCount.mebibytes(512)
    static let artifactFiles = 4096

    /// A language's own plan, with the limits of a package, and with a place for what the compiler writes.
    static func plan(_ base: BuildPlan, within problem: ProblemLimits) -> BuildPlan {
        var plan = base
        plan.request.limits = limits(of: base.request.limits, within: problem)
        plan.request.scratch.removeAll { $0.path == "/box" }
        plan.request.scratch.append(
            RunRequest.Scratch(path: "/box", size: artifactLimit, inodes: artifactFiles, isKept: true))
        plan.request.standardOutput = .collectEnds(logLimit)
        plan.request.standardError = .collectEnds(logLimit)
        return plan
    }

    /// A language's own limits, made tighter where the package's are: both must hold.
    static func limits(of base: Limits, within problem: ProblemLimits) -> Limits {
        var limits = base
        let cpuTime = min(base.cpuTime ?? problem.compilationTime, problem.compilationTime)
        limits.cpuTime = cpuTime
        limits.wallTime = min(base.wallTime ?? cpuTime * 2 + .seconds(1), cpuTime * 2 + .seconds(1))
        limits.memory = min(base.memory ?? problem.compilationMemory, problem.compilationMemory)
        return limits
    }

    /// Why `run` gave nothing to execute; nil if it ended well.
    static func failure(of run: RunResult, within limits: Limits) -> String? {
        let cpuTime = run.cpuTime.texts(over: limits.cpuTime ?? .zero)
        let wallTime = run.wallTime.texts(over: limits.wallTime ?? .zero)
        return switch run.outcome {
        case .exited(0): nil
        case .exited(let status): "the compiler ended with exit status \(status)"
        case .signaled(let signal): "the compiler was ended by \(signal)"
        case .cpuLimit:
            "compiling used \(cpuTime.value) of CPU, limit \(cpuTime.limit)"
        case .wallLimit:
            "compiling took \(wallTime.value), limit \(wallTime.limit) of wall time"
        case .memoryLimit:
            "compiling used \(run.peakMemory) of memory and wanted more, limit \(limits.memory ?? ByteCount(0))"
        case .outputLimit: "the compiler wrote more than \(limits.output)"
        case .securityViolation: "the compiler made a forbidden system call"
        case .cancelled: "compiling was stopped"
        }
    }

    /// Whether the compiler would end in this way each time: by itself, and not at a limit.
    static func isRepeatable(_ run: RunResult) -> Bool {
        if case .exited = run.outcome { return run.limitsStruck.isEmpty && run.oomKills == 0 }
        return false
    }

    /// Standard output and standard error one after the other, as text, at most ``logLimit`` of it.
    static func log(of run: RunResult) -> String {
        let parts = [run.standardOutput, run.standardError].map { ByteText.decode($0) }
        return parts.filter { !$0.isEmpty }.map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }.joined()
            .headAndTail(Int(logLimit.bytes))
    }
}
