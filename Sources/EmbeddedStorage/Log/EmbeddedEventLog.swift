import GRDB
public import Storage
import Units

/// The log in the store's SQLite file, and the oldest of its entries in the archive.
///
/// Entries stand at 1, 2, 3 …: one that is missing is noticed when it would be read, as is one that was changed.
public struct EmbeddedEventLog: EventLog {
    /// What a page of entries has at most, sealed: whoever asks for many large ones gets fewer.
    static let pageSize = 4 << 20
    /// How many entries are opened by one thread, while others open others: about half a millisecond's work.
    private static let openedTogether = 64

    let database: StoreDatabase
    let archived: ArchivedEntries
    let keys: KeyRing
    /// Something was appended.
    let appended: Wakeup
    let recent: RecentEntries
    /// When entries are appended, in nanoseconds since 1970 (UTC).
    var now: @Sendable () -> Int64 = { SystemTime.now }

    /// See ``EventLog/append(_:to:expecting:)``.
    public func append(
        _ events: [Event], to stream: StreamName, expecting: Expectation
    ) async throws(StorageError) -> LogPosition {
        try Event.requireEntry(events, for: stream)
        let stage = "append to \(stream.text)"
        let entry = try await database.write(stage) { [keys, now] db in
            let last = try Self.last(of: stream, db)
            if case .last(let expected) = expecting, expected.number != UInt64(last) {
                throw StorageError(
                    .conflict, stage: stage,
                    reason: "its last entry stands at \(last), not at \(expected.number) as expected",
                    advice: "read the stream and decide again")
            }
            let position = try Self.end(db) + 1
            let row = try EntryRow(
                events, stream: stream, position: position, previous: last, recordedAt: now(), keys: keys)
            try row.insert(db)
            return LogEntry(
                position: LogPosition(UInt64(position)), stream: stream, recordedAt: row.recordedAt, events: events)
        } whenCommitted: { [appended, recent] entry in
            recent.add(entry)
            appended.wake()
        }
        return entry.position
    }

    /// See ``EventLog/read(after:limit:)``.
    public func read(after position: LogPosition, limit: Int) async throws(StorageError) -> [LogEntry] {
        let start = Int64(clamping: position.number)
        let rows = try await database.read("read the log") { [archived] db in
            try Self.page(limit) { limit, size in
                try archived.rows(after: start, limit: limit, size: size, db)
            } then: { before, limit, size in
                try Self.page(
                    db, size: size,
                    sql: "SELECT \(EntryRow.columns) FROM entries WHERE position > ? ORDER BY position LIMIT ?",
                    [before ?? start, limit])
            }
        }
        for (row, expected) in zip(rows, (start + (rows.isEmpty ? 0 : 1))...) where row.position != expected {
            throw Self.gap(before: row.position)
        }
        return try await open(rows)
    }

    /// See ``EventLog/read(_:after:limit:)``.
    public func read(
        _ stream: StreamName, after position: LogPosition, limit: Int
    ) async throws(StorageError) -> [LogEntry] {
        let stage = "read \(stream.text)"
        guard !recent.hasNothing(of: stream, after: position) else {
            try database.requireOpen(stage)
            return []
        }
        let start = Int64(clamping: position.number)
        let rows = try await database.read(stage) { [archived] db in
            try Self.page(limit) { limit, size in
                try archived.rows(of: stream.text, after: start, limit: limit, size: size, db)
            } then: { before, limit, size in
                try Self.page(
                    db, size: size,
                    sql: """
                        SELECT \(EntryRow.columns) FROM entries WHERE stream = ? AND position > ? ORDER BY position LIMIT ?
                        """,
                    [stream.text, before ?? start, limit])
            }
        }
        if let first = rows.first, first.previous > start { throw Self.gap(before: first.position) }
        for (before, row) in zip(rows, rows.dropFirst()) where row.previous != before.position {
            throw Self.gap(before: row.position)
        }
        return try await open(rows)
    }

    /// See ``EventLog/end()``.
    public func end() async throws(StorageError) -> LogPosition {
        LogPosition(UInt64(try await database.read("find the log's end") { try Self.end($0) }))
    }

    /// See ``EventLog/follow(after:)``.
    public func follow(after position: LogPosition) -> AsyncThrowingStream<LogEntry, any Error> {
        let follower = LogFollower(log: self, position: position)
        return AsyncThrowingStream { try await follower.next() }
    }

    private func open(_ rows: [EntryRow]) async throws(StorageError) -> [LogEntry] {
        try await mapDivided(rows, by: Self.openedTogether) { [keys] rows throws(StorageError) in
            let opener = RecordOpener(keys)
            var entries: [LogEntry] = []
            entries.reserveCapacity(rows.count)
            for row in rows { entries.append(try row.entry(opener)) }
            return entries
        }
    }

    /// A page of `limit` entries at most: what the archive has of them, and if that does not fill it, what comes then.
    /// - Parameters:
    ///   - archived: reads entries: at most so many, with at most about so many sealed bytes.
    ///   - live: the same behind the archived ones, of which the last stands at its first argument, if there is one.
    private static func page(
        _ limit: Int, _ archived: (Int, Int) throws -> [EntryRow], then live: (Int64?, Int, Int) throws -> [EntryRow]
    ) throws -> [EntryRow] {
        let rows = try archived(max(limit, 0), pageSize)
        let (limit, size) = (max(limit, 0) - rows.count, rows.reduce(pageSize) { $0 - $1.sealed.count })
        guard limit > 0, size > 0 else { return rows }
        return rows + (try live(rows.last?.position, limit, size))
    }

    private static func page(
        _ db: Database, size limit: Int, sql: String, _ arguments: StatementArguments
    ) throws -> [EntryRow] {
        var rows: [EntryRow] = []
        var size = 0
        let cursor = try Row.fetchCursor(try db.cachedStatement(sql: sql), arguments: arguments)
        while size < limit, let row = try cursor.next() {
            let entry = try EntryRow(row)
            size += entry.sealed.count
            rows.append(entry)
        }
        return rows
    }

    /// The entries from one position to another that are not in the archive.
    static func page(_ db: Database, from first: Int64, to last: Int64) throws -> [EntryRow] {
        try page(
            db, size: .max,
            sql: "SELECT \(EntryRow.columns) FROM entries WHERE position BETWEEN ? AND ? ORDER BY position",
            [first, last])
    }

    private static func last(of stream: StreamName, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT max(position) FROM entries WHERE stream = ?")
        return try Int64.fetchOne(statement, arguments: [stream.text]) ?? ArchivedEntries.last(of: stream.text, db)
    }

    private static func end(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(try db.cachedStatement(sql: "SELECT max(position) FROM entries")) ?? Segment.end(db)
    }

    /// An entry is missing that must stand before that position.
    static func gap(before position: Int64) -> StorageError {
        StorageError(
            .corrupted, stage: "read the log", reason: "an entry before the one at \(position) is missing",
            advice: "restore the store from a backup")
    }
}
