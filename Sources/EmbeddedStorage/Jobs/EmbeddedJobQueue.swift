import GRDB
public import Storage
import Synchronization

/// The queue in the store's SQLite file.
///
/// Which jobs there are, and which lease of each is the last, is in the database; when leases and delays end is in memory,
/// by a clock that cannot step. When the store is opened anew, what was leased is leased for a full time more, and what was
/// given back for later waits its full delay again. What it costs to lease or to add a job does not depend on how many wait.
public final class EmbeddedJobQueue: JobQueue {
    /// See ``JobQueue/leaseDuration``.
    public let leaseDuration: Duration

    let database: StoreDatabase
    let keys: KeyRing
    let clock: StorageClock
    let tokens: LeaseTokens
    let memory: Mutex<QueueMemory>
    /// Something has come to wait.
    let arrived = Wakeup()
    /// Something is due earlier than all before.
    let rescheduled = Wakeup()
    /// What had arrived when a call of `wait` returned last.
    let seen = Mutex<UInt64>(0)

    /// Reads from the database what is to be in memory.
    init(
        database: StoreDatabase, keys: KeyRing, clock: StorageClock, leaseDuration: Duration
    ) async throws(StorageError) {
        self.database = database
        self.keys = keys
        self.clock = clock
        self.leaseDuration = leaseDuration
        let start = try await database.write("open the queue") { db in
            try QueueStart(db, now: clock.now(), leaseDuration: leaseDuration)
        }
        tokens = start.tokens
        memory = Mutex(start.memory)
        database.commits.setPrologue { [weak self] db in try self?.endWhatIsDue(db) }
    }

    /// See ``JobQueue/enqueue(_:)``.
    public func enqueue(_ jobs: [Job]) async throws(StorageError) {
        for job in jobs { try job.requireValid() }
        var rest = jobs[...]
        while !rest.isEmpty {
            // Others' changes need not wait for all of them.
            try await add(rest.prefix(256))
            rest = rest.dropFirst(256)
        }
        // An open store says so even of nothing.
        try database.requireOpen("enqueue")
    }

    private func add(_ jobs: ArraySlice<Job>) async throws(StorageError) {
        var sealed: [(job: Job, payload: [UInt8])] = []
        for job in jobs {
            sealed.append((job, try keys.seal(job.payload, for: JobRow.binding(of: job.id))))
        }
        _ = try await database.write("enqueue") { [sealed] db in
            var added: [JobLane: (number: Int64, count: Int)] = [:]
            for (job, payload) in sealed {
                let number = try added[job.lane]?.number ?? self.number(of: job.lane, db)
                let isNew = try JobRow.insert(id: job.id, lane: number, payload: payload, db)
                added[job.lane] = (number, (added[job.lane]?.count ?? 0) + (isNew ? 1 : 0))
            }
            return added
        } whenCommitted: { added in
            self.memory.withLock { memory in
                for (lane, (number, count)) in added {
                    memory.add(lane, number: number)
                    memory.count(count, in: number)
                }
            }
            if added.values.contains(where: { $0.count > 0 }) { self.arrived.wake() }
        }
    }

    /// The lane's number in the database; a new one if it has none.
    private func number(of lane: JobLane, _ db: Database) throws -> Int64 {
        if let number = memory.withLock({ $0.number(of: lane) }) { return number }
        return try LaneRow.number(of: lane, db)
    }

    /// See ``JobQueue/waiting()``.
    public func waiting() async throws(StorageError) -> [JobLane: Int] {
        try database.requireOpen("count what waits")
        let now = clock.now()
        if memory.withLock({ $0.nextDeadline.map { $0 <= now } ?? false }) { try await endWhatIsDue() }
        return memory.withLock { $0.counts }
    }

    /// See ``JobQueue/wait(atMost:)``.
    public func wait(atMost limit: Duration) async throws(StorageError) {
        try database.requireOpen("wait for jobs")
        let last = seen.withLock { $0 }
        try await arrived.wait(
            past: last, until: clock.now() + StorageClock.bounded(limit), clock: clock, stage: "wait for jobs")
        let now = arrived.count
        seen.withLock { $0 = max($0, now) }
    }
}
