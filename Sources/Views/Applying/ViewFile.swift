import Files
import Logging
import Storage
import SystemPackage

/// The file of the views: opened, found to be usable or put aside, and its tables brought in line with the declarations.
///
/// It has nothing that the log does not have, so whatever is wrong with it, it is made again.
struct ViewFile: Sendable {
    /// `VDVW`, in `PRAGMA application_id`: says to `file` and to this program whose file it is.
    private static let applicationID: Int32 = 0x5644_5657
    /// The version of the store's own tables.
    private static let version = 1

    let path: FilePath

    /// What was found when it was opened.
    struct Opened {
        var connection: Connection
        /// How far the log was applied to each view, in the order of their declarations.
        var positions: [LogPosition]
        /// The last entry that was applied to any view, and what tells it from others; nil: none was.
        var last: (position: LogPosition, fingerprint: [UInt8])?
    }

    /// Opens it, or makes a new one; one that cannot be used is put aside first. Waits for the disk.
    /// - Throws: ``SQLiteFailure``, ``ViewError``.
    func open(_ declarations: [ViewDeclaration], logger: Logger) throws -> Opened {
        do {
            return try openAsItIs(declarations, logger: logger)
        } catch let failure as SQLiteFailure where failure.meaning == .damaged {
            try putAside(because: failure.message, logger: logger)
        } catch let unusable as Unusable {
            try putAside(because: unusable.reason, logger: logger)
        }
        return try openAsItIs(declarations, logger: logger)
    }

    /// Gives it another name, in place of the one that was put aside before, so that a new one is made. Nobody writes it now.
    func putAside(because reason: String, logger: Logger) throws {
        let aside = FilePath(path.string + ".unusable")
        logger.warning(
            "the views' file cannot be used; they are made again from the log",
            metadata: ["file": "\(path)", "reason": "\(reason)", "put aside as": "\(aside)"])
        // What belongs to the file goes first: a new one must not be taken for its own.
        for suffix in ["-wal", "-shm", ""] {
            let (from, to) = (FilePath(path.string + suffix), FilePath(aside.string + suffix))
            try Self.ifThere { () throws(Errno) in try to.removeTree() }
            try Self.ifThere { () throws(Errno) in try from.move(to: to) }
        }
    }

    private static func ifThere(_ body: () throws(Errno) -> Void) throws(Errno) {
        do throws(Errno) {
            try body()
        } catch {
            guard error == .noSuchFileOrDirectory else { throw error }
        }
    }

    // MARK: What is in it

    private struct Unusable: Error {
        var reason: String
    }

    private func openAsItIs(_ declarations: [ViewDeclaration], logger: Logger) throws -> Opened {
        let isThere = (try? path.stat().size).map { $0 > 0 } ?? false
        // SQLite would let others read it, and what belongs to it.
        if !isThere {
            try FileDescriptor.open(
                path, .readWrite, options: [.create, .closeOnExec, .noFollow], permissions: [.ownerReadWrite]
            ).close()
        }
        let connection = try Connection(path, isWriter: true)
        let application = try connection.firstRow("PRAGMA application_id")?.first
        let version = try connection.firstRow("PRAGMA user_version")?.first
        if isThere, application != .integer(Int64(Self.applicationID)) || version != .integer(Int64(Self.version)) {
            // A new one that was not finished has no table yet.
            guard try connection.firstRow("SELECT count(*) FROM sqlite_schema")?.first == .integer(0) else {
                throw Unusable(reason: "it is another program's, or another version's")
            }
        }
        try connection.run("PRAGMA journal_mode = WAL")
        try connection.run("PRAGMA synchronous = NORMAL")
        // What was deleted is not left in the file.
        try connection.run("PRAGMA secure_delete = ON")
        // What a long reading makes the WAL grow to is given back afterwards.
        try connection.run("PRAGMA journal_size_limit = 16777216")
        try prepare(connection)
        try requireUsable(connection)
        return try connection.transaction("BEGIN IMMEDIATE") {
            let positions = try ViewTables(connection).bringInLine(with: declarations, logger: logger)
            return Opened(connection: connection, positions: positions, last: try Facts(connection).last)
        }
    }

    private func prepare(_ connection: Connection) throws {
        try connection.transaction("BEGIN IMMEDIATE") {
            try connection.run(script: Facts.schema + ViewTables.schema)
            try connection.run(SQL(trusted: "PRAGMA application_id = \(Self.applicationID)"))
            try connection.run(SQL(trusted: "PRAGMA user_version = \(Self.version)"))
        }
    }

    /// A file that was in use when the machine failed is read whole; one that was written without waiting for the disk then
    /// may be anything.
    private func requireUsable(_ connection: Connection) throws {
        let (facts, boot) = (Facts(connection), try Facts.boot())
        if let unsafe = try facts["unsynchronized"], unsafe != .text(boot) {
            throw Unusable(reason: "the machine failed while the views were made")
        }
        if let open = try facts["open"], open != .text(boot) {
            let finding = try connection.firstRow("PRAGMA quick_check(1)")?.first
            guard finding == .text("ok") else { throw Unusable(reason: "\(finding ?? .null)") }
        }
        try facts.set("open", to: .text(boot))
    }
}
