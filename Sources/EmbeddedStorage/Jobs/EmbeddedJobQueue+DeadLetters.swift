import Foundation
import GRDB
public import Storage
import Synchronization
import Units

extension EmbeddedJobQueue {
    /// See ``JobQueue/bury(_:reason:)``.
    public func bury(_ lease: JobLease.Token, reason: String) async throws(StorageError) {
        try database.requireOpen("bury a job")
        guard let lease = tokens.lease(of: lease) else { return }
        _ = try await database.write("bury a job") { db -> Int64? in
            guard var row = try Self.held(lease, db) else { return nil }
            row.state = .dead
            try row.update(db)
            try db.execute(
                sql: "INSERT INTO dead_letters (sequence, reason, buried_at) VALUES (?, ?, ?)",
                arguments: [row.sequence, Data(reason.utf8), SystemTime.now])
            return row.sequence
        } whenCommitted: { job in
            if let job { self.memory.withLock { $0.forget(job) } }
        }
    }

    /// See ``JobQueue/deadLetters(after:limit:)``.
    public func deadLetters(after id: String?, limit: Int) async throws(StorageError) -> [DeadLetter] {
        let stage = "list dead letters"
        let rows = try await database.read(stage) { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT jobs.id, jobs.lane, jobs.deliveries, dead_letters.reason, dead_letters.buried_at, payloads.sealed
                    FROM dead_letters JOIN jobs USING (sequence) LEFT JOIN payloads USING (sequence)
                    WHERE dead_letters.number > coalesce(
                        (SELECT number FROM dead_letters JOIN jobs USING (sequence) WHERE jobs.id = ?), 0)
                    ORDER BY dead_letters.number LIMIT ?
                    """,
                arguments: [id ?? "", max(limit, 0)]
            ).map { (letter: try self.letter($0), sealed: $0[5] as Data?) }
        }
        var letters: [DeadLetter] = []
        for (letter, sealed) in rows {
            var letter = letter
            let binding = JobRow.binding(of: letter.job.id)
            do throws(StorageError) {
                letter.job.payload = try keys.open(sealed.map { Array($0) } ?? [], for: binding)
            } catch {
                // Listed all the same: somebody has to discard it.
                letter.reason += " (its payload cannot be read: \(error))"
            }
            letters.append(letter)
        }
        return letters
    }

    private func letter(_ row: Row) throws -> DeadLetter {
        guard let lane = memory.withLock({ $0.lane(numbered: row[1]) }) else {
            throw StorageError(.corrupted, stage: "list dead letters", reason: "there is no lane \(row[1] as Int64)")
        }
        return DeadLetter(
            job: Job(id: row[0], lane: lane, payload: []), reason: String(decoding: row[3] as Data, as: UTF8.self),
            deliveries: row[2], buriedAt: row[4])
    }

    /// See ``JobQueue/requeue(_:)``.
    public func requeue(_ ids: [String]) async throws(StorageError) -> Int {
        let lanes = try await database.write("requeue dead letters") { db in
            try Self.unbury(ids, db) { row, payload in
                _ = try JobRow.insert(id: row.id, lane: row.lane, payload: payload, db)
            }
        } whenCommitted: { lanes in
            self.memory.withLock { memory in
                for lane in lanes { memory.count(1, in: lane) }
            }
            if !lanes.isEmpty { self.arrived.wake() }
        }
        return lanes.count
    }

    /// See ``JobQueue/discard(_:)``.
    public func discard(_ ids: [String]) async throws(StorageError) -> Int {
        try await database.write("discard dead letters") { db in try Self.unbury(ids, db) { _, _ in }.count }
    }

    /// Takes dead letters out of the database, in the order of `ids`.
    /// - Returns: the lane of each.
    private static func unbury(
        _ ids: [String], _ db: Database, _ use: (JobRow, _ payload: [UInt8]) throws -> Void
    ) throws -> [Int64] {
        var lanes: [Int64] = []
        for id in ids {
            guard let row = try JobRow.find(id: id, db), row.state == .dead else { continue }
            let payload = try row.payload(db) ?? []
            try row.delete(db)
            try db.execute(sql: "DELETE FROM dead_letters WHERE sequence = ?", arguments: [row.sequence])
            try use(row, payload)
            lanes.append(row.lane)
        }
        return lanes
    }
}
