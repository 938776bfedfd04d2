import GRDB
public import Storage
import Synchronization

extension EmbeddedJobQueue {
    /// A job that was leased, as it is stored.
    private struct Taken: Sendable {
        var row: JobRow
        var payload: [UInt8]?
    }

    /// See ``JobQueue/lease(_:from:)``.
    public func lease(_ count: Int, from lane: JobLane) async throws(StorageError) -> [JobLease] {
        guard count > 0 else {
            try database.requireOpen("lease jobs")
            return []
        }
        let taken = try await database.write("lease jobs") { db -> [Taken] in
            guard let number = self.memory.withLock({ $0.number(of: lane) }) else { return [] }
            return try JobRow.waiting(in: number, limit: count, db).map { job in
                var row = job
                row.state = .leased
                row.deliveries += 1
                try row.update(db)
                return Taken(row: row, payload: try row.payload(db))
            }
        } whenCommitted: { taken in
            self.leave(taken.map(\.row.sequence), after: self.leaseDuration) { memory in
                for job in taken { memory.count(-1, in: job.row.lane) }
            }
        }
        return try await open(taken, in: lane)
    }

    /// The leases of what was taken; what cannot be opened is buried, so that it stands in nobody's way.
    private func open(_ taken: [Taken], in lane: JobLane) async throws(StorageError) -> [JobLease] {
        var leases: [JobLease] = []
        for job in taken {
            let token = tokens.token(of: LeaseTokens.Lease(job: job.row.sequence, delivery: job.row.deliveries))
            do throws(StorageError) {
                let payload = try keys.open(job.payload ?? [], for: JobRow.binding(of: job.row.id))
                leases.append(
                    JobLease(
                        job: Job(id: job.row.id, lane: lane, payload: payload), token: token,
                        delivery: Int(job.row.deliveries)))
            } catch {
                try await bury(token, reason: "its payload cannot be read: \(error)")
            }
        }
        return leases
    }

    /// Notes that jobs come back by themselves `after` a while.
    func leave(_ jobs: [Int64], after duration: Duration, _ change: (inout QueueMemory) -> Void = { _ in }) {
        let duration = StorageClock.bounded(duration)
        let isEarlier = memory.withLock { memory in
            let before = memory.nextDeadline
            let moment = clock.now() + duration
            for job in jobs { memory.leave(job, until: moment) }
            change(&memory)
            return !jobs.isEmpty && before.map { moment < $0 } ?? true
        }
        if isEarlier { rescheduled.wake() }
    }

    /// The job that `lease` holds; nil if the lease has ended.
    static func held(_ lease: LeaseTokens.Lease, _ db: Database) throws -> JobRow? {
        guard let row = try JobRow.find(lease.job, db), row.state == .leased, row.deliveries == lease.delivery else {
            return nil
        }
        return row
    }

    /// See ``JobQueue/extend(_:)``.
    public func extend(_ lease: JobLease.Token) async throws(StorageError) -> Bool {
        try database.requireOpen("extend a lease")
        guard let lease = tokens.lease(of: lease) else { return false }
        return try await database.write("extend a lease") { db in
            try Self.held(lease, db) != nil
        } whenCommitted: { isHeld in
            if isHeld { self.leave([lease.job], after: self.leaseDuration) }
        }
    }

    /// See ``JobQueue/complete(_:)``.
    public func complete(_ lease: JobLease.Token) async throws(StorageError) {
        try database.requireOpen("complete a job")
        guard let lease = tokens.lease(of: lease) else { return }
        _ = try await database.write("complete a job") { db -> JobRow? in
            guard let row = try JobRow.find(lease.job, db), row.state != .dead else { return nil }
            try row.delete(db)
            return row
        } whenCommitted: { row in
            guard let row else { return }
            self.memory.withLock { memory in
                memory.forget(row.sequence)
                if row.state == .waiting { memory.count(-1, in: row.lane) }
            }
        }
    }

    /// See ``JobQueue/giveBack(_:after:)``.
    public func giveBack(_ lease: JobLease.Token, after delay: Duration) async throws(StorageError) {
        try database.requireOpen("give a job back")
        let delay = StorageClock.bounded(delay)
        guard let lease = tokens.lease(of: lease) else { return }
        _ = try await database.write("give a job back") { db -> JobRow? in
            guard var row = try Self.held(lease, db) else { return nil }
            row.state = delay > .zero ? .delayed : .waiting
            try row.update(delay: delay, db)
            return row
        } whenCommitted: { row in
            guard let row else { return }
            guard row.state == .waiting else { return self.leave([row.sequence], after: delay) }
            self.memory.withLock { memory in
                memory.forget(row.sequence)
                memory.count(1, in: row.lane)
            }
            self.arrived.wake()
        }
    }
}
