import Cryptography
public import Events
public import Storage

/// What a view is: its tables, the streams that it is made of, and how an entry changes it.
///
/// ```swift
/// let problems = ViewDeclaration(
///     name: "problems", version: 1, streams: .prefixed("problem-"),
///     schema: ["CREATE TABLE problems (id TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT, WITHOUT ROWID"],
///     decode: { entry in try ProblemEvent(entry) },
///     apply: { event, writer in
///         try writer.execute("INSERT INTO problems (id, title) VALUES (\(event.id), \(event.title))")
///     })
/// ```
///
/// All that a view's tables, indexes and triggers are called begins with its name: `problems`, `problems_by_title`. Its
/// statements touch nothing else. The same entries must make the same tables: nothing of the time, of chance, or of another
/// view may come in.
public struct ViewDeclaration: Sendable {
    /// Changes the view's tables.
    @usableFromInline
    typealias Change = @Sendable (borrowing ViewWriter) throws -> Void

    /// What its tables' names begin with: `a-z`, `0-9` and `_`, and no other view's name begins with it and `_`.
    public let name: String
    /// Its version: whoever changes what the tables have, by the same statements, raises it; the view is made again.
    public let version: UInt32
    /// The streams whose entries it is made of.
    public let streams: StreamPattern
    /// The statements that make its tables, in order. One that is changed makes the view again, too.
    public let schema: [String]

    /// What an entry does to it; nil: nothing.
    @usableFromInline
    let change: @Sendable (LogEntry) throws -> Change?

    /// A view to which an entry is applied in one step.
    /// - Parameters:
    ///   - name: what its tables' names begin with.
    ///   - version: its version.
    ///   - streams: the streams whose entries it is made of.
    ///   - schema: the statements that make its tables.
    ///   - apply: changes the tables; what it throws ends the program, with the entry's position.
    @inlinable
    public init(
        name: String, version: UInt32, streams: StreamPattern, schema: [String],
        apply: @escaping @Sendable (LogEntry, borrowing ViewWriter) throws -> Void
    ) {
        self.init(name: name, version: version, streams: streams, schema: schema, decode: { $0 }, apply: apply)
    }

    /// A view whose entries are decoded beside the writing of those before: the way for many entries.
    /// - Parameters:
    ///   - name: what its tables' names begin with.
    ///   - version: its version.
    ///   - streams: the streams whose entries it is made of.
    ///   - schema: the statements that make its tables.
    ///   - decode: what an entry says, without looking at the tables; nil: nothing of interest. Called by several threads.
    ///   - apply: changes the tables, one entry after the other. What either throws ends the program, with the entry's
    ///     position.
    @inlinable
    public init<Value: Sendable>(
        name: String, version: UInt32, streams: StreamPattern, schema: [String],
        decode: @escaping @Sendable (LogEntry) throws -> Value?,
        apply: @escaping @Sendable (Value, borrowing ViewWriter) throws -> Void
    ) {
        (self.name, self.version, self.streams, self.schema) = (name, version, streams, schema)
        change = { entry in
            guard let value = try decode(entry) else { return nil }
            return { writer in try apply(value, writer) }
        }
    }

    /// Tells its tables from those of other versions.
    var fingerprint: [UInt8] {
        SHA256.hash(Array(([name, "\(version)"] + schema).map { "\($0.utf8.count):\($0)" }.joined().utf8))
    }
}

/// What changes a view's tables while an entry is applied. What it has changed is read by what comes after.
public struct ViewWriter: ~Copyable {
    let connection: Connection
    let stage: String

    /// Runs a statement that changes rows.
    /// - Returns: how many rows it changed.
    /// - Throws: ``ViewError``.
    @discardableResult
    public func execute(_ sql: SQL) throws(ViewError) -> Int {
        do throws(SQLiteFailure) {
            try connection.run(sql)
            return connection.changes
        } catch {
            throw ViewError(error, stage: stage)
        }
    }

    /// The first row that a query gives; nil if it gives none.
    /// - Throws: ``ViewError``.
    public func first(_ sql: SQL) throws(ViewError) -> ViewRow? { try connection.first(sql, stage: stage) }

    /// The rows that a query gives.
    /// - Parameters:
    ///   - sql: the query.
    ///   - limit: how many there may be.
    /// - Throws: ``ViewError``; `tooLarge` for more than that.
    public func rows(_ sql: SQL, atMost limit: Int = ViewReader.mostRows) throws(ViewError) -> [ViewRow] {
        try connection.rows(sql, atMost: limit, stage: stage)
    }
}
