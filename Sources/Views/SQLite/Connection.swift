import GRDBSQLite
import SystemPackage

/// A connection to a SQLite file, and the statements that were prepared with it. What it does waits for the disk.
///
/// Sendable without the compiler's proof: one thread at a time uses it, for who has it got it from the pool of readers, which
/// lends it to nobody else, or is the one that applies entries, batch after batch.
@safe final class Connection: @unchecked Sendable {
    /// No value and no row may be larger.
    private static let longest: Int32 = 16 << 20
    /// How many prepared statements are kept.
    private static let kept = 256

    private let handle: OpaquePointer
    private let warden = Warden()
    /// By their texts, those of each rights for themselves: what one may is not what another may.
    private var statements: [[String: Statement]] = [[:]]
    /// The numbers of the rights that there were, and that of those that count now.
    private var numbers: [Rights: Int] = [.all: 0]
    private var number = 0

    /// Opens the file, which is made if it is not there and `isWriter`.
    init(_ path: FilePath, isWriter: Bool) throws(SQLiteFailure) {
        var handle: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW
        let code = unsafe sqlite3_open_v2(path.string, &handle, flags | (isWriter ? SQLITE_OPEN_CREATE : 0), nil)
        guard code == SQLITE_OK, let handle = unsafe handle else {
            let failure = unsafe SQLiteFailure(code, on: handle)
            unsafe sqlite3_close_v2(handle)
            throw failure
        }
        unsafe self.handle = handle
        unsafe sqlite3_busy_timeout(handle, 5000)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_LENGTH, Self.longest)
        unsafe sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0)
        unsafe _disableDoubleQuotedStringLiterals(handle)
        unsafe warden.watch(handle)
        if !isWriter { try run("PRAGMA query_only = ON") }
    }

    deinit {
        statements = []
        unsafe sqlite3_close_v2(handle)
    }

    /// Does `body`, whose statements have those rights and are interrupted at the deadline, or when nobody wants them.
    func with<Value>(
        _ rights: Rights, until deadline: ContinuousClock.Instant? = nil, isCancelled: @escaping () -> Bool = { false },
        _ body: () throws -> Value
    ) throws -> Value {
        switchRights(to: known(rights))
        (warden.deadline, warden.isCancelled) = (deadline, isCancelled)
        defer {
            switchRights(to: .all)
            (warden.deadline, warden.isCancelled) = (nil, { false })
        }
        return try body()
    }

    /// Rights, and their number in one connection.
    struct KnownRights {
        static let all = KnownRights(rights: .all, number: 0)

        let rights: Rights
        fileprivate let number: Int
    }

    /// Rights that are switched to often.
    func known(_ rights: Rights) -> KnownRights {
        if let number = numbers[rights] { return KnownRights(rights: rights, number: number) }
        let number = statements.count
        statements.append([:])
        numbers[rights] = number
        return KnownRights(rights: rights, number: number)
    }

    /// Whose statements are prepared from now on; ``with(_:until:isCancelled:_:)`` sets that back.
    func switchRights(to known: KnownRights) {
        warden.rights = known.rights
        number = known.number
    }

    /// A statement with its values bound, which is kept for the next time.
    func statement(_ sql: SQL) throws(SQLiteFailure) -> Statement {
        if let statement = statements[number][sql.text] {
            try statement.bind(sql.values)
            return statement
        }
        let (statement, rest) = try prepare(sql.text)
        guard let statement else { throw SQLiteFailure(code: SQLITE_MISUSE, message: "there is no statement") }
        guard rest.allSatisfy(\.isWhitespace) else {
            throw SQLiteFailure(code: SQLITE_MISUSE, message: "there is more than one statement")
        }
        try statement.bind(sql.values)
        if statements[number].count >= Self.kept { statements[number] = [:] }
        statements[number][sql.text] = statement
        return statement
    }

    /// Runs a statement to its end.
    func run(_ sql: SQL) throws(SQLiteFailure) {
        let statement = try statement(sql)
        while try statement.step() {}
        statement.reset()
    }

    /// Runs the statements of a text, which have no values, one after the other.
    func run(script: String) throws(SQLiteFailure) {
        var rest = script[...]
        while !rest.allSatisfy(\.isWhitespace) {
            let (statement, left) = try prepare(String(rest))
            try statement?.run([])
            rest = left
        }
    }

    /// The first row of what a statement gives; nil if it gives none.
    func firstRow(_ sql: SQL) throws(SQLiteFailure) -> [SQLValue]? {
        let statement = try statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.row : nil
    }

    /// How many rows the last statement changed.
    var changes: Int { Int(unsafe sqlite3_changes64(handle)) }

    /// Whether no transaction is open.
    var isInAutocommit: Bool { unsafe sqlite3_get_autocommit(handle) != 0 }

    /// Forgets the statements, as whoever changes tables must.
    func forgetStatements() { statements = statements.map { _ in [:] } }

    /// Does `body` in a transaction; if it throws, nothing was done.
    func transaction<Value>(_ begin: SQL, _ body: () throws -> Value) throws -> Value {
        try run(begin)
        do {
            let value = try body()
            switchRights(to: .all)
            try run("COMMIT")
            return value
        } catch {
            // Whatever is thrown, that of `body` is what is told; some failures have ended the transaction already.
            switchRights(to: .all)
            if !isInAutocommit { try run("ROLLBACK") }
            throw error
        }
    }

    /// - Returns: the first statement of a text, nil if it has none, and what stands behind it.
    private func prepare(_ text: String) throws(SQLiteFailure) -> (Statement?, rest: Substring) {
        warden.begin()
        var prepared: OpaquePointer?
        var text = text
        let (code, used) = text.withUTF8 { bytes -> (Int32, Int) in
            guard let start = bytes.baseAddress else { return (SQLITE_OK, 0) }
            return unsafe start.withMemoryRebound(to: CChar.self, capacity: bytes.count) { start in
                var tail: UnsafePointer<CChar>?
                let code = unsafe sqlite3_prepare_v3(
                    handle, start, Int32(clamping: bytes.count), UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, &tail)
                return (code, unsafe tail.map { unsafe $0 - start } ?? bytes.count)
            }
        }
        guard code == SQLITE_OK else {
            let failure = unsafe SQLiteFailure(code, on: handle)
            throw warden.refused.map { SQLiteFailure(code: SQLITE_AUTH, message: $0) } ?? failure
        }
        let rest = String(decoding: text.utf8.dropFirst(used), as: UTF8.self)
        let statement = unsafe prepared.map { unsafe Statement($0, of: handle) }
        return (statement, rest[...])
    }
}
