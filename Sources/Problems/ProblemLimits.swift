public import Units

/// Limits besides the time limit, with the legacy format's defaults.
public struct ProblemLimits: Hashable, Sendable {
    /// The memory of a submission's run.
    public var memory = ByteCount.mebibytes(2048)
    /// What a submission's run may write.
    public var output = ByteCount.mebibytes(8)
    /// Whether standard error counts as output, too.
    public var isErrorOutput = false
    /// A submission's source files together.
    public var code = ByteCount.kibibytes(128)
    /// The CPU time of a build.
    public var compilationTime = Duration.seconds(60)
    /// The memory of a build.
    public var compilationMemory = ByteCount.mebibytes(2048)
    /// The CPU time of one validator run.
    public var validationTime = Duration.seconds(60)
    /// The memory of a validator run.
    public var validationMemory = ByteCount.mebibytes(2048)
    /// What a validator run may write.
    public var validationOutput = ByteCount.mebibytes(8)
    /// By how much a submission that should exceed the time limit has to exceed it.
    public var timeSafetyMargin = 2.0

    /// The defaults.
    public init() {}
}

/// What one test case may use where that is less than what the problem's other test cases may.
public struct OwnLimits: Hashable, Sendable {
    /// The CPU time; nil: the problem's.
    public var cpuTime: Duration?
    /// The memory; nil: the problem's.
    public var memory: ByteCount?
    /// What may be written; nil: the problem's.
    public var output: ByteCount?

    /// These limits.
    public init(cpuTime: Duration? = nil, memory: ByteCount? = nil, output: ByteCount? = nil) {
        self.cpuTime = cpuTime
        self.memory = memory
        self.output = output
    }

    /// Whether there are none.
    public var isEmpty: Bool { self == OwnLimits() }
}

/// How the CPU time limit is found.
public enum TimeLimit: Hashable, Sendable {
    /// Given by the package; `source` names the file.
    case fixed(Duration, source: String)
    /// The least multiple of `resolution`, at least one, that the slowest accepted submission's time × `multiplier` does not
    /// exceed; a time-limit submission must exceed it × `safetyMargin`.
    case computed(multiplier: Double, safetyMargin: Double, resolution: Duration = .seconds(1))
}
