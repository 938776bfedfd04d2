/// Parts a list into its items, and a table into rows and cells: what is in braces, formulas or environments is one.
enum LaTeXParts {
    /// What stands behind each `\item`.
    static func items(_ text: ArraySlice<UInt8>, _ effort: LaTeXScanner.Effort) -> [ArraySlice<UInt8>] {
        var marks: [(start: Int, end: Int)] = []
        walk(text, effort) { piece, start, end in
            if case .command("item", _) = piece { marks.append((start, end)) }
        }
        return marks.indices.map { index in
            text[marks[index].end..<(index + 1 < marks.count ? marks[index + 1].start : text.endIndex)]
        }
    }

    /// The cells of each row.
    static func rows(_ text: ArraySlice<UInt8>, _ effort: LaTeXScanner.Effort) -> [[ArraySlice<UInt8>]] {
        var rows: [[ArraySlice<UInt8>]] = [[]]
        var begun = text.startIndex
        walk(text, effort) { piece, start, end in
            switch piece {
            case .cell:
                rows[rows.count - 1].append(text[begun..<start])
                begun = end
            case .command("\\", _), .command("tabularnewline", _):
                rows[rows.count - 1].append(text[begun..<start])
                rows.append([])
                begun = end
            default: break
            }
        }
        rows[rows.count - 1].append(text[begun...])
        return rows
    }

    /// Tells each piece that is in no environment, and where it stands.
    private static func walk(
        _ text: ArraySlice<UInt8>, _ effort: LaTeXScanner.Effort, _ tell: (LaTeXScanner.Piece, Int, Int) -> Void
    ) {
        var scanner = LaTeXScanner(text, effort)
        while true {
            scanner.skipComment()
            let start = scanner.rest.startIndex
            guard let piece = scanner.next() else { return }
            if case .command("begin", _) = piece {
                let name = scanner.argument().map { LaTeXScanner.trimmed($0) } ?? ""
                _ = scanner.environment(name, isVerbatim: LaTeXWords.verbatim.contains(name))
            } else if case .command("verb", _) = piece {
                _ = scanner.verbatim()
            } else {
                tell(piece, start, scanner.rest.startIndex)
            }
        }
    }
}
