public import CoreMetrics
public import Events
public import Storage
import Synchronization

/// What the coordinator has done of late, for operators: figures of the last minute, and metrics that count for ever.
///
/// Whoever does something says so here. Any number of calls at once.
public final class Figures: Sendable {
    private struct Recent: Sendable {
        var submissions = RecentCounts<Bool>()
        var executions = RecentCounts<Bool>()
        var verdicts = RecentCounts<LoggedVerdict>()
        var waits = RecentCounts<WaitClass>()
    }

    private struct WaitClass: Hashable, Sendable {
        var priority: UInt8
        var place: Int
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
    private let metrics: FigureMetrics

    /// Nothing has happened yet.
    /// - Parameter metrics: keeps the metrics; by default what the process was set up with.
    public init(clock: MonotonicClock = .continuous, metrics: any MetricsFactory = MetricsSystem.factory) {
        self.clock = clock
        self.metrics = FigureMetrics(metrics)
    }

    /// A submission was taken, durably.
    public func accepted() {
        recent.withLock { $0.submissions.count(true, at: clock.now()) }
        metrics.accepted.increment()
    }

    /// A submission was not taken.
    /// - Parameter reason: why, in a word or two of a small fixed set: that of ``IntakeRefusal/Reason``.
    public func refused(_ reason: String) {
        metrics.refused(reason)
    }

    /// A judgement was recorded.
    public func judged(_ verdict: LoggedVerdict) {
        recent.withLock { $0.verdicts.count(verdict, at: clock.now()) }
        metrics.judged(verdict.abbreviation)
    }

    /// Test cases were run.
    public func executed(_ tests: Int) {
        recent.withLock { $0.executions.count(true, tests, at: clock.now()) }
        metrics.executions.increment(by: tests)
    }

    /// A job was leased that had waited so long.
    public func waited(_ wait: Duration, priority: UInt8) {
        let place = WaitClass(priority: priority, place: WaitHistogram.place(of: wait))
        recent.withLock { $0.waits.count(place, at: clock.now()) }
        metrics.waited(wait, priority: LoggedPriority(urgency: priority).label)
    }

    /// Two workers said different things of one job.
    public func disagreed() { metrics.disagreements.increment() }

    /// A worker is to run a batch whose result another one doubts.
    func looksAgain() { metrics.secondLooks.increment() }

    /// Leases ended because nobody extended them.
    public func expired(_ leases: Int = 1) { metrics.expired.increment(by: leases) }

    /// A store could not do what it was asked.
    public func failed(_ error: StorageError) { metrics.storeFailed(error.code.label) }

    /// How many there are now, for the metrics that say so.
    func show(_ counts: Counts) { metrics.show(counts) }

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
                let counts = classes.map { ($0.key.place, $0.value) }
                let histogram = WaitHistogram(counts: Dictionary(counts, uniquingKeysWith: +))
                return Minute.Wait(p50: histogram.quantile(0.5), p99: histogram.quantile(0.99))
            }
            return minute
        }
    }
}
