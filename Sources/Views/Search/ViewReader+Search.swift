/// A table of FTS5 to be searched, and the rows that are wanted.
public struct ViewSearch: Hashable, Sendable {
    /// What is searched for.
    public var words: SearchWords
    /// The table, of which there must be such a one in the schema: `problems_search`.
    public var table: String
    /// What each row has besides the highlighted column: of `table`, and of what is joined to it.
    public var columns: SQL
    /// What is joined to the table: `JOIN problems ON problems.number = problems_search.rowid`.
    public var join: SQL = ""
    /// Which rows are wanted of those that are found; nil: all.
    public var filter: SQL?
    /// The number of the column, counted from 0, whose text is shown with what was found in it; nil: none.
    public var highlighted: Int?
    /// About how many words around what was found are shown; nil: the whole text.
    public var excerpt: Int?

    /// A search for `words` in `table`.
    public init(_ words: SearchWords, in table: String, columns: SQL) {
        (self.words, self.table, self.columns) = (words, table, columns)
    }

    /// The table's name in quotes: one that is none, or not the view's, is an error of the statement.
    private var quotedTable: SQL { SQL(trusted: "\"" + table.replacing("\"", with: "\"\"") + "\"") }

    /// The tables and the condition.
    fileprivate func source(_ match: String) -> SQL {
        let all: SQL = "\(quotedTable) \(join) WHERE \(quotedTable) MATCH \(match)"
        return filter.map { "\(all) AND (\($0))" } ?? all
    }

    /// What is shown of the highlighted column.
    fileprivate func shown(_ marks: FoundText.Marks) -> SQL {
        guard let highlighted else { return "NULL" }
        guard let excerpt else { return "highlight(\(quotedTable), \(highlighted), \(marks.start), \(marks.end))" }
        let (words, ellipsis) = (max(1, min(excerpt, 64)), "…")
        return "snippet(\(quotedTable), \(highlighted), \(marks.start), \(marks.end), \(ellipsis), \(words))"
    }

    fileprivate var rank: SQL { "\(quotedTable).rank" }
}

/// What a search has found.
public struct ViewMatch: Hashable, Sendable {
    /// The row.
    public var row: ViewRow
    /// The text that is shown, with what was found in it; nil if none was asked for.
    public var text: FoundText?
}

/// How often something is there.
public struct ViewFacet: Hashable, Sendable {
    /// What is counted.
    public var value: SQLValue
    /// How many rows have it.
    public var count: Int

    /// So many rows have that value.
    public init(value: SQLValue, count: Int) {
        (self.value, self.count) = (value, count)
    }
}

extension ViewReader {
    /// What a search finds, the best first. Words that say nothing find nothing.
    /// - Parameters:
    ///   - search: what is searched for, and where.
    ///   - limit: how many are wanted at most.
    ///   - offset: how many of the best are left out, at most 1000.
    /// - Throws: ``ViewError``, never for what the user has written.
    public func matches(
        of search: ViewSearch, atMost limit: Int, from offset: Int = 0
    ) throws(ViewError) -> [ViewMatch] {
        guard let match = search.words.match else { return [] }
        let marks = FoundText.Marks()
        let (limit, offset) = (max(1, min(limit, Self.mostRows)), max(0, min(offset, 1000)))
        let found = try rows(
            """
            SELECT \(search.columns), \(search.shown(marks)) FROM \(search.source(match))
            ORDER BY \(search.rank) LIMIT \(limit) OFFSET \(offset)
            """)
        var matches: [ViewMatch] = []
        for row in found {
            let text: String? = try row.get(row.values.count - 1)
            matches.append(
                ViewMatch(
                    row: ViewRow(columns: row.columns.dropLast(), values: row.values.dropLast()),
                    text: text.map { FoundText($0, marks) }))
        }
        return matches
    }

    /// How many rows a search finds, by what they have: the most frequent first.
    /// - Parameters:
    ///   - expression: what is counted: a column.
    ///   - search: what is searched for, and where.
    ///   - limit: how many are wanted at most.
    /// - Throws: ``ViewError``, never for what the user has written.
    public func facets(of expression: SQL, in search: ViewSearch, atMost limit: Int) throws(ViewError) -> [ViewFacet] {
        guard let match = search.words.match else { return [] }
        return try facets(of: expression, from: search.source(match), atMost: limit)
    }

    /// How many rows of a list there are, by what they have: the most frequent first.
    /// - Parameters:
    ///   - expression: what is counted: a column.
    ///   - list: the list.
    ///   - limit: how many are wanted at most.
    /// - Throws: ``ViewError``.
    public func facets(of expression: SQL, in list: ViewList, atMost limit: Int) throws(ViewError) -> [ViewFacet] {
        let source = list.filter.map { "\(list.from) WHERE \($0)" as SQL } ?? list.from
        return try facets(of: expression, from: source, atMost: limit)
    }

    private func facets(of expression: SQL, from source: SQL, atMost limit: Int) throws(ViewError) -> [ViewFacet] {
        let found = try rows(
            """
            SELECT \(expression), count(*) FROM \(source) GROUP BY 1 ORDER BY 2 DESC, 1
            LIMIT \(max(1, min(limit, Self.mostRows)))
            """)
        var facets: [ViewFacet] = []
        for row in found { facets.append(ViewFacet(value: try row.get(0), count: try row.get(1))) }
        return facets
    }
}
