import Foundation
import GRDB
import Storage

/// What a queue knows when its store has just been opened.
struct QueueStart: Sendable {
    var tokens: LeaseTokens
    var memory = QueueMemory()

    /// Reads it from the database; what is leased or delayed begins anew.
    init(_ db: Database, now: Duration, leaseDuration: Duration) throws {
        guard let key = try Data.fetchOne(db, sql: "SELECT value FROM facts WHERE name = 'token_key'"), key.count == 32
        else {
            throw StorageError(.corrupted, stage: "open the queue", reason: "its key for tokens is missing")
        }
        tokens = LeaseTokens(key: Array(key))
        try db.execute(sql: "DELETE FROM lanes WHERE number NOT IN (SELECT DISTINCT lane FROM jobs)")
        for (lane, number) in try LaneRow.all(db) { memory.add(lane, number: number) }
        for row in try Row.fetchAll(db, sql: "SELECT lane, count(*) FROM jobs WHERE state = 0 GROUP BY lane") {
            memory.count(row[1], in: row[0])
        }
        let away = try Row.fetchCursor(db, sql: "SELECT sequence, state, delay FROM jobs WHERE state IN (1, 2)")
        while let row = try away.next() {
            let isLeased = row[1] as Int64 == JobRow.State.leased.rawValue
            let rest = isLeased ? StorageClock.bounded(leaseDuration) : .milliseconds(row[2] as Int64)
            memory.leave(row[0], until: now + rest)
        }
    }
}

/// A lane as the database has it.
enum LaneRow {
    static func all(_ db: Database) throws -> [(lane: JobLane, number: Int64)] {
        try Row.fetchAll(db, sql: "SELECT number, priority, tenant, requirement FROM lanes").map { row in
            let lane = JobLane(
                priority: UInt8(truncatingIfNeeded: row[1] as Int64),
                tenant: String(decoding: row[2] as Data, as: UTF8.self),
                requirement: String(decoding: row[3] as Data, as: UTF8.self))
            return (lane, row[0])
        }
    }

    /// The lane's number; a new one if it has none.
    static func number(of lane: JobLane, _ db: Database) throws -> Int64 {
        let values: StatementArguments = [Int64(lane.priority), Data(lane.tenant.utf8), Data(lane.requirement.utf8)]
        let known = try db.cachedStatement(
            sql: "SELECT number FROM lanes WHERE priority = ? AND tenant = ? AND requirement = ?")
        if let number = try Int64.fetchOne(known, arguments: values) { return number }
        try db.execute(sql: "INSERT INTO lanes (priority, tenant, requirement) VALUES (?, ?, ?)", arguments: values)
        return db.lastInsertedRowID
    }
}
