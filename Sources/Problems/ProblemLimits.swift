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
