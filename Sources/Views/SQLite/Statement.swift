import GRDBSQLite

/// A prepared statement, used by whoever has its connection.
@safe final class Statement {
    private let handle: OpaquePointer
    private let database: OpaquePointer
    /// The names of its columns.
    let columns: [String]

    /// Takes a statement over; it is finalized with this.
    init(_ handle: OpaquePointer, of database: OpaquePointer) {
        unsafe (self.handle, self.database) = (handle, database)
        let count = unsafe sqlite3_column_count(handle)
        columns = (0..<count).map { index in
            unsafe sqlite3_column_name(handle, index).map { unsafe String(cString: $0) } ?? ""
        }
    }

    deinit {
        unsafe sqlite3_finalize(handle)
    }

    /// Whether it changes nothing.
    var isReadOnly: Bool { unsafe sqlite3_stmt_readonly(handle) != 0 }

    /// Gives the parameters their values, from the first on.
    func bind(_ values: [SQLValue]) throws(SQLiteFailure) {
        guard values.count == Int(unsafe sqlite3_bind_parameter_count(handle)) else {
            throw SQLiteFailure(
                code: SQLITE_RANGE,
                message: "\(values.count) values for \(unsafe sqlite3_bind_parameter_count(handle)) parameters")
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(truncatingIfNeeded: index + 1))
            guard code == SQLITE_OK else { throw unsafe SQLiteFailure(code, on: database) }
        }
    }

    private func bind(_ value: SQLValue, at index: Int32) -> Int32 {
        // SQLite copies what it is given.
        let copied = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return unsafe sqlite3_bind_null(handle, index)
        case .integer(let number): return unsafe sqlite3_bind_int64(handle, index, number)
        case .real(let number): return unsafe sqlite3_bind_double(handle, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                // An empty text has no address, which would be NULL.
                guard let start = bytes.baseAddress else {
                    return unsafe sqlite3_bind_text(handle, index, "", 0, copied)
                }
                return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                    unsafe sqlite3_bind_text(handle, index, start, Int32(clamping: bytes.count), copied)
                }
            }
        case .blob(let bytes):
            guard !bytes.isEmpty else { return unsafe sqlite3_bind_zeroblob(handle, index, 0) }
            return unsafe bytes.withUnsafeBytes { bytes in
                unsafe sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(clamping: bytes.count), copied)
            }
        }
    }

    /// Goes on to the next row.
    /// - Returns: whether there is one.
    func step() throws(SQLiteFailure) -> Bool {
        let code = unsafe sqlite3_step(handle)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default:
            let failure = unsafe SQLiteFailure(code, on: database)
            reset()
            throw failure
        }
    }

    /// Runs it to its end.
    func run(_ values: [SQLValue]) throws(SQLiteFailure) {
        try bind(values)
        while try step() {}
        reset()
    }

    /// Ends it, so that it can be run again; it holds no values any more.
    func reset() {
        // What it says is the error that step said.
        _ = unsafe sqlite3_reset(handle)
        _ = unsafe sqlite3_clear_bindings(handle)
    }

    /// The value in a column of the row, counted from 0.
    func value(_ column: Int) -> SQLValue {
        let index = Int32(truncatingIfNeeded: column)
        switch unsafe sqlite3_column_type(handle, index) {
        case SQLITE_INTEGER: return .integer(unsafe sqlite3_column_int64(handle, index))
        case SQLITE_FLOAT: return .real(unsafe sqlite3_column_double(handle, index))
        case SQLITE_TEXT:
            let start = unsafe sqlite3_column_text(handle, index)
            let bytes = unsafe UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, index)))
            return .text(unsafe String(decoding: bytes, as: UTF8.self))
        case SQLITE_BLOB:
            let start = unsafe sqlite3_column_blob(handle, index)
            let count = Int(unsafe sqlite3_column_bytes(handle, index))
            return .blob(unsafe Array(UnsafeRawBufferPointer(start: start, count: count)))
        default: return .null
        }
    }

    /// The values of the row.
    var row: [SQLValue] { columns.indices.map { value($0) } }
}
