internal import Units

/// How long somebody has to wait after failures: it doubles with each, up to an end. Not a lock: after the wait anybody may
/// try.
public struct FailureDelay: Hashable, Sendable {
    /// The wait after the first failure that costs one.
    public var first: Duration
    /// The longest wait.
    public var longest: Duration
    /// How many failures cost nothing: more than one person may come from an address.
    public var free: Int
    /// After how long without a failure all are forgotten.
    public var memory: Duration

    /// From one second on, up to 15 minutes, forgotten after a day.
    public init(
        first: Duration = .seconds(1), longest: Duration = .seconds(900), free: Int = 0,
        memory: Duration = .seconds(86_400)
    ) {
        self.first = max(.zero, first)
        self.longest = max(self.first, longest)
        self.free = max(0, free)
        self.memory = max(memory, self.longest)
    }

    /// The wait after so many failures.
    func wait(after failures: Int) -> Duration {
        guard failures > free else { return .zero }
        var wait = first
        for _ in 1..<min(failures - free, 64) where wait < longest { wait *= 2 }
        return min(wait, longest)
    }

    /// How long somebody has to wait still; zero: not at all.
    func wait(_ count: inout FailureCount, at now: Int64) -> Duration {
        if now >= count.over { count = FailureCount() }
        let end = count.last &+ wait(after: Int(count.failures)).nanoseconds
        return count.failures > 0 ? .nanoseconds(max(0, end - now)) : .zero
    }
}

/// How often somebody has failed.
struct FailureCount: SubjectState {
    private(set) var failures: UInt32 = 0
    /// When it was last, in nanoseconds.
    private(set) var last: Int64 = 0
    /// From when on that is forgotten, in nanoseconds.
    private(set) var over: Int64 = 0

    mutating func add(at now: Int64, _ rule: FailureDelay) {
        // More make no longer wait.
        failures = min(failures + 1, 1 << 20)
        last = max(last, now)
        over = last + min(rule.memory.nanoseconds, 1 << 58)
    }

    mutating func remove(_ count: Int) {
        failures -= min(failures, UInt32(clamping: count))
        if failures == 0 { self = FailureCount() }
    }

    func meet(_ other: FailureCount) -> FailureCount { combined(with: other, { min($0, $1) }, { min($0, $1) }) }

    func join(_ other: FailureCount) -> FailureCount { combined(with: other, { max($0, $1) }, { max($0, $1) }) }

    private func combined(
        with other: FailureCount, _ count: (UInt32, UInt32) -> UInt32, _ time: (Int64, Int64) -> Int64
    ) -> FailureCount {
        var made = FailureCount()
        made.failures = count(failures, other.failures)
        made.last = time(last, other.last)
        made.over = time(over, other.over)
        return made
    }
}
