import Units

/// What the host did to a run that the program is not to blame for.
///
/// Steal, waiting and throttling are looked at only in runs of 50 ms or more, from then to their end: a short run is
/// not worth the looking. A run cannot migrate, being held to its processors, so migrations are not counted.
public struct Disturbance: Hashable, Sendable {
    /// Time that the hypervisor took from the run's processors (`proc(5)`, `/proc/stat`; whole ticks of 10 ms). Kernels
    /// count it as the program's where they cannot tell it apart.
    public var stolen: Duration
    /// Time in which some of the run was ready and none of it ran, because something else did (pressure stall
    /// information, `cpu.pressure`, the line `full`); nil where the kernel does not tell, or the run was short.
    public var waited: Duration?
    /// Time for which a CPU quota above the run's cgroup held it back (`cpu.stat`).
    public var throttled: Duration
    /// Context switches that the program did not ask for (`getrusage(2)`, `ru_nivcsw`), its own threads' turns included.
    public var preemptions: Int

    /// A disturbance of these parts; none by default.
    public init(
        stolen: Duration = .zero, waited: Duration? = nil, throttled: Duration = .zero, preemptions: Int = 0
    ) {
        self.stolen = stolen
        self.waited = waited
        self.throttled = throttled
        self.preemptions = preemptions
    }
}

extension Disturbance {
    /// What coming back to a cold cache costs at most, after somebody else had the processor: a second-level cache of
    /// 1 MiB filled from memory at 10 GB/s.
    static let coldCache = Duration.microseconds(100)

    /// The most CPU time that the program may have been charged with on the host's account.
    ///
    /// A program that is put off by another one waits meanwhile. Where nothing waited, switches were turns of the
    /// program's own threads.
    /// - Parameters: what the run took in all.
    public func cpuExcess(cpuTime: Duration, wallTime: Duration) -> Duration {
        stolen + min(Self.coldCache * preemptions, waited ?? max(.zero, wallTime - cpuTime))
    }

    /// The time by the clock that was the host's.
    public var wallExcess: Duration { stolen + max(waited ?? .zero, throttled) }

    /// Whether it may have made the CPU time longer by more than a fiftieth, and by a tick of 10 ms or more.
    public func lengthens(cpuTime: Duration, wallTime: Duration) -> Bool {
        cpuExcess(cpuTime: cpuTime, wallTime: wallTime) >= max(cpuTime / 50, .milliseconds(10))
    }

    /// Whether it is worth a mark: it may have made the CPU time longer, or took more than a tenth of the time by the
    /// clock.
    public func isNotable(cpuTime: Duration, wallTime: Duration) -> Bool {
        lengthens(cpuTime: cpuTime, wallTime: wallTime) || wallExcess >= max(wallTime / 10, .milliseconds(10))
    }
}
