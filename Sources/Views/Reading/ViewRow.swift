/// A row that a query gave: it stays what it was.
public struct ViewRow: Hashable, Sendable {
    /// The names of the columns, as the query has them.
    public let columns: [String]
    /// The values, in the same order.
    public let values: [SQLValue]

    /// A row with those values.
    public init(columns: [String], values: [SQLValue]) {
        (self.columns, self.values) = (columns, values)
    }

    /// The value of a column as what it is asked to be: an optional for one that may be nothing.
    /// - Throws: ``ViewError`` (`wrongType`) if it is something else, or there is no such column.
    public func get<Value: SQLReadable>(_ column: String, as _: Value.Type = Value.self) throws(ViewError) -> Value {
        guard let index = columns.firstIndex(of: column) else {
            throw ViewError(
                .wrongType, stage: "read the column \(column)", reason: "there are \(columns.joined(separator: ", "))")
        }
        return try get(index)
    }

    /// The value of the column with that number, counted from 0.
    /// - Throws: ``ViewError`` (`wrongType`) if it is something else, or there is no such column.
    public func get<Value: SQLReadable>(_ column: Int, as _: Value.Type = Value.self) throws(ViewError) -> Value {
        guard values.indices.contains(column), let value = Value(values[column]) else {
            let name = columns.indices.contains(column) ? columns[column] : "\(column)"
            throw ViewError(
                .wrongType, stage: "read the column \(name)", reason: "it is no \(Value.self)")
        }
        return value
    }

    /// How many bytes it takes, about.
    var size: Int { values.reduce(32) { $0 + $1.size } }
}
