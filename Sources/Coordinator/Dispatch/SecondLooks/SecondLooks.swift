import Storage

/// Batches that wait for another worker than the one that ran them, and which ones did. A pure value.
///
/// The coordinator keeps their leases alive meanwhile, so they stay in the queue: if it dies, the leases end, and the jobs
/// are leased again. What is remembered here is lost then, and the oldest of it when it becomes much.
struct SecondLooks: Sendable {
    /// A batch that waits for another worker.
    struct Offer: Sendable {
        /// What the first worker brought: recorded if no other one comes.
        var result: JobResult
        var name: JobName
        /// The first worker's lease.
        var spoken: Dispatcher.Spoken
        /// Where the job waits in the queue.
        var lane: JobLane
        /// The language that another worker must be able to run.
        var language: String
        /// No longer than until then.
        var deadline: Duration

        /// Where it waits here: apart from the queue's jobs, for not everybody may have it.
        var own: JobLane {
            let again = LaneRequirement.again(language, except: spoken.ticket.worker)
            return JobLane(priority: lane.priority, tenant: lane.tenant, requirement: again.text)
        }

        /// The lease, which goes to the other worker.
        var lease: JobLease {
            JobLease(
                job: Job(id: spoken.ticket.job, lane: lane, payload: []), token: spoken.ticket.token,
                delivery: spoken.ticket.delivery)
        }
    }

    /// No more wait at once: each has a result, which may be large.
    static let most = 128

    private var offers: [JobLane: [Offer]] = [:]
    private var doubters: [String: Int] = [:]
    private var jobs = RecentTexts()
    private var leases = RecentTexts()
    private(set) var count = 0

    /// How many wait in each lane.
    var lanes: [JobLane: Int] { offers.mapValues(\.count) }

    /// All that wait.
    var waiting: [Offer] { offers.values.flatMap(\.self) }

    /// Whether a batch waits that this worker must not have.
    func isDoubter(_ worker: String) -> Bool { doubters[worker] != nil }

    /// Whether another worker was asked about a job.
    func knows(job: String) -> Bool { jobs.contains(job) }

    /// Whether that was because of this lease.
    func knows(lease: String) -> Bool { leases.contains(lease) }

    mutating func add(_ offer: Offer) {
        _ = jobs.insert(offer.spoken.ticket.job)
        _ = leases.insert(offer.spoken.text)
        offers[offer.own, default: []].append(offer)
        doubters[offer.spoken.ticket.worker, default: 0] += 1
        count += 1
    }

    /// At most `count` of a lane, oldest first: they wait no longer.
    mutating func take(_ count: Int, from lane: JobLane) -> [Offer] {
        let taken = Array((offers[lane] ?? []).prefix(count))
        for offer in taken { remove(offer) }
        return taken
    }

    /// It waits no longer.
    /// - Returns: whether it still did.
    @discardableResult
    mutating func remove(_ offer: Offer) -> Bool {
        guard let place = offers[offer.own]?.firstIndex(where: { $0.spoken.text == offer.spoken.text }) else {
            return false
        }
        offers[offer.own]?.remove(at: place)
        if offers[offer.own]?.isEmpty == true { offers[offer.own] = nil }
        let left = (doubters[offer.spoken.ticket.worker] ?? 0) - 1
        doubters[offer.spoken.ticket.worker] = left > 0 ? left : nil
        count -= 1
        return true
    }
}
