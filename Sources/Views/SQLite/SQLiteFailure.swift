import GRDBSQLite

/// What SQLite could not do.
struct SQLiteFailure: Error, CustomStringConvertible {
    /// The extended result code.
    let code: Int32
    /// What SQLite says of it.
    let message: String

    init(code: Int32, message: String) {
        (self.code, self.message) = (code, message)
    }

    /// What the result code `code` of a call on `database` means.
    init(_ code: Int32, on database: OpaquePointer?) {
        self.code = unsafe database.map { unsafe sqlite3_extended_errcode($0) } ?? code
        message = unsafe database.map { unsafe String(cString: sqlite3_errmsg($0)) } ?? "SQLite says \(code)"
    }

    /// The kind of error that it is.
    var meaning: ViewError.Code {
        // A shared-memory file that cannot grow is a full disk, too.
        if code == SQLITE_IOERR | (19 << 8) { return .full }
        return switch code & 0xff {
        case SQLITE_FULL: .full
        case SQLITE_CORRUPT, SQLITE_NOTADB: .damaged
        case SQLITE_TOOBIG, SQLITE_NOMEM: .tooLarge
        case SQLITE_INTERRUPT: .tooSlow
        case SQLITE_IOERR, SQLITE_BUSY, SQLITE_CANTOPEN, SQLITE_LOCKED, SQLITE_READONLY, SQLITE_PERM: .unavailable
        default: .refused
        }
    }

    var description: String { message }
}
