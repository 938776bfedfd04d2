public import Units

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
