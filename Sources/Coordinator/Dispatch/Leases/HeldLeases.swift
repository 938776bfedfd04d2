import Events
import Storage

/// The leases that workers have, as far as is known: what is not known here may still be one.
struct HeldLeases: Sendable {
    /// A lease that a worker has.
    struct Lease: Sendable {
        var worker: String
        /// The job; nil for a single run.
        var name: JobName?
        var lane: JobLane
        /// Nobody wants the job any more.
        var isUnwanted = false
        /// When it was given or extended last.
        var since: Duration
        /// When it was given.
        let begun: Duration

        init(worker: String, name: JobName?, lane: JobLane, since: Duration) {
            (self.worker, self.name, self.lane, self.since, begun) = (worker, name, lane, since, since)
        }

        var isMeasuring: Bool { if case .measure? = name { true } else { false } }
    }

    /// By the lease's string.
    private var leases: [String: Lease] = [:]
    private var bySubmission: [SubmissionID: Set<String>] = [:]
    private var byWorker: [String: Int] = [:]
    /// Leases of jobs that find a package's time limit.
    private var measuring: Set<String> = []

    var count: Int { leases.count }

    subscript(lease: String) -> Lease? { leases[lease] }

    mutating func add(_ lease: String, _ held: Lease) {
        remove(lease)
        leases[lease] = held
        byWorker[held.worker, default: 0] += 1
        if held.isMeasuring { measuring.insert(lease) }
        if let submission = held.name?.submission { bySubmission[submission, default: []].insert(lease) }
    }

    @discardableResult
    mutating func remove(_ lease: String) -> Lease? {
        guard let held = leases.removeValue(forKey: lease) else { return nil }
        let left = (byWorker[held.worker] ?? 0) - 1
        byWorker[held.worker] = left > 0 ? left : nil
        measuring.remove(lease)
        if let submission = held.name?.submission {
            bySubmission[submission]?.remove(lease)
            if bySubmission[submission]?.isEmpty == true { bySubmission[submission] = nil }
        }
        return held
    }

    mutating func extend(_ lease: String, at now: Duration) { leases[lease]?.since = now }

    /// Notes which jobs of a submission are not wanted any more.
    mutating func markUnwanted(_ submission: SubmissionID, unless isWanted: (JobName) -> Bool) {
        for lease in bySubmission[submission] ?? [] {
            if let name = leases[lease]?.name, !isWanted(name) { leases[lease]?.isUnwanted = true }
        }
    }

    /// Notes that a job is not wanted any more that finds a time limit.
    mutating func markUnwanted(_ name: JobName) {
        for lease in measuring where leases[lease]?.name == name { leases[lease]?.isUnwanted = true }
    }

    /// The jobs that find time limits.
    var measurings: [Lease] { measuring.compactMap { leases[$0] } }

    /// The workers that have such a job.
    var measuringWorkers: Set<String> { Set(measurings.map(\.worker)) }

    /// How many leases a worker has.
    func count(of worker: String) -> Int { byWorker[worker] ?? 0 }

    /// How many leases there are of jobs of each priority.
    var byPriority: [UInt8: Int] {
        leases.values.reduce(into: [:]) { $0[$1.lane.priority, default: 0] += 1 }
    }

    /// Takes out those that have not been extended since then, and says how many they were.
    mutating func expire(before moment: Duration) -> Int {
        let old = leases.filter { $0.value.since < moment }.keys
        for lease in old { remove(lease) }
        return old.count
    }
}
