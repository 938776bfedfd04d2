extension Connection {
    /// What the rows of one answer may take together.
    static let mostBytes = 16 << 20

    /// The first row that a query gives.
    func first(_ sql: SQL, stage: String) throws(ViewError) -> ViewRow? {
        do throws(SQLiteFailure) {
            let statement = try statement(sql)
            defer { statement.reset() }
            return try statement.step() ? ViewRow(columns: statement.columns, values: statement.row) : nil
        } catch {
            throw ViewError(error, stage: stage)
        }
    }

    /// All rows that a query gives, if they are not too many.
    func rows(_ sql: SQL, atMost limit: Int, stage: String) throws(ViewError) -> [ViewRow] {
        var rows: [ViewRow] = []
        var size = 0
        do throws(SQLiteFailure) {
            let statement = try statement(sql)
            defer { statement.reset() }
            while rows.count <= limit, size <= Self.mostBytes, try statement.step() {
                let row = ViewRow(columns: statement.columns, values: statement.row)
                size += row.size
                rows.append(row)
            }
        } catch {
            throw ViewError(error, stage: stage)
        }
        guard rows.count <= limit, size <= Self.mostBytes else {
            throw ViewError(
                .tooLarge, stage: stage,
                reason: "there are more than \(limit) rows, or than \(Self.mostBytes >> 20) MiB",
                advice: "ask for a page, or for an export")
        }
        return rows
    }
}
