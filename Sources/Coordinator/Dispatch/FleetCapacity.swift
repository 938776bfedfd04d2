public import Events

/// How much the fleet can do, and how much it is asked to do, at one moment, as one coordinator sees it. A pure value.
public struct FleetCapacity: Hashable, Sendable {
    /// The jobs of one priority.
    public struct Queue: Hashable, Sendable {
        /// How urgent they are.
        public var priority: LoggedPriority
        /// How many no worker has yet.
        public var waiting: Int
        /// How many a worker has.
        public var leased: Int
        /// How long those had waited that workers took within the last minute, the median; nil if they took none.
        public var medianWait: Duration?
        /// How long all but one in a hundred of those had waited at most.
        public var longestWait: Duration?

        /// So many jobs of a priority.
        public init(priority: LoggedPriority, waiting: Int, leased: Int) {
            (self.priority, self.waiting, self.leased) = (priority, waiting, leased)
        }
    }

    /// How many workers are there, of those that called this coordinator.
    public var workers = 0
    /// How many cores they have.
    public var cores = 0
    /// How many jobs they have.
    public var jobs = 0
    /// How many jobs were taken within the last minute.
    public var jobsPerMinute = 0
    /// The jobs, the most urgent first.
    public var queues: [Queue] = []

    /// Nobody is there, and there is nothing to do.
    public init() {}

    /// How many jobs no worker has yet.
    public var waiting: Int { queues.reduce(0) { $0 + $1.waiting } }

    /// How many workers it takes so that what waits is taken within ``patience``, and what is being done goes on: at least one, and
    /// at most twice as many as there are, since what is known of them is known for a minute only.
    public var wantedWorkers: Int {
        guard workers > 0 else { return 1 }
        let busy = Self.quotient(workers * jobs, max(cores, jobs, 1))
        guard waiting > 0 else { return max(1, busy) }
        // What one worker takes within a minute; where none has taken anything yet, a job for each core.
        let rate = max(1, jobsPerMinute / max(1, busy), jobsPerMinute > 0 ? 1 : cores / workers)
        return max(1, min(busy + Self.quotient(waiting, rate), 2 * workers))
    }

    /// Within how long what waits is to be taken.
    public static var patience: Duration { .seconds(60) }

    private static func quotient(_ count: Int, _ each: Int) -> Int { (count + each - 1) / each }
}

extension FleetCapacity {
    init(_ overview: FleetOverview) {
        (workers, cores, jobs) = (overview.workerCount, overview.coreCount, overview.jobCount)
        jobsPerMinute = overview.minute.leases
        queues = overview.queues.map { queue in
            var known = Queue(
                priority: LoggedPriority(urgency: queue.priority), waiting: queue.waiting, leased: queue.leased)
            (known.medianWait, known.longestWait) = (queue.wait?.p50, queue.wait?.p99)
            return known
        }
    }
}
