package import Storage

/// What an operator sees of the fleet at one moment. A pure value.
package struct FleetOverview: Sendable {
    /// A worker.
    package struct Worker: Sendable {
        package var name: String
        /// Verdict's version.
        package var version: String
        package var cores: Int
        /// How many jobs it has.
        package var jobs: Int
        /// See ``WorkerRegistry/speed(of:)``.
        package var speed: Double
        /// How long ago it called.
        package var silence: Duration
        package var isDraining: Bool
        /// The share of its runs of the last minute that the host disturbed, 0 to 1.
        package var disturbed: Double
        /// The ids of its languages, in order.
        package var languages: [String]
    }

    /// The jobs of one priority.
    package struct Queue: Sendable {
        /// 0 for the most urgent, as a ``Storage/JobLane`` counts.
        package var priority: UInt8
        package var waiting: Int
        /// How many tenants have jobs that wait.
        package var tenants: Int
        package var leased: Int
        /// How long the jobs had waited that were leased in the last minute; nil if none were.
        package var wait: CoordinatorMetrics.Minute.Wait?
    }

    /// A package whose time limit a worker measures.
    package struct Measuring: Sendable {
        package var package: ContentHash
        package var tenant: String
        package var worker: String
        /// How long the worker has had the job.
        package var duration: Duration
    }

    /// Nanoseconds since 1970 (UTC).
    package var time: Int64
    /// What happened in the last minute.
    package var minute: CoordinatorMetrics.Minute
    package var deadLetters: Int
    /// A page of the workers, by name.
    package var workers: [Worker]
    /// The last name on this page, if more workers follow.
    package var nextWorkers: String?
    /// How many workers there are on all pages, and how many cores and jobs they have.
    package var workerCount: Int
    package var coreCount: Int
    package var jobCount: Int
    package var queues: [Queue]
    /// The packages that are measured now, those that began first first.
    package var measurings: [Measuring]
    /// How many packages wait to be measured.
    package var waitingMeasurings: Int
}
