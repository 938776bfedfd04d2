import Foundation
import GRDB
import Storage
import Units

/// An entry as the database has it: its events sealed for its place.
struct EntryRow: Hashable, Sendable {
    static let columns = "position, stream, previous, recorded_at, sealed"

    var position: Int64
    var stream: String
    /// The stream's entry before, 0 if there is none: so that a missing one is noticed.
    var previous: Int64
    var recordedAt: Int64
    var sealed: [UInt8]

    private var binding: SealBinding {
        SealBinding(purpose: "entry", capacity: 56 + stream.utf8.count) { place in
            place.add(stream.utf8)
            for number in [position, previous, recordedAt] { place.add(number) }
        }
    }

    /// Seals events for their place.
    init(
        _ events: [Event], stream: StreamName, position: Int64, previous: Int64, recordedAt: Int64, keys: KeyRing
    ) throws(StorageError) {
        self.position = position
        self.stream = stream.text
        self.previous = previous
        self.recordedAt = recordedAt
        sealed = []
        sealed = try keys.seal(Event.encode(events), for: binding)
    }

    /// An entry that was sealed before.
    init(position: Int64, stream: String, previous: Int64, recordedAt: Int64, sealed: [UInt8]) {
        self.position = position
        self.stream = stream
        self.previous = previous
        self.recordedAt = recordedAt
        self.sealed = sealed
    }

    /// Reads a row of ``columns``.
    init(_ row: Row) throws {
        position = row[0]
        stream = row[1]
        previous = row[2]
        recordedAt = row[3]
        // Copied once, from where SQLite has it.
        sealed = try row.withUnsafeData(atIndex: 4) { Array($0 ?? Data()) }
    }

    func insert(_ db: Database) throws {
        let statement = try db.cachedStatement(sql: "INSERT INTO entries (\(Self.columns)) VALUES (?, ?, ?, ?, ?)")
        try statement.execute(arguments: [position, stream, previous, recordedAt, Data(sealed)])
    }

    /// The entry, opened.
    /// - Throws: ``StorageError``: `corrupted` if it is not what was appended; `wrongKey`.
    func entry(_ opener: borrowing RecordOpener) throws(StorageError) -> LogEntry {
        let stage = "read the entry \(position) of \(stream)"
        do throws(StorageError) {
            guard let events = Event.decode(try opener.open(sealed, for: binding)) else {
                throw StorageError(.corrupted, stage: stage, reason: "it has no events")
            }
            return LogEntry(
                position: LogPosition(UInt64(position)), stream: try StreamName(stream), recordedAt: recordedAt,
                events: events)
        } catch {
            var failure = StorageError(error.code, stage: stage, reason: error.reason, advice: error.advice)
            if let stream = try? StreamName(stream) {
                failure.entry = EntryPlace(LogPosition(UInt64(position)), stream)
            }
            throw failure
        }
    }
}
