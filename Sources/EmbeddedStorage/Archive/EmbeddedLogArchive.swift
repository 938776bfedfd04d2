import GRDB
public import Storage
import Synchronization
import SystemPackage
import Units

/// The archive of the log in the store's SQLite file: a folder of files with some thousand entries each.
///
/// A part is written to a file, which gets its name when it is durable, and read again; then one transaction notes the file
/// and removes the entries from the database. Whatever ends the process before leaves the entries in the database, and at
/// most a file that the next attempt writes again.
public final class EmbeddedLogArchive: LogArchive {
    /// What a file has: so many entries, or fewer with so many sealed bytes.
    package struct FileSize: Sendable {
        /// The most entries.
        package var entries = 4096
        /// No entry is added to so many sealed bytes.
        package var bytes = 16 << 20

        /// The usual size.
        package init() {}
    }

    private let database: StoreDatabase
    private let archived: ArchivedEntries
    private let fileSize: FileSize
    /// Whether a part is being moved: one at a time.
    private let isMoving = Atomic(false)

    init(database: StoreDatabase, archived: ArchivedEntries, fileSize: FileSize = FileSize()) {
        (self.database, self.archived, self.fileSize) = (database, archived, fileSize)
    }

    /// See ``Storage/LogArchive/nextPart(after:recordedBefore:upTo:)``.
    public func nextPart(
        after position: LogPosition?, recordedBefore time: Int64, upTo limit: LogPosition
    ) async throws(StorageError) -> ArchivePart? {
        try await database.read("look for old entries") { [fileSize] db in
            let start = try position.map { Int64(clamping: $0.number) } ?? Segment.end(db)
            let statement = try db.cachedStatement(
                sql: """
                    SELECT position, recorded_at, length(stream) + length(sealed) FROM entries
                    WHERE position > ? AND position <= ? ORDER BY position LIMIT ?
                    """)
            let rows = try Row.fetchCursor(
                statement, arguments: [start, Int64(clamping: limit.number), fileSize.entries])
            var (entries, content, isOld) = (0, 0, true)
            while let row = try rows.next() {
                guard row[0] == start + Int64(entries) + 1 else { throw EmbeddedEventLog.gap(before: row[0]) }
                // By a clock that was ahead it may be of a time that is still to come.
                if (row[1] as Int64) >= time { isOld = false }
                entries += 1
                content += row[2] as Int
                guard entries == fileSize.entries || content >= fileSize.bytes else { continue }
                guard try isOld || Self.hasOld(from: row[0], upTo: limit, time, db) else { return nil }
                return ArchivePart(
                    positions: LogPosition(UInt64(start + 1))...LogPosition(UInt64(start) + UInt64(entries)),
                    entries: entries, size: ByteCount(Int64(SegmentCoding.size(entries: entries, content: content))))
            }
            return nil
        }
    }

    /// How many entries are looked at for one that is old.
    private static let lookahead = 65_536

    /// Whether one of the entries from there on is old enough: then all before it are, whatever they say.
    private static func hasOld(
        from position: Int64, upTo limit: LogPosition, _ time: Int64, _ db: Database
    ) throws -> Bool {
        let statement = try db.cachedStatement(
            sql: """
                SELECT 1 FROM (
                    SELECT recorded_at FROM entries WHERE position >= ? AND position <= ? ORDER BY position LIMIT ?
                ) WHERE recorded_at < ? LIMIT 1
                """)
        let arguments: StatementArguments = [position, Int64(clamping: limit.number), lookahead, time]
        return try Int.fetchOne(statement, arguments: arguments) != nil
    }

    /// See ``Storage/LogArchive/move(_:)``.
    public func move(_ part: ArchivePart) async throws(StorageError) {
        try await move(part) { _ in }
    }

    /// Moves a part.
    /// - Parameter reached: is told of each step when it is done; what it throws ends the move there.
    package func move(
        _ part: ArchivePart, reached: @escaping @Sendable (ArchivingStep) throws -> Void
    ) async throws(StorageError) {
        let (first, last) = (
            Int64(clamping: part.positions.lowerBound.number), Int64(clamping: part.positions.upperBound.number)
        )
        let stage = "archive the entries \(first) to \(last)"
        guard !isMoving.exchange(true, ordering: .sequentiallyConsistent) else {
            throw StorageError(
                .conflict, stage: stage, reason: "others are being archived now", advice: "try again later")
        }
        defer { isMoving.store(false, ordering: .sequentiallyConsistent) }
        let rows = try await database.read(stage) { db in
            try Self.requireNext(first, stage, db)
            let rows = try EmbeddedEventLog.page(db, from: first, to: last)
            guard rows.map(\.position) == Array(first...last) else { throw EmbeddedEventLog.gap(before: last + 1) }
            return rows
        }
        let segment = try await onOwnThread(stage) { [archived] in
            try SegmentFile.write(rows, in: archived.folder, reached: reached)
        }
        try await database.write(stage) { db in
            try Self.requireNext(first, stage, db)
            try segment.insert(db)
            try db.execute(
                sql: """
                    INSERT INTO archived (stream, position)
                    SELECT stream, position FROM entries WHERE position BETWEEN ? AND ?
                    """, arguments: [first, last])
            try db.execute(sql: "DELETE FROM entries WHERE position BETWEEN ? AND ?", arguments: [first, last])
            try reached(.removed)
        }
        do {
            try reached(.committed)
        } catch {
            throw StorageError(error, stage: stage)
        }
    }

    private static func requireNext(_ first: Int64, _ stage: String, _ db: Database) throws {
        guard try Segment.end(db) == first - 1 else {
            throw StorageError(
                .conflict, stage: stage, reason: "the archive ends elsewhere",
                advice: "ask for the next part again")
        }
    }
}

/// What has been done of moving a part into the archive.
package enum ArchivingStep: Int, CaseIterable, Sendable {
    /// All is in a file with a name of its own.
    case written
    /// The file is durable, and has its name.
    case named
    /// The file was read, and has what it must have.
    case verified
    /// The transaction that removes the entries from the database is about to be committed.
    case removed
    /// It was committed.
    case committed
}
