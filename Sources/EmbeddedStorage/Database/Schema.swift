import GRDB
import Storage

/// What the database file looks like, in every version that there was.
enum Schema {
    /// `VDCT`, in `PRAGMA application_id`: says to `file` and to this program whose file it is.
    static let applicationID: Int32 = 0x5644_4354

    /// What makes each version of the one before it; the first of an empty file. Never changed, only added to.
    static let migrations: [String] = [
        """
        CREATE TABLE entries (
            position INTEGER PRIMARY KEY,
            stream TEXT NOT NULL,
            previous INTEGER NOT NULL,
            recorded_at INTEGER NOT NULL,
            sealed BLOB NOT NULL
        ) STRICT;
        CREATE UNIQUE INDEX entries_of_stream ON entries (stream, position);

        CREATE TABLE lanes (
            number INTEGER PRIMARY KEY,
            priority INTEGER NOT NULL,
            tenant BLOB NOT NULL,
            requirement BLOB NOT NULL
        ) STRICT;
        CREATE TABLE jobs (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            lane INTEGER NOT NULL,
            state INTEGER NOT NULL,
            deliveries INTEGER NOT NULL,
            delay INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX jobs_waiting ON jobs (lane, sequence) WHERE state = 0;
        CREATE TABLE payloads (sequence INTEGER PRIMARY KEY, sealed BLOB NOT NULL) STRICT;
        CREATE TABLE dead_letters (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            sequence INTEGER NOT NULL UNIQUE,
            reason BLOB NOT NULL,
            buried_at INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO facts (name, value) VALUES ('token_key', randomblob(32)), ('is_closed', x'01');
        """,
        // The log's oldest entries can go into files: which files there are, and which streams' entries are in them.
        """
        CREATE TABLE segments (
            last INTEGER PRIMARY KEY,
            first INTEGER NOT NULL UNIQUE,
            size INTEGER NOT NULL,
            sha256 BLOB NOT NULL
        ) STRICT;
        CREATE TABLE archived (
            stream TEXT NOT NULL,
            position INTEGER NOT NULL,
            PRIMARY KEY (stream, position)
        ) STRICT, WITHOUT ROWID;
        """,
    ]

    /// Brings the file to the newest version; checks it all if it was not closed as it should be.
    /// - Throws: ``StorageError``: `incompatible` for a newer version's file and for one of another program; `corrupted`.
    static func prepare(_ db: Database, stage: String) throws {
        let application = try Int32.fetchOne(db, sql: "PRAGMA application_id") ?? 0
        let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        let isEmpty = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") == 0
        guard application == applicationID || (isEmpty && application == 0 && version == 0) else {
            throw StorageError(
                .incompatible, stage: stage, reason: "it is another program's database",
                advice: "choose an empty or new folder for the store")
        }
        guard version <= migrations.count else {
            throw StorageError(
                .incompatible, stage: stage,
                reason: "it has the version \(version), and this program knows \(migrations.count) at most",
                advice: "use the newer Verdict that wrote it, or restore a backup from before")
        }
        if version > 0, try !isMarkedClosed(db) { try check(db, stage: stage) }
        for (number, migration) in migrations.enumerated().dropFirst(version) {
            try db.inTransaction(.immediate) {
                try db.execute(sql: migration)
                try db.execute(sql: "PRAGMA application_id = \(applicationID)")
                try db.execute(sql: "PRAGMA user_version = \(number + 1)")
                return .commit
            }
        }
    }

    private static func isMarkedClosed(_ db: Database) throws -> Bool {
        try Int.fetchOne(db, sql: "SELECT value = x'01' FROM facts WHERE name = 'is_closed'") == 1
    }

    /// Says that the file is used: all of it is to be checked, unless it is closed as it should be.
    static func markOpen(_ db: Database) throws {
        try db.execute(sql: "UPDATE facts SET value = x'00' WHERE name = 'is_closed'")
    }

    /// Says that the file was closed as it should be.
    static func markClosed(_ db: Database) throws {
        try db.execute(sql: "UPDATE facts SET value = x'01' WHERE name = 'is_closed'")
    }

    /// Reads all of the file.
    /// - Throws: ``StorageError`` (`corrupted`) if anything in it contradicts anything else.
    static func check(_ db: Database, stage: String) throws {
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check(3)")
        guard findings == ["ok"] else {
            throw StorageError(
                .corrupted, stage: stage, reason: findings.joined(separator: "; "),
                advice: "restore the store from a backup")
        }
    }
}
