import Storage

/// What the queue knows without asking the database: how many wait in each lane, and when what is away is due back.
///
/// It is changed when a transaction is committed, in the order of transactions, and made anew when the store is opened.
struct QueueMemory {
    private var numbers: [JobLane: Int64] = [:]
    private var lanes: [Int64: JobLane] = [:]
    private var waiting: [Int64: Int] = [:]
    /// Of each job that is leased or delayed, when that ends.
    private var due: [Int64: Duration] = [:]
    private var deadlines = DeadlineHeap()
    private var overdue: Set<Int64> = []

    /// The lanes in which jobs wait, and how many.
    var counts: [JobLane: Int] {
        waiting.reduce(into: [:]) { counts, lane in
            if lane.value > 0, let name = lanes[lane.key] { counts[name] = lane.value }
        }
    }

    /// When the next lease or delay ends; long ago if that of one has ended and it does not count as waiting yet.
    var nextDeadline: Duration? { overdue.isEmpty ? deadlines.first?.moment : .zero }

    func number(of lane: JobLane) -> Int64? { numbers[lane] }

    func lane(numbered number: Int64) -> JobLane? { lanes[number] }

    mutating func add(_ lane: JobLane, number: Int64) {
        numbers[lane] = number
        lanes[number] = lane
    }

    mutating func count(_ change: Int, in lane: Int64) { waiting[lane, default: 0] += change }

    /// A job is leased or delayed until then.
    mutating func leave(_ job: Int64, until moment: Duration) {
        overdue.remove(job)
        due[job] = moment
        deadlines.insert(DeadlineHeap.Deadline(moment: moment, job: job))
        // Moments that no longer hold, such as a lease's before it was extended, go when they pass, or now if they are many.
        guard deadlines.count > 2 * due.count + 1000 else { return }
        deadlines = DeadlineHeap()
        for (job, moment) in due { deadlines.insert(DeadlineHeap.Deadline(moment: moment, job: job)) }
    }

    /// A job is not leased or delayed any more.
    mutating func forget(_ job: Int64) {
        due[job] = nil
        overdue.remove(job)
    }

    /// The jobs whose leases or delays have ended, until they are forgotten or leave again.
    mutating func overdueJobs(at now: Duration) -> [Int64] {
        while let first = deadlines.first, first.moment <= now {
            deadlines.removeFirst()
            if due[first.job] == first.moment { overdue.insert(first.job) }
        }
        return overdue.sorted()
    }
}
