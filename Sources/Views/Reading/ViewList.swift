/// A list that is read page by page: what is in it, and in which order.
///
/// ```swift
/// var list = ViewList(columns: "id, title, added", from: "problems", order: [.descending("added"), .ascending("id")])
/// list.filter = "owner = \(user)"
/// let page = try reader.page(of: list, atMost: 50, after: cursor)
/// ```
public struct ViewList: Hashable, Sendable {
    /// By what it is ordered: an expression of the tables, and in which direction.
    public struct Order: Hashable, Sendable {
        let expression: SQL
        let isDescending: Bool
        let mayBeNull: Bool

        /// From the least to the greatest; nothing, where there may be nothing, comes first.
        public static func ascending(_ expression: SQL, mayBeNull: Bool = false) -> Order {
            Order(expression: expression, isDescending: false, mayBeNull: mayBeNull)
        }

        /// From the greatest to the least; nothing, where there may be nothing, comes last.
        public static func descending(_ expression: SQL, mayBeNull: Bool = false) -> Order {
            Order(expression: expression, isDescending: true, mayBeNull: mayBeNull)
        }
    }

    /// What each row has.
    public var columns: SQL
    /// The tables.
    public var from: SQL
    /// Which rows are in it; nil: all.
    public var filter: SQL?
    /// The order. The last of it, or all of it together, must tell any two rows apart.
    public var order: [Order]

    /// A list of all rows.
    public init(columns: SQL, from: SQL, order: [Order]) {
        (self.columns, self.from, self.order) = (columns, from, order)
    }

    /// The rows behind those values of the order, and the values of each at its end.
    /// - Parameter last: the order's values of the row that was last; nil: from the start.
    func query(after last: [SQLValue]?, atMost limit: Int) -> SQL {
        let conditions = [filter, last.map { behind($0) }].compactMap(\.self).map { "(\($0))" as SQL }
        let filter: SQL = conditions.isEmpty ? "" : " WHERE \(SQL(conditions, separator: " AND "))"
        let keys = SQL(order.map { ", \($0.expression)" as SQL }, separator: "")
        let sorted = SQL(
            order.map { $0.isDescending ? "\($0.expression) DESC" : "\($0.expression) ASC" }, separator: ", ")
        return "SELECT \(columns)\(keys) FROM \(from)\(filter) ORDER BY \(sorted) LIMIT \(limit)"
    }

    /// Of the rows behind `last`: the first value differs and is behind, or is the same and the second one is, and so on.
    private func behind(_ last: [SQLValue]) -> SQL {
        var ways: [SQL] = []
        for (number, term) in order.enumerated() {
            let same = zip(order, last).prefix(number).map { "\($0.expression) IS \($1)" as SQL }
            guard let next = term.behind(last[number]) else { continue }
            ways.append("(\(SQL(same + [next], separator: " AND ")))")
        }
        guard !ways.isEmpty else { return "0" }
        let all: SQL = "(\(SQL(ways, separator: " OR ")))"
        // Says nothing new, but an index can use it.
        guard let first = order.first, let bound = first.bound(last[0]) else { return all }
        return "\(bound) AND \(all)"
    }
}

extension ViewList.Order {
    /// Those behind `value`; nil: none are.
    fileprivate func behind(_ value: SQLValue) -> SQL? {
        switch (value, isDescending) {
        case (.null, true): nil
        case (.null, false): "\(expression) IS NOT NULL"
        case (_, false): "\(expression) > \(value)"
        case (_, true): mayBeNull ? "(\(expression) < \(value) OR \(expression) IS NULL)" : "\(expression) < \(value)"
        }
    }

    /// Those behind `value` or the same, if that is one condition.
    fileprivate func bound(_ value: SQLValue) -> SQL? {
        guard value != .null else { return nil }
        if isDescending { return mayBeNull ? nil : "\(expression) <= \(value)" }
        return "\(expression) >= \(value)"
    }
}

/// Some rows of a list, one after the other.
public struct ViewPage: Hashable, Sendable {
    /// The rows.
    public var rows: [ViewRow]
    /// What the next page is asked for with; nil: this is the last one.
    public var next: String?
}

extension ViewReader {
    /// A page of a list.
    /// - Parameters:
    ///   - list: the list.
    ///   - limit: how many rows it has at most.
    ///   - cursor: what the page before said; nil: the first page.
    /// - Throws: ``ViewError``; `badCursor` if `cursor` was made for another list or filter, or was changed.
    public func page(of list: ViewList, atMost limit: Int, after cursor: String?) throws(ViewError) -> ViewPage {
        let limit = max(1, min(limit, Self.mostRows))
        var last: [SQLValue]?
        if let cursor { last = try ListCursor(list, codes).values(of: cursor) }
        let all = try rows(list.query(after: last, atMost: limit + 1), atMost: limit + 1)
        let shown = list.order.isEmpty ? 0 : list.order.count
        let rows = all.prefix(limit).map { row in
            ViewRow(columns: row.columns.dropLast(shown), values: row.values.dropLast(shown))
        }
        let end = all.count > limit ? Array(all[limit - 1].values.suffix(shown)) : nil
        return ViewPage(rows: rows, next: end.map { ListCursor(list, codes).text(of: $0) })
    }
}
