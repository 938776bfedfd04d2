import Concurrency
import Storage

/// What is known of all jobs: a projection of the stream's messages, and the clocks that run on it. Everything that waits
/// to be leased is found in logarithmic time; a job that waits takes some 150 bytes, its payload none.
struct JobBoard {
    typealias Instant = ContinuousClock.Instant

    /// What is known of one job.
    struct Entry {
        /// How a job stands.
        enum Status: Hashable {
            /// It can be leased.
            case waiting
            /// Somebody here is about to lease it.
            case claimed
            /// It is leased under that number, until then.
            case leased(UInt64, until: Instant)
            /// It can be leased then.
            case delayed(until: Instant)
            /// It is a dead letter, by the message at that sequence.
            case buried(UInt64)
            /// It is done, or was discarded.
            case done
        }

        var id: String
        var lane: JobLane
        /// Its place among those that wait.
        var order: UInt64
        var status: Status
        /// The sequences of its changes, by their numbers.
        var changes: [UInt64] = []
        /// Its leases since it was last requeued, by the numbers of the changes that they are.
        var leases: [(change: Int, number: UInt64)] = []

        /// How often it was leased since it was last requeued.
        var deliveries: Int { leases.count }
        /// The number of the change that comes next.
        var nextChange: Int { changes.count }
    }

    private struct Waiting: Comparable {
        var order: UInt64
        var job: UInt64

        static func < (left: Waiting, right: Waiting) -> Bool { (left.order, left.job) < (right.order, right.job) }
    }

    private struct Due: Comparable {
        var instant: Instant
        var job: UInt64

        static func < (left: Due, right: Due) -> Bool { (left.instant, left.job) < (right.instant, right.job) }
    }

    private struct Lane {
        var heap = MinHeap<Waiting>()
        var count = 0
    }

    private let leaseDuration: Duration
    /// How long what is done is remembered.
    private let memory: Duration
    private var entries = JobTable()
    private var lanes: [JobLane: Lane] = [:]
    private var due = MinHeap<Due>()
    /// Dead letters, oldest first.
    private var letters: [(change: UInt64, job: UInt64)] = []
    private var calls = RecentCalls()
    /// What is done, and until when it is remembered.
    private var done = MinHeap<Due>()
    /// How far the stream was followed.
    private(set) var position: UInt64 = 0
    /// Rises whenever a job comes to wait.
    private(set) var arrivals = 0

    /// Nothing is known yet.
    init(leaseDuration: Duration, memory: Duration) {
        self.leaseDuration = leaseDuration
        self.memory = memory
    }

    /// The job that was added at `sequence`.
    subscript(_ sequence: UInt64) -> Entry? { entries[sequence] }

    /// The job of that id, by where it was added.
    func job(_ id: String) -> UInt64? { entries.job(id) }

    /// How many wait in each lane.
    var waiting: [JobLane: Int] { lanes.mapValues(\.count).filter { $0.value > 0 } }

    /// When something will come to wait by itself.
    var nextDue: Instant? { due.first?.instant }

    /// The stream was followed up to `position`.
    mutating func advance(to position: UInt64) {
        self.position = max(self.position, position)
    }

    /// A job was added at `sequence` by `call`, as the follower says.
    /// - Returns: false if that call has added it before: it may be done by now.
    mutating func add(_ id: String, _ lane: JobLane, at sequence: UInt64, by call: String) -> Bool {
        guard calls.note(call, at: sequence) else { return false }
        add(id, lane, at: sequence, isFollowed: true)
        return true
    }

    /// A job was added at `sequence`.
    /// - Parameter isFollowed: whether the follower says so; of what it has passed already, it alone knows whether it is
    ///   still there.
    mutating func add(_ id: String, _ lane: JobLane, at sequence: UInt64, isFollowed: Bool) {
        guard entries[sequence] == nil, isFollowed || sequence > position else { return }
        // The id's job before it is done: else this one could not have been added.
        if let old = entries.job(id) { remove(old) }
        entries[sequence] = Entry(id: id, lane: lane, order: sequence, status: .claimed)
        set(.waiting, of: sequence)
    }

