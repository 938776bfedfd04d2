import GRDBSQLite

/// Whose statement is being prepared, and so what it may touch. A pure value.
///
/// A view's tables are those with its name, and those whose names begin with its name and `_`: `accounts`, `accounts_mails`.
enum Rights: Hashable, Sendable {
    /// The store's own.
    case all
    /// One that makes a view's tables.
    case define(view: String)
    /// One that applies an entry to a view.
    case change(view: String)
    /// One that reads some views; `others` are those that there are beside them.
    case read(views: [String], others: [String])

    /// What SQLite asks while it prepares a statement (`sqlite3_set_authorizer`).
    struct Action {
        var code: Int32
        /// The table, index, function or pragma.
        var first: String?
        /// The column; an index's or a trigger's table; a virtual table's module.
        var second: String?
        /// `main`, `temp` or nil.
        var database: String?
    }

    /// Whether `view` owns a table or index of that name; SQLite's names are the same in either case.
    static func owns(_ view: String, _ table: String) -> Bool {
        let table = table.lowercased()
        return table == view || table.hasPrefix(view + "_")
    }

    /// Whether a statement may do that.
    func allows(_ action: Action) -> Bool {
        guard self != .all else { return true }
        guard action.database != "temp" else { return false }
        switch action.code {
        case SQLITE_SELECT, SQLITE_RECURSIVE: return true
        case SQLITE_FUNCTION: return allowsFunction(action.second ?? "")
        // FTS5 asks whether its tables were changed.
        case SQLITE_PRAGMA: return action.first == "data_version" && action.second == nil
        case SQLITE_READ: return allowsReading(action.first ?? "", column: action.second ?? "")
        case SQLITE_INSERT, SQLITE_UPDATE, SQLITE_DELETE: return allowsWriting(action.first ?? "")
        default: return allowsDefining(action)
        }
    }

    private func allowsFunction(_ name: String) -> Bool {
        let name = name.lowercased()
        if name == "load_extension" || name == "fts3_tokenizer" { return false }
        if case .read = self { return true }
        // What they give is not the same again when the tables are made again.
        return !["random", "randomblob", "current_time", "current_date", "current_timestamp"].contains(name)
    }

    private func allowsReading(_ table: String, column: String) -> Bool {
        if table == "json_each" || table == "json_tree" { return true }
        // What SQLite asks of itself when it first sees a virtual table.
        if table == "sqlite_master", column == "ROWID" { return true }
        switch self {
        case .all: return true
        case .define(let view): return Self.owns(view, table) || Self.schemaTables.contains(table)
        case .change(let view): return Self.owns(view, table)
        case .read(let views, let others):
            if views.contains(where: { Self.owns($0, table) }) { return true }
            // A query under a name that it gives itself, of which no column is read: what is in it was asked already.
            return column.isEmpty && !table.lowercased().hasPrefix("sqlite_")
                && !Self.owns(ViewNames.reserved, table) && !others.contains { Self.owns($0, table) }
        }
    }

    private func allowsWriting(_ table: String) -> Bool {
        // SQLite lets no statement write it by itself, but asks when it makes a table, or first sees a virtual one.
        if Self.schemaTables.contains(table) { return true }
        return switch self {
        case .all: true
        case .define(let view), .change(let view): Self.owns(view, table)
        case .read: false
        }
    }

    private func allowsDefining(_ action: Action) -> Bool {
        guard case .define(let view) = self, let name = action.first else { return false }
        switch action.code {
        case SQLITE_CREATE_TABLE, SQLITE_CREATE_VIEW: return Self.owns(view, name)
        case SQLITE_CREATE_VTABLE: return Self.owns(view, name) && action.second?.lowercased() == "fts5"
        case SQLITE_CREATE_TRIGGER: return Self.owns(view, name) && Self.owns(view, action.second ?? "")
        case SQLITE_CREATE_INDEX:
            return Self.owns(view, action.second ?? "")
                && (Self.owns(view, name) || name.hasPrefix("sqlite_autoindex_"))
        case SQLITE_REINDEX: return true
        default: return false
        }
    }

    /// What a statement that makes a table writes.
    private static let schemaTables = ["sqlite_master", "sqlite_schema"]
}
