import Files
import Storage
import SystemPackage

/// What the file of the views says of itself.
struct Facts {
    static let schema = """
        CREATE TABLE IF NOT EXISTS views_facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

        """

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    subscript(name: String) -> SQLValue? {
        get throws { try connection.firstRow("SELECT value FROM views_facts WHERE name = \(name)")?.first }
    }

    func set(_ name: String, to value: SQLValue?) throws {
        if let value {
            try connection.run("INSERT OR REPLACE INTO views_facts (name, value) VALUES (\(name), \(value))")
        } else {
            try connection.run("DELETE FROM views_facts WHERE name = \(name)")
        }
    }

    /// The last entry that was applied, and what tells it from others.
    var last: (position: LogPosition, fingerprint: [UInt8])? {
        get throws {
            guard case .integer(let number) = try self["position"],
                case .blob(let fingerprint) = try self["fingerprint"]
            else { return nil }
            return (LogPosition(UInt64(clamping: number)), fingerprint)
        }
    }

    /// Names the time since the machine was started.
    static func boot() throws -> String {
        String(decoding: try FilePath("/proc/sys/kernel/random/boot_id").contents(), as: UTF8.self)
    }
}
