import Foundation
import GRDB
import Storage
import SystemPackage

/// The entries that are in the archive and no more in the database, as its transactions see them. All of these wait for the
/// disk.
///
/// The database keeps which positions each stream has there: what an append expects is known without the archive.
struct ArchivedEntries: Sendable {
    /// Where the segments are: a folder, or a link to one.
    let folder: FilePath

    /// The archive of the store in the folder `store`.
    init(store: FilePath) {
        folder = store.appending("archive")
    }

    /// At most `limit` entries after `position`, with about `size` sealed bytes at most.
    /// - Throws: ``StorageError``: `unavailable` if a segment is not there; `corrupted` with the place of the entry.
    func rows(after position: Int64, limit: Int, size: Int, _ db: Database) throws -> [EntryRow] {
        var rows: [EntryRow] = []
        var (last, rest) = (position, size)
        while rows.count < limit, rest > 0, let segment = try Segment.following(last, db) {
            let first = max(segment.first, last + 1)
            let end = first + min(segment.last - first, Int64(limit - rows.count - 1))
            let more = try read(SegmentReader(segment, in: folder), first...end, atMost: rest, db)
            // Also where a damaged entry cannot be opened it is known of which stream it is.
            for row in more where try !Self.has(row, db) { throw try Self.damage(segment, row.position, db) }
            rows += more
            rest -= more.reduce(0) { $0 + $1.sealed.count }
            last = more.last?.position ?? segment.last
        }
        return rows
    }

    /// As ``rows(after:limit:size:_:)``, of one stream.
    func rows(of stream: String, after position: Int64, limit: Int, size: Int, _ db: Database) throws -> [EntryRow] {
        let statement = try db.cachedStatement(
            sql: "SELECT position FROM archived WHERE stream = ? AND position > ? ORDER BY position LIMIT ?")
        let positions = try Int64.fetchCursor(statement, arguments: [stream, position, limit])
        var rows: [EntryRow] = []
        var rest = size
        var reader: SegmentReader?
        while rest > 0, let position = try positions.next() {
            if reader.map({ position > $0.segment.last }) ?? true {
                guard let segment = try Segment.following(position - 1, db) else { break }
                reader = try SegmentReader(segment, in: folder)
            }
            guard let reader, let row = try read(reader, position...position, atMost: rest, db).first else { break }
            guard row.stream == stream else { throw try Self.damage(reader.segment, position, db) }
            rows.append(row)
            rest -= row.sealed.count
        }
        return rows
    }

    private func read(
        _ reader: SegmentReader, _ positions: ClosedRange<Int64>, atMost size: Int, _ db: Database
    ) throws -> [EntryRow] {
        do {
            return try reader.rows(positions, atMost: size)
        } catch let damage as SegmentReader.DamagedEntry {
            throw try Self.damage(reader.segment, damage.position, db)
        }
    }

    private static func has(_ row: EntryRow, _ db: Database) throws -> Bool {
        let statement = try db.cachedStatement(sql: "SELECT 1 FROM archived WHERE stream = ? AND position = ?")
        return try Int.fetchOne(statement, arguments: [row.stream, row.position]) != nil
    }

    /// What the file has of an entry is not what was written.
    private static func damage(_ segment: Segment, _ position: Int64, _ db: Database) throws -> StorageError {
        // A long way, which only damage goes.
        let stream = try String.fetchOne(
            db, sql: "SELECT stream FROM archived WHERE position = ?", arguments: [position])
        var error = StorageError(damaged: segment, "the entry \(position) is not what was written")
        if let stream { error.entry = EntryPlace(LogPosition(UInt64(position)), try StreamName(stream)) }
        return error
    }

    /// The position of a stream's last entry here; 0 if it has none.
    static func last(of stream: String, _ db: Database) throws -> Int64 {
        let statement = try db.cachedStatement(sql: "SELECT max(position) FROM archived WHERE stream = ?")
        return try Int64.fetchOne(statement, arguments: [stream]) ?? 0
    }

    /// Sees that all segments that the database names are there, each as long as it was written.
    /// - Throws: ``StorageError``: `unavailable` if one is not there; `corrupted`.
    func requireAll(_ db: Database) throws {
        for segment in try Segment.all(db) {
            guard let size = try Self.size(of: folder.appending(segment.name)) else {
                throw StorageError(missing: segment, in: folder)
            }
            guard size == segment.size else {
                throw StorageError(damaged: segment, "it has \(size) bytes, and had \(segment.size)")
            }
        }
    }

    private static func size(of path: FilePath) throws -> Int64? {
        do {
            return try OwnedFile(path, .readOnly).size()
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
    }
}
