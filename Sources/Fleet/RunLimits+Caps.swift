public import Units
public import Wire

extension Verdict_V1_RunLimits {
    /// What a single run with these limits may use: what is not said is the default, or the cap where that is less.
    public func limits(within caps: ProgramLimits) -> ProgramLimits {
        func time(_ nanoseconds: UInt64, else standard: Duration, _ cap: Duration) -> Duration {
            nanoseconds > 0 ? .nanoseconds(Int64(clamping: nanoseconds)) : min(standard, cap)
        }
        func size(_ bytes: UInt64, else standard: ByteCount, _ cap: ByteCount) -> ByteCount {
            bytes > 0 ? ByteCount(Int64(clamping: bytes)) : min(standard, cap)
        }
        var limits = ProgramLimits()
        limits.cpuTime = time(cpuTimeNs, else: .seconds(10), caps.cpuTime)
        limits.wallTime = time(wallTimeNs, else: .seconds(30), caps.wallTime)
        limits.memory = size(memoryBytes, else: .mebibytes(256), caps.memory)
        limits.output = size(outputBytes, else: .mebibytes(16), caps.output)
        limits.processes = processes > 0 ? Int(processes) : min(64, caps.processes)
        return limits
    }

    /// The message that says `limits`, all of them.
    public init(_ limits: ProgramLimits) {
        self.init()
        cpuTimeNs = UInt64(clamping: limits.cpuTime.nanoseconds)
        wallTimeNs = UInt64(clamping: limits.wallTime.nanoseconds)
        memoryBytes = UInt64(clamping: limits.memory.bytes)
        outputBytes = UInt64(clamping: limits.output.bytes)
        processes = UInt32(clamping: limits.processes)
    }
}
