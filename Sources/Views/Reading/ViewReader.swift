public import Storage

/// Reads the tables of some views as they were at one moment, for as long as the closure runs that was given it.
public struct ViewReader: ~Copyable {
    /// How many rows one answer has, unless it is said otherwise.
    public static let mostRows = 10_000

    /// How far the log was applied to all of its views: what is read is that, whatever is applied meanwhile.
    public let position: LogPosition

    let connection: Connection
    let codes: MessageCodes
    let stage: String

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
