public import Units

/// What one run did: raw facts, from which ``outcome`` is derived.
public struct RunResult: Sendable {
    /// How the program's first process ended; nil if it was still there when the run was stopped.
    public var exit: Exit?
    /// Limits that struck, by measurement or by the kernel's own event; empty if none did.
    public var limitsStruck: Set<Limit>
    /// CPU time of all processes of the run.
    public var cpuTime: Duration
    /// The part of ``cpuTime`` spent in the programs.
    public var userTime: Duration
    /// The part of ``cpuTime`` spent in the kernel for them.
    public var systemTime: Duration
    /// Time from the program's start to its end.
    public var wallTime: Duration
    /// The most memory that all processes held at once, page cache left out where the kernel tells it apart.
    public var peakMemory: ByteCount
    /// OOM kills that the kernel counted in the run's cgroup.
    public var oomKills: Int
    /// Bytes written to standard output, kept or not.
    public var outputBytes: ByteCount
    /// Bytes written to standard error, kept or not.
    public var errorBytes: ByteCount
    /// What was collected of standard output.
    public var standardOutput: [UInt8]
    /// What was collected of standard error.
    public var standardError: [UInt8]
    /// The kept scratch file systems by path; they vanish with the last reference.
    public var scratch: [String: ScratchContents]
    /// The layers that held the run, so that a result says what it is worth.
    public var layers: [Layer]
    /// The processors that the run was held to; empty if it was held to none.
    public var processors: [Int] = []
    /// Whether another judge on this host held its runs to the same processor.
    public var isOnSharedCore = false
    /// What the host did to it.
    public var disturbance = Disturbance()
    /// Instructions that all its programs executed (`perf_event_open(2)`, user mode), of those that had ended when the
    /// run did: a measure without noise. Nil where the host does not count them; `verdict doctor` says why.
    public var instructions: Int?
    /// How often the kernel refused it a process or thread because ``Limits/processes`` was reached.
    public var refusedProcesses = 0
    /// If ``Limits/wallTime`` struck, the CPU time in the last tenth of it: what computed until it was stopped has some, and
    /// what waited has next to none.
    public var lastCPUTime = Duration.zero
    /// Processes and threads' context switches that they asked for, by waiting (`getrusage(2)`, `ru_nvcsw`).
    public var waits = 0
    /// Whether it was a copy of its cell's ``WarmStart``, and not a start of its own.
    public var isWarm = false

    /// A result with the given facts.
    public init(
        exit: Exit?, limitsStruck: Set<Limit> = [], cpuTime: Duration = .zero, userTime: Duration = .zero,
        systemTime: Duration = .zero, wallTime: Duration = .zero, peakMemory: ByteCount = ByteCount(0),
        oomKills: Int = 0, outputBytes: ByteCount = ByteCount(0), errorBytes: ByteCount = ByteCount(0),
        standardOutput: [UInt8] = [], standardError: [UInt8] = [], scratch: [String: ScratchContents] = [:],
        layers: [Layer] = []
    ) {
        self.exit = exit
        self.limitsStruck = limitsStruck
        self.cpuTime = cpuTime
        self.userTime = userTime
        self.systemTime = systemTime
        self.wallTime = wallTime
        self.peakMemory = peakMemory
        self.oomKills = oomKills
        self.outputBytes = outputBytes
        self.errorBytes = errorBytes
        self.standardOutput = standardOutput
        self.standardError = standardError
        self.scratch = scratch
        self.layers = layers
    }
}

extension RunResult {
    /// How a process ended (`waitid(2)`).
    public enum Exit: Hashable, Sendable {
        /// It returned or called `exit` with this status, 0 to 255.
        case exited(Int32)
        /// This signal ended it.
        case signaled(Signal)
    }

    /// A limit of ``Limits``.
    public enum Limit: String, Hashable, Sendable, CaseIterable {
        /// ``Limits/cpuTime``.
        case cpuTime
        /// ``Limits/wallTime``.
        case wallTime
        /// ``Limits/memory``.
        case memory
        /// ``Limits/output``.
        case output
    }

    /// The one word for a run, as `verdict run --json` prints it.
    public enum Outcome: Hashable, Sendable {
        /// The program ended by itself, with this status.
        case exited(Int32)
        /// This signal ended the program.
        case signaled(Signal)
        /// It used more CPU time than allowed.
        case cpuLimit
        /// It was still there when its wall-clock time was up.
        case wallLimit
        /// The kernel had no memory left for it within its limit.
        case memoryLimit
        /// It wrote more than allowed.
        case outputLimit
        /// A forbidden system call ended it, under ``RunRequest/SystemCallPolicy/strict``.
        case securityViolation
        /// The run was stopped by its task's cancellation or by its caller.
        case cancelled
    }

    /// What happened, by the precedence of facts: a limit that struck explains the end better than the signal that
    /// carried it out. CPU before wall before memory before output.
    public var outcome: Outcome {
        if limitsStruck.contains(.cpuTime) { return .cpuLimit }
        if limitsStruck.contains(.wallTime) { return .wallLimit }
        if limitsStruck.contains(.memory) { return .memoryLimit }
        if limitsStruck.contains(.output) { return .outputLimit }
        switch exit {
        case .exited(let status): return .exited(status)
        case .signaled(let signal): return isSecurityViolation ? .securityViolation : .signaled(signal)
        case nil: return .cancelled
        }
    }

    /// Only the strict policy kills; there, `SIGSYS` is the kernel's word for a forbidden system call.
    private var isSecurityViolation: Bool {
        layers.contains(.strictSeccomp) && exit == .signaled(.systemCall)
    }
}

extension RunResult.Outcome: CustomStringConvertible {
    /// The kind of outcome, as machines read it: `exited`, `signaled`, `cpu_limit`, …
    public var name: String {
        switch self {
        case .exited: "exited"
        case .signaled: "signaled"
        case .cpuLimit: "cpu_limit"
        case .wallLimit: "wall_limit"
        case .memoryLimit: "memory_limit"
        case .outputLimit: "output_limit"
        case .securityViolation: "security_violation"
        case .cancelled: "cancelled"
        }
    }

    /// The name, with the exit status or the signal: `exited 1`, `signaled SIGSEGV`, `cpu_limit`.
    public var description: String {
        switch self {
        case .exited(let status): "\(name) \(status)"
        case .signaled(let signal): "\(name) \(signal)"
        default: name
        }
    }
}
