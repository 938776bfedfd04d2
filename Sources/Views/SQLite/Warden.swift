import GRDBSQLite

/// What a connection's statements may do now, and until when: SQLite asks it while it prepares and runs them.
final class Warden {
    /// After how many instructions of SQLite's the time is looked at: a few microseconds.
    private static let interval: Int32 = 4000

    /// Whose statements are prepared.
    var rights = Rights.all
    /// What is refused, of the statement that is being prepared.
    private(set) var refused: String?
    /// When a query is interrupted; nil: never.
    var deadline: ContinuousClock.Instant?
    /// Whether nobody wants what is read any more.
    var isCancelled: () -> Bool = { false }

    /// Lets SQLite ask; this must live as long as the connection.
    func watch(_ database: OpaquePointer) {
        let this = unsafe Unmanaged.passUnretained(self).toOpaque()
        unsafe sqlite3_set_authorizer(
            database,
            { this, code, first, second, database, _ in
                guard let this = unsafe this else { return SQLITE_DENY }
                let warden = unsafe Unmanaged<Warden>.fromOpaque(this).takeUnretainedValue()
                // The store's own are not worth the texts.
                if case .all = warden.rights { return SQLITE_OK }
                let action = Rights.Action(
                    code: code, first: unsafe first.map { unsafe String(cString: $0) },
                    second: unsafe second.map { unsafe String(cString: $0) },
                    database: unsafe database.map { unsafe String(cString: $0) })
                return warden.answer(action)
            }, this)
        unsafe sqlite3_progress_handler(
            database, Self.interval,
            { this in
                guard let this = unsafe this else { return 1 }
                return unsafe Unmanaged<Warden>.fromOpaque(this).takeUnretainedValue().isOver ? 1 : 0
            }, this)
    }

    /// Before a statement is prepared.
    func begin() { refused = nil }

    private func answer(_ action: Rights.Action) -> Int32 {
        guard !rights.allows(action) else { return SQLITE_OK }
        let name = [action.first, action.second].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ".")
        refused = "it may not touch \(name.isEmpty ? "that" : name)"
        return SQLITE_DENY
    }

    private var isOver: Bool {
        if let deadline, ContinuousClock.now > deadline { return true }
        return isCancelled()
    }
}