    /// A job is not in the stream any more.
    mutating func remove(_ job: UInt64) {
        guard let entry = entries[job] else { return }
        leave(entry.status, entry.lane, job)
        entries[job] = nil
    }

    /// Something happened to a job, by the message at `sequence`. Nothing happens if that is known.
    /// - Returns: false if the job is not known.
    @discardableResult
    mutating func apply(
        _ change: JobChange, number: Int, at sequence: UInt64, to job: UInt64, now: Instant
    ) -> Bool {
        guard var entry = entries[job] else { return false }
        guard number >= entry.nextChange else { return true }
        entry.changes.append(sequence)
        guard entry.status != .done else {
            entries[job] = entry
            return true
        }
        let status: Entry.Status
        switch change {
        case .leased(let lease):
            entry.leases.append((number, lease))
            status = .leased(lease, until: now + leaseDuration)
        case .extended:
            guard let last = entry.leases.last else { return true }
            status = .leased(last.number, until: now + leaseDuration)
        case .returned(let delay):
            status = delay > 0 ? .delayed(until: now + .milliseconds(delay)) : .waiting
        case .buried:
            status = .buried(sequence)
        case .requeued:
            entry.leases = []
            entry.order = sequence
            status = .waiting
        case .done:
            status = .done
            done.insert(Due(instant: now + memory, job: job))
        }
        entries[job] = entry
        set(status, of: job)
        return true
    }

    /// Chooses up to `count` of the oldest that wait in a lane, to be leased.
    mutating func claim(_ count: Int, from lane: JobLane) -> [UInt64] {
        var chosen: [UInt64] = []
        while chosen.count < count, let next = lanes[lane]?.heap.popFirst() {
            // What left and came back is in the heap more than once; what is gone, too.
            guard let entry = entries[next.job], entry.status == .waiting, entry.order == next.order else { continue }
            set(.claimed, of: next.job)
            chosen.append(next.job)
        }
        if let state = lanes[lane], state.count == 0 { lanes[lane] = nil }
        return chosen
    }

    /// A job that was chosen was not leased: it waits again, unless something else happened to it.
    mutating func release(_ job: UInt64) {
        if entries[job]?.status == .claimed { set(.waiting, of: job) }
    }

    /// Ends the leases and delays that are over, and forgets what was done long ago.
    mutating func expire(_ now: Instant) {
        while let next = done.first, next.instant <= now {
            _ = done.popFirst()
            if entries[next.job]?.status == .done { entries[next.job] = nil }
        }
        while let next = due.first, next.instant <= now {
            _ = due.popFirst()
            switch entries[next.job]?.status {
            case .leased(_, let end) where end <= now, .delayed(let end) where end <= now: set(.waiting, of: next.job)
            default: continue
            }
        }
    }

    /// At most `limit` dead letters, oldest first, after the one of `id`.
    func deadLetters(after id: String?, limit: Int) -> [(change: UInt64, job: UInt64)] {
        var start = 0
        if let job = id.flatMap({ entries.job($0) }), let index = letters.firstIndex(where: { $0.job == job }) {
            start = index + 1
        }
        return Array(letters[start...].prefix(max(0, limit)))
    }

    private mutating func set(_ status: Entry.Status, of job: UInt64) {
        guard let old = entries[job] else { return }
        leave(old.status, old.lane, job)
        entries[job]?.status = status
        switch status {
        case .waiting:
            lanes[old.lane, default: Lane()].count += 1
            lanes[old.lane]?.heap.insert(Waiting(order: old.order, job: job))
            arrivals += 1
        case .claimed, .done: break
        case .leased(_, let end), .delayed(let end): due.insert(Due(instant: end, job: job))
        case .buried(let change):
            let index = letters.lastIndex { $0.change < change }.map { $0 + 1 } ?? 0
            letters.insert((change, job), at: index)
        }
    }

    private mutating func leave(_ status: Entry.Status, _ lane: JobLane, _ job: UInt64) {
        switch status {
        case .waiting:
            lanes[lane]?.count -= 1
            if lanes[lane]?.count == 0 { lanes[lane] = nil }
        case .buried: letters.removeAll { $0.job == job }
        case .claimed, .leased, .delayed, .done: break
        }
    }
}
