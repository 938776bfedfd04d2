public import Units

/// What Piston's API allows.
public struct PistonOptions: Hashable, Sendable {
    /// How long compiling and running may take where the request does not say it.
    public var (compileTime, runTime) = (Duration.seconds(10), Duration.seconds(3))
    /// The most that a request may ask for.
    public var longestTime = Duration.seconds(60)
    /// The memory where the request does not say it, or says that it wants no limit.
    public var (compileMemory, runMemory) = (ByteCount.gibibytes(2), ByteCount.mebibytes(512))
    /// The most that a request may ask for.
    public var mostMemory = ByteCount.gibibytes(4)
    /// What a program may write.
    public var output = ByteCount.mebibytes(4)
    /// What a program may write that is graded.
    public var gradedOutput = ByteCount.mebibytes(32)
    /// Processes and threads at once.
    public var processes = 64

    /// The defaults.
    public init() {}
}
