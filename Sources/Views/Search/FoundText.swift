/// A text, and where in it is what was searched for.
public struct FoundText: Hashable, Sendable {
    /// A part of the text.
    public struct Piece: Hashable, Sendable {
        /// What it says.
        public var text: String
        /// Whether that was searched for.
        public var isMatch: Bool
    }

    /// All of the text, piece by piece.
    public var pieces: [Piece]

    /// The whole text.
    public var text: String { pieces.map(\.text).joined() }

    /// Where the matches are, in bytes of the text's UTF-8.
    public var ranges: [Range<Int>] {
        var (start, found) = (0, [Range<Int>]())
        for piece in pieces {
            let end = start + piece.text.utf8.count
            if piece.isMatch { found.append(start..<end) }
            start = end
        }
        return found
    }

    /// Reads a text in which FTS5 has put marks around what was found.
    init(_ marked: String, _ marks: Marks) {
        pieces = []
        for (number, part) in marked.split(separator: marks.start, omittingEmptySubsequences: false).enumerated() {
            let halves = part.split(separator: marks.end, maxSplits: 1, omittingEmptySubsequences: false)
            if number > 0, halves.count == 2 { add(halves[0], isMatch: true) }
            add(halves.last ?? "", isMatch: false)
        }
    }

    private mutating func add(_ text: Substring, isMatch: Bool) {
        guard !text.isEmpty else { return }
        pieces.append(Piece(text: String(text), isMatch: isMatch))
    }

    /// What FTS5 is told to put around what is found: nobody can have it in a text, since it is another one for each query.
    struct Marks {
        let (start, end): (String, String)

        init() {
            let number = String(UInt64.random(in: 0 ... .max), radix: 16)
            (start, end) = ("\u{1}\(number)\u{2}", "\u{1}\(number)\u{3}")
        }
    }
}
