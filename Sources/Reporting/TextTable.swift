/// Rows of cells under each other, each column as wide as its widest cell.
///
/// Cells may hold text of unknown origin: it is made fit to be printed here.
public struct TextTable: Sendable {
    /// What stands in one place of the table.
    public struct Cell: Sendable, ExpressibleByStringLiteral {
        var text: String
        var role: TextStyle.Role?

        /// A cell with `text`, marked as `role`.
        public init(_ text: String, _ role: TextStyle.Role? = nil) {
            self.text = PrintableText.line(text, limit: 200)
            self.role = role
        }

        /// A cell with a number.
        public init(_ number: some BinaryInteger) {
            self.init(String(number))
        }

        /// A cell with a word of our own.
        public init(stringLiteral value: String) {
            self.init(value)
        }
    }

    /// A column's title, and where its cells stand.
    public struct Column: Sendable {
        var title: String
        var isNumeric: Bool

        /// A column of words, which begin below each other.
        public static func words(_ title: String) -> Column { Column(title: title, isNumeric: false) }
        /// A column of numbers, which end below each other.
        public static func numbers(_ title: String) -> Column { Column(title: title, isNumeric: true) }
    }

    private let columns: [Column]
    private var rows: [[Cell]] = []

    /// A table without rows.
    public init(_ columns: [Column]) {
        self.columns = columns
    }

    /// How many rows there are.
    public var count: Int { rows.count }

    /// Adds a row, a cell for each column.
    public mutating func add(_ cells: [Cell]) {
        rows.append(cells)
    }

    /// The title line and a line for each row, each at most `width` wide.
    public func lines(style: TextStyle, width: Int = .max) -> [String] {
        let titles = columns.map { Cell($0.title, .faint) }
        let widths = columns.indices.map { column in
            ([titles] + rows).map { column < $0.count ? $0[column].text.count : 0 }.max() ?? 0
        }
        return ([titles] + rows).map { line(of: $0, widths, style, width) }
    }

    private func line(of cells: [Cell], _ widths: [Int], _ style: TextStyle, _ width: Int) -> String {
        var line = ""
        var used = 0
        for (index, (cell, column)) in zip(cells, columns).enumerated() {
            let isLast = index == cells.count - 1
            let text = column.isNumeric ? cell.text.aligned(to: widths[index]) : cell.text
            let gap = index == 0 ? "" : "  "
            guard used + gap.count < width else { break }
            let shown = String(text.prefix(width - used - gap.count))
            let isBlank = shown.allSatisfy { $0 == " " }
            let marked = cell.role.flatMap { isBlank ? nil : style.mark(shown, $0) } ?? shown
            let padding = isLast || column.isNumeric ? 0 : widths[index] - text.count
            line += gap + marked + String(repeating: " ", count: max(0, min(padding, width - used - gap.count)))
            used += gap.count + max(shown.count, column.isNumeric ? shown.count : widths[index])
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
