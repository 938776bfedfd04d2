import Cryptography
import Foundation
import GRDB
import Storage
import SystemPackage

/// A file of the archive, as the database names it. It never changes, and is never removed.
struct Segment: Hashable, Sendable {
    var first: Int64
    var last: Int64
    var size: Int64
    var sha256: [UInt8]

    /// The segment that `bytes` are.
    init(first: Int64, last: Int64, bytes: [UInt8]) {
        (self.first, self.last, size) = (first, last, Int64(bytes.count))
        sha256 = SHA256.hash(bytes)
    }

    private init(_ row: Row) {
        (first, last, size) = (row[0], row[1], row[2])
        sha256 = Array(row[3] as Data)
    }

    /// The file's name: the positions of the first and the last entry, and the SHA-256 of all that is in it.
    var name: String { "\(Self.digits(first))-\(Self.digits(last))-\(ContentHash(bytes: sha256)?.description ?? "")" }

    /// Whether a file of that name is a segment, and not one that is being written.
    static func isName(_ name: String) -> Bool {
        let parts = name.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count == 3 && parts[0].utf8.count == 19 && parts[1].utf8.count == 19
            && ContentHash(String(parts[2])) != nil
    }

    /// So that names stand in the order of positions.
    private static func digits(_ position: Int64) -> String {
        let text = "\(position)"
        return String(repeating: "0", count: max(0, 19 - text.count)) + text
    }

    // MARK: The database

    /// The segment that has the entry after `position`; nil if the archive ends before.
    static func following(_ position: Int64, _ db: Database) throws -> Segment? {
        let statement = try db.cachedStatement(
            sql: "SELECT first, last, size, sha256 FROM segments WHERE last > ? ORDER BY last LIMIT 1")
        return try Row.fetchOne(statement, arguments: [position]).map { Segment($0) }
    }

    /// All segments, in order.
    static func all(_ db: Database) throws -> [Segment] {
        try Row.fetchAll(db, sql: "SELECT first, last, size, sha256 FROM segments ORDER BY last").map { Segment($0) }
    }

    /// Where the archive ends; 0 if it has nothing.
    static func end(_ db: Database) throws -> Int64 {
        try Int64.fetchOne(try db.cachedStatement(sql: "SELECT max(last) FROM segments")) ?? 0
    }

    func insert(_ db: Database) throws {
        try db.execute(
            sql: "INSERT INTO segments (first, last, size, sha256) VALUES (?, ?, ?, ?)",
            arguments: [first, last, size, Data(sha256)])
    }
}
