/// A statement or a part of one. What is written in the source code is its text; what is interpolated is a value beside it,
/// or another such part, and never becomes text: so nothing that a user writes is ever read as SQL.
///
/// ```swift
/// let mine: SQL = "owner = \(user) AND state IN \(list: states)"
/// let rows = try reader.rows("SELECT id, title FROM problems WHERE \(mine) ORDER BY id")
/// ```
///
/// A part that is chosen is an `SQL` of its own: what is in `\(isLast ? "DESC" : "ASC")` would be a value, a text.
public struct SQL: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// The text, with a `?` for each value.
    let text: String
    /// The values, in order.
    let values: [SQLValue]

    /// A statement without values.
    public init(stringLiteral value: String) {
        (text, values) = (value, [])
    }

    /// A statement with the values that were interpolated.
    public init(stringInterpolation: Interpolation) {
        (text, values) = (stringInterpolation.text, stringInterpolation.values)
    }

    /// Parts, one after the other, with `separator` between them.
    public init(_ parts: [SQL], separator: SQL) {
        var joined = Interpolation(literalCapacity: 128, interpolationCount: parts.count)
        for (number, part) in parts.enumerated() {
            if number > 0 { joined.appendInterpolation(separator) }
            joined.appendInterpolation(part)
        }
        self.init(stringInterpolation: joined)
    }

    /// A text that this target has made itself.
    init(trusted text: String, _ values: [SQLValue] = []) {
        (self.text, self.values) = (text, values)
    }

    /// What a literal is put together of.
    public struct Interpolation: StringInterpolationProtocol {
        fileprivate var text = ""
        fileprivate var values: [SQLValue] = []

        /// Nothing yet.
        public init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + interpolationCount)
            values.reserveCapacity(interpolationCount)
        }

        /// Adds what the source code says.
        public mutating func appendLiteral(_ literal: String) { text += literal }

        /// Adds a value.
        public mutating func appendInterpolation(_ value: some SQLBindable) {
            text += "?"
            values.append(value.sqlValue)
        }

        /// Adds a value; nil is nothing.
        public mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            text += "?"
            values.append(value?.sqlValue ?? .null)
        }

        /// Adds values in parentheses, as `IN` wants them.
        public mutating func appendInterpolation(list: some Sequence<some SQLBindable>) {
            let added = list.map(\.sqlValue)
            text += "(" + Array(repeating: "?", count: added.count).joined(separator: ",") + ")"
            values += added
        }

        /// Adds a part with its values.
        public mutating func appendInterpolation(_ part: SQL) {
            text += part.text
            values += part.values
        }
    }
}
