import Events
import Storage
import Telemetry

/// The leases that workers hold, as far as this process knows. A lease that is missing here may still be valid. A pure value.
struct HeldLeases: Sendable {
    /// A lease that a worker holds.
    struct Lease: Sendable {
        var worker: String
        /// The job; nil for a single run.
        var name: JobName?
        var lane: JobLane
        /// Whether the job is not wanted any more.
        var isUnwanted = false
        /// When it was granted or extended last.
        var since: Duration
        /// When it was granted.
        let begun: Duration
        /// Ends with it; nil where nobody traces its job.
        var span: ActiveSpan?

        init(worker: String, name: JobName?, lane: JobLane, since: Duration) {
            (self.worker, self.name, self.lane, self.since, begun) = (worker, name, lane, since, since)
        }

        var isMeasuring: Bool { if case .measure? = name { true } else { false } }
    }

    /// The leases by their strings.
    private var leases: [String: Lease] = [:]
    private var bySubmission: [SubmissionID: Set<String>] = [:]
    private var byWorker: [String: Int] = [:]
    /// The leases of jobs that measure a package.
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

    /// Marks the leases of a submission whose jobs are not wanted any more.
    mutating func markUnwanted(_ submission: SubmissionID, unless isWanted: (JobName) -> Bool) {
        for lease in bySubmission[submission] ?? [] {
            if let name = leases[lease]?.name, !isWanted(name) { leases[lease]?.isUnwanted = true }
        }
    }

    /// Marks the lease of a job that measures a package as unwanted.
    mutating func markUnwanted(_ name: JobName) {
        for lease in measuring where leases[lease]?.name == name { leases[lease]?.isUnwanted = true }
    }

    /// The leases of jobs that measure packages.
    var measurings: [Lease] { measuring.compactMap { leases[$0] } }

    /// The workers that measure a package.
    var measuringWorkers: Set<String> { Set(measurings.map(\.worker)) }

    /// How many leases a worker holds.
    func count(of worker: String) -> Int { byWorker[worker] ?? 0 }

    /// The number of leases by priority.
    var byPriority: [UInt8: Int] {
        leases.values.reduce(into: [:]) { $0[$1.lane.priority, default: 0] += 1 }
    }

    /// Removes the leases that were not extended since then.
    /// - Returns: what they were.
    mutating func expire(before moment: Duration) -> [Lease] {
        leases.filter { $0.value.since < moment }.keys.compactMap { remove($0) }
    }
}
