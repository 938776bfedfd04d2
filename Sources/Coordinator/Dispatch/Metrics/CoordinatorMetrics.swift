public import CoreMetrics
public import Events
public import Storage
import Synchronization

/// Counts what the coordinator does: in metrics that are scraped, and for the last minute.
///
/// All methods may be called at the same time.
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
        /// Submissions that were accepted.
        public var submissions = 0
        /// Test cases that were run.
        public var executions = 0
        /// Jobs that workers took.
        public var leases = 0
        /// The verdicts that were given.
        public var verdicts: [LoggedVerdict: Int] = [:]
        /// How long the leased jobs had waited, by priority.
        public var waits: [UInt8: Wait] = [:]

        /// How long jobs waited.
        public struct Wait: Hashable, Sendable {
            /// The median.
            public var p50: Duration
            /// The 99th percentile.
            public var p99: Duration
        }
    }

    private let clock: MonotonicClock
    private let recent = Mutex(Recent())
    private let instruments: MetricInstruments

    /// Metrics in which nothing is counted yet.
    /// - Parameter factory: makes the metrics; by default the one that the process was set up with.
    public init(clock: MonotonicClock = .continuous, factory: any MetricsFactory = MetricsSystem.factory) {
        self.clock = clock
        instruments = MetricInstruments(factory)
    }

    /// A submission was accepted and is durable.
    public func accepted() {
        recent.withLock { $0.submissions.count(true, at: clock.now()) }
        instruments.accepted.increment()
    }

    /// A submission was rejected.
    /// - Parameter reason: a raw value of ``SubmissionRejection/Reason``.
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

    /// Two workers had different results for one job.
    public func disagreed() { instruments.disagreements.increment() }

    /// A batch whose result is in doubt goes to a second worker.
    func secondLookRequested() { instruments.secondLooks.increment() }

    /// Leases expired.
    public func expired(_ leases: Int = 1) { instruments.expired.increment(by: leases) }

    /// A store failed.
    public func storeFailed(_ error: StorageError) { instruments.storeFailed(error.code.label) }

    /// Updates the gauges.
    func update(_ counts: GaugeValues) { instruments.update(counts) }

    /// The last minute.
    public var minute: Minute {
        recent.withLock { recent in
            let now = clock.now()
            var minute = Minute()
            minute.submissions = recent.submissions.totals(at: now)[true] ?? 0
            minute.executions = recent.executions.totals(at: now)[true] ?? 0
            minute.verdicts = recent.verdicts.totals(at: now)
            let leased = recent.waits.totals(at: now)
            minute.leases = leased.values.reduce(0, +)
            let waits = Dictionary(grouping: leased) { $0.key.priority }
            minute.waits = waits.mapValues { classes in
                let counts = classes.map { ($0.key.bucket, $0.value) }
                let histogram = WaitHistogram(counts: Dictionary(counts, uniquingKeysWith: +))
                return Minute.Wait(p50: histogram.quantile(0.5), p99: histogram.quantile(0.99))
            }
            return minute
        }
    }
}

/// A histogram of durations. Each bucket is a quarter longer than the one before.
private struct WaitHistogram {
    /// The index of a duration's bucket; 0 for at most 100 µs.
    static func bucket(of wait: Duration) -> Int {
        bounds.firstIndex { wait <= $0 } ?? bounds.count - 1
    }

    /// The longest duration of each bucket; of the last one about eleven days.
    private static let bounds: [Duration] = (0..<104).reduce(into: []) { bounds, _ in
        bounds.append((bounds.last ?? .microseconds(80)) * 1.25)
    }

    /// How many durations each bucket has.
    let counts: [Int: Int]

    /// The quantile `rank`, 0 to 1, as the longest duration of its bucket; 0 if there are no durations.
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
