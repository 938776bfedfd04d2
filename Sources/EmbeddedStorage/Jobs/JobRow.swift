import Foundation
import GRDB
import Storage

/// A job as the database has it.
struct JobRow: Sendable {
    enum State: Int64, Sendable {
        case waiting = 0
        case leased = 1
        case delayed = 2
        case dead = 3
    }

    var sequence: Int64
    var id: String
    var lane: Int64
    var state: State
    /// How often it has been leased.
    var deliveries: Int64

    private static let columns = "sequence, id, lane, state, deliveries"

    private init(_ row: Row) throws {
        sequence = row[0]
        id = row[1]
        lane = row[2]
        deliveries = row[4]
        guard let state = State(rawValue: row[3]) else {
            let message = "the job \(id) is in the state \(row[3] as Int64)"
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: message)
        }
        self.state = state
    }

    static func find(_ sequence: Int64, _ db: Database) throws -> JobRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM jobs WHERE sequence = ?")
        return try Row.fetchOne(statement, arguments: [sequence]).map { try JobRow($0) }
    }

    static func find(id: String, _ db: Database) throws -> JobRow? {
        let statement = try db.cachedStatement(sql: "SELECT \(columns) FROM jobs WHERE id = ?")
        return try Row.fetchOne(statement, arguments: [id]).map { try JobRow($0) }
    }

    /// The oldest that wait in a lane.
    static func waiting(in lane: Int64, limit: Int, _ db: Database) throws -> [JobRow] {
        let statement = try db.cachedStatement(
            sql: "SELECT \(columns) FROM jobs WHERE lane = ? AND state = 0 ORDER BY sequence LIMIT ?")
        let rows = try Row.fetchCursor(statement, arguments: [lane, limit])
        var jobs: [JobRow] = []
        while let row = try rows.next() { jobs.append(try JobRow(row)) }
        return jobs
    }

    /// Adds a job that waits, unless its id is there.
    /// - Returns: whether it was added.
    static func insert(id: String, lane: Int64, payload: [UInt8], _ db: Database) throws -> Bool {
        let job = try db.cachedStatement(
            sql: """
                INSERT INTO jobs (id, lane, state, deliveries, delay) VALUES (?, ?, 0, 0, 0) ON CONFLICT (id) DO NOTHING
                """)
        try job.execute(arguments: [id, lane])
        guard db.changesCount == 1 else { return false }
        let statement = try db.cachedStatement(sql: "INSERT INTO payloads (sequence, sealed) VALUES (?, ?)")
        try statement.execute(arguments: [db.lastInsertedRowID, Data(payload)])
        return true
    }

    /// Writes state and deliveries.
    func update(delay: Duration = .zero, _ db: Database) throws {
        let milliseconds = Int64(delay / .milliseconds(1))
        let statement = try db.cachedStatement(
            sql: "UPDATE jobs SET state = ?, deliveries = ?, delay = ? WHERE sequence = ?")
        try statement.execute(arguments: [state.rawValue, deliveries, milliseconds, sequence])
    }

    /// Takes the job out of the database.
    func delete(_ db: Database) throws {
        try db.cachedStatement(sql: "DELETE FROM jobs WHERE sequence = ?").execute(arguments: [sequence])
        try db.cachedStatement(sql: "DELETE FROM payloads WHERE sequence = ?").execute(arguments: [sequence])
    }

    /// The job's payload, sealed; nil if there is none, which only damage makes so.
    func payload(_ db: Database) throws -> [UInt8]? {
        let statement = try db.cachedStatement(sql: "SELECT sealed FROM payloads WHERE sequence = ?")
        return try Data.fetchOne(statement, arguments: [sequence]).map { Array($0) }
    }

    /// Where a job's payload belongs.
    static func binding(of id: String) -> SealBinding { SealBinding(purpose: "job", [Array(id.utf8)]) }
}
