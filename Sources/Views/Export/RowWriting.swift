import FoundationEssentials
import JSONText

/// How the rows of an export are written.
public enum ExportFormat: Hashable, Sendable {
    /// Comma-separated values as RFC 4180 has them, the names of the columns first.
    ///
    /// A text that a spreadsheet would take for a formula has an apostrophe before it, unless the file is for programs only.
    case csv(guardsFormulas: Bool = true)
    /// One JSON object a line.
    case jsonLines
}

/// Rows as bytes of one format. A pure value.
public struct RowWriting: Sendable {
    let format: ExportFormat
    let columns: [String]

    /// Rows of these columns, in a format.
    public init(format: ExportFormat, columns: [String]) { (self.format, self.columns) = (format, columns) }

    /// What stands before the rows.
    public var header: String {
        guard case .csv(let isGuarded) = format else { return "" }
        return columns.map { Self.field($0, isGuarded: isGuarded) }.joined(separator: ",") + "\r\n"
    }

    /// Adds a row, whose values are in the order of the columns.
    public func write(_ row: [SQLValue], to text: inout String) {
        switch format {
        case .csv(let isGuarded):
            for (number, value) in row.enumerated() {
                if number > 0 { text += "," }
                text += Self.field(value, isGuarded: isGuarded)
            }
            text += "\r\n"
        case .jsonLines:
            text += "{"
            for (number, (column, value)) in zip(columns, row).enumerated() {
                if number > 0 { text += "," }
                JSONString.write(column, to: &text)
                text += ":"
                Self.write(value, to: &text)
            }
            text += "}\n"
        }
    }

    // MARK: CSV

    /// Nothing is an empty field, an empty text is `""`; bytes are base64.
    private static func field(_ value: SQLValue, isGuarded: Bool) -> String {
        switch value {
        case .null: ""
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): field(text, isGuarded: isGuarded)
        case .blob(let bytes): Data(bytes).base64EncodedString()
        }
    }

    private static func field(_ text: String, isGuarded: Bool) -> String {
        var text = text
        if isGuarded, startsFormula(text) { text = "'" + text }
        let isPlain =
            !text.isEmpty && text.utf8.first != UInt8(ascii: " ") && text.utf8.last != UInt8(ascii: " ")
            && text.utf8.allSatisfy { byte in
                ![UInt8(ascii: ","), UInt8(ascii: "\""), UInt8(ascii: "\r"), UInt8(ascii: "\n")].contains(byte)
            }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// Whether a spreadsheet would, perhaps after the spaces before it, take the text for a formula; the wide forms, too.
    private static func startsFormula(_ text: String) -> Bool {
        if let first = text.unicodeScalars.first, ["\t", "\r", "\n"].contains(first) { return true }
        let first = text.unicodeScalars.first { !$0.properties.isWhitespace && $0.value >= 0x20 && $0 != "\u{feff}" }
        return first.map { ["=", "+", "-", "@", "\u{ff1d}", "\u{ff0b}", "\u{ff0d}", "\u{ff20}"].contains($0) } ?? false
    }

    // MARK: JSON

    /// Numbers that JSON does not have are texts: `"inf"`; bytes are base64.
    private static func write(_ value: SQLValue, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .integer(let number): text += "\(number)"
        case .real(let number) where number.isFinite: text += "\(number)"
        case .real(let number): JSONString.write("\(number)", to: &text)
        case .text(let value): JSONString.write(value, to: &text)
        case .blob(let bytes): JSONString.write(Data(bytes).base64EncodedString(), to: &text)
        }
    }
}
