/// Which known word somebody may have meant.
enum Spelling {
    /// The word of `words` that takes the fewest edits to become `word`, if that is at most a third of its letters.
    static func nearest(to word: String, among words: [String]) -> String? {
        guard word.count <= 64 else { return nil }
        return words.map { (word: $0, edits: edits(from: word, to: $0)) }
            .filter { $0.edits <= max(1, word.count / 3) }
            .min { $0.edits < $1.edits }?
            .word
    }

    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other, lower and upper
    /// case and `-` and `_` being equal.
    private static func edits(from first: String, to second: String) -> Int {
        let first = Array(first.lowercased().utf8).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
        let second = Array(second.lowercased().utf8).map { $0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0 }
        var rows = [Array(0...second.count)]
        for i in first.indices {
            var row = [i + 1]
            for j in second.indices {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (first[i] == second[j] ? 0 : 1))
                if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[first.count][second.count]
    }
}
