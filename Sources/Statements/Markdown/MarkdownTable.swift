/// Tables, which CommonMark has none of: a paragraph whose second line is nothing but lines and dashes.
enum MarkdownTable {
    /// The rows and cells of a paragraph; nil if it is no table.
    static func rows(_ line: [Statement.Inline]) -> [[[Statement.Inline]]]? {
        let lines = split(line, by: "\n")
        guard lines.count >= 2, lines[1].count == 1, case .text(let second) = lines[1][0], isRule(second) else {
            return nil
        }
        let rows = (lines.prefix(1) + lines.dropFirst(2)).map { cells($0) }
        guard let columns = rows.first?.count, columns > 0 else { return nil }
        // What is too long is cut, and what is too short is filled.
        return rows.map { row in Array((row + Array(repeating: [], count: columns)).prefix(columns)) }
    }

    /// Whether a line parts the heads of a table from its rows. Dashes may have been made longer ones.
    private static func isRule(_ text: String) -> Bool {
        text.contains("|") && text.contains { "-–—".contains($0) } && text.allSatisfy { "|-–—: \t".contains($0) }
    }

    private static func cells(_ line: [Statement.Inline]) -> [[Statement.Inline]] {
        var cells = split(line, by: "|").map { trimmed($0) }
        // The lines at the ends part nothing.
        if cells.count > 1, cells.first?.isEmpty == true { cells.removeFirst() }
        if cells.count > 1, cells.last?.isEmpty == true { cells.removeLast() }
        return cells
    }

    /// The parts between the places where a text has that sign.
    private static func split(_ line: [Statement.Inline], by sign: Character) -> [[Statement.Inline]] {
        var parts: [[Statement.Inline]] = [[]]
        for inline in line {
            guard case .text(let text) = inline else {
                parts[parts.count - 1].append(inline)
                continue
            }
            for (number, piece) in text.split(separator: sign, omittingEmptySubsequences: false).enumerated() {
                if number > 0 { parts.append([]) }
                if !piece.isEmpty { parts[parts.count - 1].append(.text(String(piece))) }
            }
        }
        return parts
    }

    private static func trimmed(_ cell: [Statement.Inline]) -> [Statement.Inline] {
        var cell = cell
        if case .text(let text)? = cell.first { cell[0] = .text(String(text.drop { $0 == " " })) }
        if case .text(let text)? = cell.last {
            cell[cell.count - 1] = .text(String(text.reversed().drop { $0 == " " }.reversed()))
        }
        return cell.filter { $0 != .text("") }
    }
}
