public import Storage

/// Decides who is given what: whose turn it is, and what each worker may have.
///
/// A pure value, which time and the queue's counts are told to.
public struct DispatchPlanner: Sendable {
    /// Who asks for jobs.
    public struct Request: Sendable {
        /// Tells it from the others that ask.
        public var id: UInt64
        /// The worker's name.
        public var worker: String
        /// How many jobs it wants.
        public var count: Int
        /// Whether it may be given a time limit to find: one at a time.
        public var measures = true
        /// Whether batches wait that it has run itself, and must not have again.
        public var hasDoubts = false

        /// A worker that asks for `count` jobs.
        public init(id: UInt64, worker: String, count: Int) {
            self.id = id
            self.worker = worker
            self.count = count
        }
    }

    /// What a job is taken to cost in seconds of a core until it is known better: less than it will be.
    public static let leastWork = 0.02

    /// What compiling is taken to cost.
    public static let buildWork = Duration.seconds(1)

    /// What asking a package's own grader about a group is taken to cost.
    static let gradeWork = Duration.milliseconds(100)

    /// Who works.
    public var workers: WorkerRegistry
    private var share = FairShare()
    private var table = LaneTable([:])
    /// Jobs that were promised, and are perhaps not leased yet.
    private var promised: [JobLane: Int] = [:]

    /// Nobody asks, nothing waits.
    public init(workers: WorkerRegistry) {
        self.workers = workers
    }

    /// So many jobs wait in the queue.
    public mutating func update(waiting: [JobLane: Int]) {
        var waiting = waiting
        for (lane, count) in promised {
            guard let all = waiting[lane] else { continue }
            waiting[lane] = all > count ? all - count : nil
        }
        table = LaneTable(waiting)
    }

    /// One more waits in that lane than was seen.
    mutating func add(_ lane: JobLane) { table.add(lane, by: share) }

    /// How many lanes something waits in, as far as was seen.
    var lanes: Int { table.lanes }

    /// Gives jobs to those who ask, one to each in turn, until all have what they want or nothing is left for them.
    /// - Returns: how many jobs of which lanes each is to lease; those who get nothing are missing.
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
                promised[lane, default: 0] += 1
                plans[asking.id, default: [:]][lane, default: 0] += 1
                return given + 1 < asking.count
            }
            given += 1
        }
        return plans
    }

    /// What was promised has been leased, or could not be.
    public mutating func settle(_ lane: JobLane, _ count: Int) {
        let left = (promised[lane] ?? 0) - count
        promised[lane] = left > 0 ? left : nil
    }

    /// A job of the lane turned out to cost so much, in seconds of a core.
    public mutating func charge(_ lane: JobLane, work: Double) {
        if work > Self.leastWork { share.add(lane, work: work - Self.leastWork) }
    }
}
