import Problems
import Sandbox
public import Units

/// What one test case may use, and what the run is given so that exceeding it can be told.
///
/// - CPU: a run is stopped a little above the limit (``margin``) and is late when it used more than the limit. One that
///   ended near the limit, above or below, is measured again, alone: see ``VerdictPolicy``.
/// - Wall: twice the CPU limit and one second more, which only a program that sleeps or waits reaches.
public struct TestLimits: Hashable, Sendable {
    /// The most CPU time that is not too much.
    public var cpuTime: Duration
    /// How near to the CPU limit noise could decide: 5 % of it, at least 20 ms, at most 500 ms. Below the limit no more
    /// than a tenth of it.
    public var margin: Duration
    /// CPU time at which the run is stopped.
    public var cpuStop: Duration
    /// Wall-clock time at which the run is stopped.
    public var wallTime: Duration
    /// Memory, before a managed runtime's own need is added.
    public var memory: ByteCount
    /// Bytes of output.
    public var output: ByteCount

    /// Limits derived from a CPU time limit; `stop` lets late runs go on for longer, to be measured.
    public init(cpuTime: Duration, memory: ByteCount, output: ByteCount, stop: Duration? = nil) {
        margin = min(max(cpuTime / 20, .milliseconds(20)), .milliseconds(500))
        self.cpuTime = cpuTime
        self.cpuStop = max(cpuTime + margin, stop ?? .zero)
        self.wallTime = max(cpuTime, self.cpuStop - margin) * 2 + .seconds(1)
        self.memory = memory
        self.output = output
    }

    /// The limits of a test case that has some of its own.
    func narrowed(to own: OwnLimits) -> TestLimits {
        var limits = self
        if let time = own.cpuTime, time < cpuTime { limits = TestLimits(cpuTime: time, memory: memory, output: output) }
        limits.memory = min(memory, own.memory ?? memory)
        limits.output = min(output, own.output ?? output)
        return limits
    }

    /// Whether a test case with these times keeps the limits, and would again: nothing is near.
    func areKept(byCPU cpuTime: Duration, wall wallTime: Duration) -> Bool {
        cpuTime <= self.cpuTime && !isNear(cpuTime) && wallTime <= self.wallTime
    }

    /// Whether `cpuTime` is so near to the limit that another measurement may come out on its other side.
    func isNear(_ cpuTime: Duration) -> Bool {
        cpuTime >= self.cpuTime - min(margin, self.cpuTime / 10) && cpuTime <= self.cpuTime + margin
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
