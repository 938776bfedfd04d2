import Storage

/// What an operator sees of the fleet at one moment. A pure value.
struct FleetOverview: Sendable {
    /// A worker.
    struct Worker: Sendable {
        var name: String
        /// Verdict's version.
        var version: String
        var cores: Int
        /// How many jobs it has.
        var jobs: Int
        /// See ``WorkerRegistry/speed(of:)``.
        var speed: Double
        /// How long ago it called.
        var silence: Duration
        var isDraining: Bool
        /// The share of its runs of the last minute that the host disturbed, 0 to 1.
        var disturbed: Double
        /// The ids of its languages, in order.
        var languages: [String]
    }

    /// The jobs of one priority.
    struct Queue: Sendable {
        /// 0 for the most urgent, as a ``Storage/JobLane`` counts.
        var priority: UInt8
        var waiting: Int
        /// How many tenants have jobs that wait.
        var tenants: Int
        var leased: Int
        /// How long the jobs had waited that were leased in the last minute; nil if none were.
        var wait: CoordinatorMetrics.Minute.Wait?
    }

    /// A package whose time limit a worker measures.
    struct Measuring: Sendable {
        var package: ContentHash
        var tenant: String
        var worker: String
        /// How long the worker has had the job.
        var duration: Duration
    }

    /// Nanoseconds since 1970 (UTC).
    var time: Int64
    /// What happened in the last minute.
    var minute: CoordinatorMetrics.Minute
    var deadLetters: Int
    /// A page of the workers, by name.
    var workers: [Worker]
    /// The last name on this page, if more workers follow.
    var nextWorkers: String?
    /// How many workers there are on all pages, and how many cores and jobs they have.
    var workerCount: Int
    var coreCount: Int
    var jobCount: Int
    var queues: [Queue]
    /// The packages that are measured now, those that began first first.
    var measurings: [Measuring]
    /// How many packages wait to be measured.
    var waitingMeasurings: Int
}
