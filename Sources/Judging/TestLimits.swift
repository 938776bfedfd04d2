import Sandbox
public import Units

/// What one test case may use, and what the run is given so that exceeding it can be told.
///
/// - CPU: a run is stopped a little above the limit (5 %, at least 20 ms, at most 200 ms) and is late when it used more
///   than the limit. A run that ended in between may have been disturbed, and is measured again, alone.
/// - Wall: twice the CPU limit and one second more, which only a program that sleeps or waits reaches.
public struct TestLimits: Hashable, Sendable {
    /// The most CPU time that is not too much.
    public var cpuTime: Duration
    /// CPU time at which the run is stopped.
    public var cpuStop: Duration
    /// Wall-clock time at which the run is stopped.
    public var wallTime: Duration
    /// Memory, before a managed runtime's own need is added.
    public var memory: ByteCount
    /// Bytes of output.
    public var output: ByteCount

    /// Limits derived from a CPU time limit; `stopFactor` (1 or more) lets late runs go on to be measured.
    public init(cpuTime: Duration, memory: ByteCount, output: ByteCount, stopFactor: Double = 1) {
        let grace = min(max(cpuTime / 20, .milliseconds(20)), .milliseconds(200))
        self.cpuTime = cpuTime
        self.cpuStop = max(cpuTime + grace, .decimalSeconds(cpuTime.inSeconds * stopFactor))
        self.wallTime = max(cpuTime, self.cpuStop - grace) * 2 + .seconds(1)
        self.memory = memory
        self.output = output
    }

    /// The limits of a run of a language whose own limits are `base`.
    func applied(to base: Limits) -> Limits {
        var limits = base
        limits.cpuTime = cpuStop
        limits.wallTime = wallTime
        limits.memory = base.memory ?? memory
        limits.output = output
        return limits
    }
}
