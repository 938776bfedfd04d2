public import Units

/// What SandboxFusion's API allows.
public struct SandboxFusionOptions: Hashable, Sendable {
    /// The longest time that compiling, or running, may take; a request that asks for more gets this.
    public var longestTime = Duration.seconds(120)
    /// The memory where the request wants no limit.
    public var memory = ByteCount.gibibytes(1)
    /// The most memory; a request that asks for more gets this.
    public var mostMemory = ByteCount.gibibytes(4)
    /// What a program may write.
    public var output = ByteCount.mebibytes(16)
    /// Processes and threads at once.
    public var processes = 64

    /// The defaults.
    public init() {}

    /// So many seconds, as far as they are allowed.
    func time(_ seconds: Double) -> Duration {
        min(longestTime, .microseconds(Int64(max(0.001, min(seconds, 1e6)) * 1e6)))
    }
}
