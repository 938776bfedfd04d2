public import CoreMetrics
public import Events
public import Storage
import Synchronization

/// What the coordinator has done of late, for operators: metrics of the last minute, and metrics that count for ever.
///
/// Whoever does something says so here. Any number of calls at once.
public final class CoordinatorMetrics: Sendable {
    private struct Recent: Sendable {
        var submissions = MinuteCounts<Bool>()
        var executions = MinuteCounts<Bool>()
        var verdicts = MinuteCounts<LoggedVerdict>()
        var waits = MinuteCounts<WaitClass>()
    }

    private struct WaitClass: Hashable, Sendable {
        var priority: UInt8
        var bucket: Int
    }

    /// What happened in the last minute.
    public struct Minute: Hashable, Sendable {
        /// Submissions that were taken.
        public var submissions = 0
        /// Test cases that were run.
        public var executions = 0
        /// The verdicts that were given.
        public var verdicts: [LoggedVerdict: Int] = [:]
        /// How long the jobs that were leased had waited, by priority: half of them not longer, and 99 of 100.
        public var waits: [UInt8: Wait] = [:]

        /// How long jobs waited.
        public struct Wait: Hashable, Sendable {
            /// Half of them did not wait longer.
            public var p50: Duration
            /// 99 of 100 did not wait longer.
            public var p99: Duration
        }
    }

    private let clock: MonotonicClock
    private let recent = Mutex(Recent())
    private let instruments: MetricInstruments

    /// Nothing has happened yet.
    /// - Parameter factory: keeps the metrics; by default what the process was set up with.
    public init(clock: MonotonicClock = .continuous, factory: any MetricsFactory = MetricsSystem.factory) {
        self.clock = clock
        instruments = MetricInstruments(factory)
    }

    /// A submission was taken, durably.
    public func accepted() {
        recent.withLock { $0.submissions.count(true, at: clock.now()) }
        instruments.accepted.increment()
    }

    /// A submission was not taken.
    /// - Parameter reason: why, in a word or two of a small fixed set: that of ``SubmissionRejection/Reason``.
    public func rejected(_ reason: String) {
        instruments.rejected(reason)
    }

    /// A judgement was recorded.
    public func judged(_ verdict: LoggedVerdict) {
        recent.withLock { $0.verdicts.count(verdict, at: clock.now()) }
        instruments.judged(verdict.abbreviation)
    }

    /// Test cases were run.
    public func executed(_ tests: Int) {
        recent.withLock { $0.executions.count(true, tests, at: clock.now()) }
        instruments.executions.increment(by: tests)
    }

    /// A job was leased that had waited so long.
    public func recordWait(_ wait: Duration, priority: UInt8) {
        let waitClass = WaitClass(priority: priority, bucket: WaitHistogram.bucket(of: wait))
        recent.withLock { $0.waits.count(waitClass, at: clock.now()) }
        instruments.recordWait(wait, priority: LoggedPriority(urgency: priority).label)
    }

    /// Two workers said different things of one job.
    public func disagreed() { instruments.disagreements.increment() }

    /// A worker is to run a batch whose result another one doubts.
    func secondLookRequested() { instruments.secondLooks.increment() }

    /// Leases ended because nobody extended them.
    public func expired(_ leases: Int = 1) { instruments.expired.increment(by: leases) }

    /// A store could not do what it was asked.
    public func storeFailed(_ error: StorageError) { instruments.storeFailed(error.code.label) }

    /// How many there are now, for the metrics that say so.
    func update(_ counts: GaugeValues) { instruments.update(counts) }

    /// The last minute.
    public var minute: Minute {
        recent.withLock { recent in
            let now = clock.now()
            var minute = Minute()
            minute.submissions = recent.submissions.totals(at: now)[true] ?? 0
            minute.executions = recent.executions.totals(at: now)[true] ?? 0
            minute.verdicts = recent.verdicts.totals(at: now)
            let waits = Dictionary(grouping: recent.waits.totals(at: now)) { $0.key.priority }
            minute.waits = waits.mapValues { classes in
                let counts = classes.map { ($0.key.bucket, $0.value) }
                let histogram = WaitHistogram(counts: Dictionary(counts, uniquingKeysWith: +))
                return Minute.Wait(p50: histogram.quantile(0.5), p99: histogram.quantile(0.99))
            }
            return minute
        }
    }
}

/// Durations, sorted into classes of which each is a quarter longer than the one before: exact enough for people.
private struct WaitHistogram {
    /// The class that a duration falls into, from 0 for what is at most 100 µs.
    static func bucket(of wait: Duration) -> Int {
        bounds.firstIndex { wait <= $0 } ?? bounds.count - 1
    }

    /// The longest duration of each class; the last one is about eleven days.
    private static let bounds: [Duration] = (0..<104).reduce(into: []) { bounds, _ in
        bounds.append((bounds.last ?? .microseconds(80)) * 1.25)
    }

    /// How many durations each class has.
    let counts: [Int: Int]

    /// The duration that the share `rank` of all, 0 to 1, does not exceed: its class's longest; 0 if there are none.
    func quantile(_ rank: Double) -> Duration {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return .zero }
        var below = 0
        for bucket in counts.keys.sorted() {
            below += counts[bucket] ?? 0
            if Double(below) >= rank * Double(total) { return Self.bounds[bucket] }
        }
        return .zero
    }
}
