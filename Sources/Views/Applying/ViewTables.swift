import Logging
import Storage

/// Which views the file has, of which version, and how far the log was applied to each.
struct ViewTables {
    static let schema = """
        CREATE TABLE IF NOT EXISTS views_state (
            name TEXT PRIMARY KEY,
            fingerprint BLOB NOT NULL,
            position INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        """

    private let connection: Connection

    init(_ connection: Connection) { self.connection = connection }

    /// Makes the tables of views that are new, makes those anew whose declaration has changed, and drops those that are
    /// gone. In a transaction.
    /// - Returns: how far the log was applied to each.
    /// - Throws: ``ViewError`` (`badDeclaration`) if a view's statements cannot be run, or touch another's tables.
    func bringInLine(with declarations: [ViewDeclaration], logger: Logger) throws -> [LogPosition] {
        let found = try states()
        for name in found.keys.sorted() where !declarations.contains(where: { $0.name == name }) {
            logger.notice("a view is dropped that nobody declares any more", metadata: ["view": "\(name)"])
            try drop(name)
        }
        var positions: [LogPosition] = []
        for declaration in declarations {
            if let state = found[declaration.name], state.fingerprint == declaration.fingerprint {
                positions.append(state.position)
                continue
            }
            if found[declaration.name] != nil {
                logger.notice("a view was changed and is made again", metadata: ["view": "\(declaration.name)"])
            }
            try drop(declaration.name)
            try create(declaration)
            positions.append(.start)
        }
        return positions
    }

    private func states() throws -> [String: (fingerprint: [UInt8], position: LogPosition)] {
        let rows = try connection.rows(
            "SELECT name, fingerprint, position FROM views_state", atMost: 10_000, stage: "open the views")
        var states: [String: (fingerprint: [UInt8], position: LogPosition)] = [:]
        for row in rows {
            let position: Int64 = try row.get("position")
            states[try row.get("name")] = (try row.get("fingerprint"), LogPosition(UInt64(clamping: position)))
        }
        return states
    }

    private func create(_ declaration: ViewDeclaration) throws {
        for statement in declaration.schema {
            do {
                try connection.with(.define(view: declaration.name)) { try connection.run(script: statement) }
            } catch let failure as SQLiteFailure where failure.meaning == .refused {
                throw ViewError(
                    .badDeclaration, stage: "make the tables of the view \(declaration.name)",
                    reason: "\(failure.message), in: \(statement)",
                    advice: "name tables and indexes \(declaration.name) or \(declaration.name)_…, and touch no others")
            }
        }
        try connection.run(
            """
            INSERT INTO views_state (name, fingerprint, position)
            VALUES (\(declaration.name), \(declaration.fingerprint), 0)
            """)
    }

    /// Drops a view's tables. Names are its own, so they need no more than quotes.
    private func drop(_ view: String) throws {
        // Virtual tables take their shadow tables with them, and tables their indexes and triggers.
        let order: SQL = """
            SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view')
            ORDER BY type DESC, sql LIKE 'CREATE VIRTUAL %' DESC
            """
        while let name = try connection.rows(order, atMost: 100_000, stage: "drop the view \(view)")
            .lazy.map({ (type: try $0.get(0, as: String.self), name: try $0.get(1, as: String.self)) })
            .first(where: { Rights.owns(view, $0.name) })
        {
            connection.forgetStatements()
            let quoted = name.name.replacing("\"", with: "\"\"")
            try connection.run(SQL(trusted: "DROP \(name.type == "view" ? "VIEW" : "TABLE") \"\(quoted)\""))
        }
        try connection.run("DELETE FROM views_state WHERE name = \(view)")
    }
}
