public import Storage

/// Decides which worker gets which jobs: by the fair shares of tenants, and by what each worker can do. A pure value.
public struct DispatchPlanner: Sendable {
    /// A call for jobs.
    public struct Request: Sendable {
        /// The number of the call.
        public var id: UInt64
        /// The worker's name.
        public var worker: String
        /// How many jobs it wants.
        public var count: Int
        /// Whether it may measure a package. A worker measures one at a time.
        public var measures = true
        /// Whether batches wait for a second worker that this worker has run itself.
        public var hasDoubts = false

        /// A worker that asks for `count` jobs.
        public init(id: UInt64, worker: String, count: Int) {
            self.id = id
            self.worker = worker
            self.count = count
        }
    }

    /// The least cost of a job, in seconds of a core. It is charged when a job is planned; the rest follows later.
    public static let leastWork = 0.02

    /// The assumed cost of compiling.
    public static let buildWork = Duration.seconds(1)

    /// The assumed cost of asking a package's own grader about a group.
    static let gradeWork = Duration.milliseconds(100)

    /// The workers.
    public var workers: WorkerRegistry
    private var share = FairShare()
    private var table = LaneTable([:])
    /// Jobs that are planned and may not be leased yet.
    private var planned: [JobLane: Int] = [:]

    /// A planner that knows of no waiting jobs.
    public init(workers: WorkerRegistry) {
        self.workers = workers
    }

    /// Takes over how many jobs wait in each lane.
    public mutating func update(waiting: [JobLane: Int]) {
        var waiting = waiting
        for (lane, count) in planned {
            guard let all = waiting[lane] else { continue }
            waiting[lane] = all > count ? all - count : nil
        }
        table = LaneTable(waiting)
    }

    /// One more job waits in that lane.
    mutating func add(_ lane: JobLane) { table.add(lane, by: share) }

    /// How many lanes have waiting jobs.
    var lanes: Int { table.lanes }

    /// Plans jobs for the calls, one for each in turn, until all have enough or no jobs are left for them.
    /// - Returns: how many jobs of which lanes each call gets. Calls that get none are missing.
    public mutating func plan(_ asking: [Request], at now: Duration) -> [UInt64: [JobLane: Int]] {
        var plans: [UInt64: [JobLane: Int]] = [:]
        var open = asking.filter { $0.count > 0 }
        var given = 0
        var measuring = Set(open.filter { !$0.measures }.map(\.worker))
        while !open.isEmpty, table.lanes > 0 {
            open = open.filter { asking in
                guard table.lanes > 0 else { return false }
                let mayMeasure = !measuring.contains(asking.worker)
                let (kind, capability) = workers.kind(
                    of: asking.worker, measures: mayMeasure, isNamed: asking.hasDoubts, at: now)
                guard let lane = table.take(for: capability, kind: kind, by: share) else { return false }
                share.charge(lane, work: Self.leastWork)
                if case .measure = LaneRequirement(lane.requirement) { measuring.insert(asking.worker) }
                planned[lane, default: 0] += 1
                plans[asking.id, default: [:]][lane, default: 0] += 1
                return given + 1 < asking.count
            }
            given += 1
        }
        return plans
    }

    /// Planned jobs have been leased, or could not be.
    public mutating func settle(_ lane: JobLane, _ count: Int) {
        let left = (planned[lane] ?? 0) - count
        planned[lane] = left > 0 ? left : nil
    }

    /// A job of the lane turned out to cost so much, in seconds of a core.
    public mutating func charge(_ lane: JobLane, work: Double) {
        if work > Self.leastWork { share.add(lane, work: work - Self.leastWork) }
    }
}
