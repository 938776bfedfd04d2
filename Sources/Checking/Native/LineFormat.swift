/// How a text is cut into lines.
struct LineFormat: Sendable {
    /// The bytes that separate lines.
    var separators = ByteSet("\n")
    /// What is taken away from the end of the whole text first.
    var textEnd = Blanks.none
    /// What is taken away from the end of each line.
    var lineEnd = Blanks.none
    /// Whether that is taken away from the beginning as well.
    var trimsBeginning = false
    /// Whether lines without any byte are left out.
    var dropsEmpty = false
    /// Whether lines of which nothing is left are left out.
    var dropsBlank = false
    /// Whether what follows the last separator is a line even if it is empty.
    var keepsEmptyEnd = false

    /// The lines of DMOJ's checkers: between `\r` and `\n`, empty ones left out.
    static let dmoj = LineFormat(separators: ByteSet("\r\n"), dropsEmpty: true)
}

/// Walks over the lines of a text.
struct LineCursor {
    private let text: [UInt8]
    private let format: LineFormat
    private let end: Int
    /// The beginning of the next line; behind ``end`` when there is none.
    private var offset = 0

    init(_ text: [UInt8], _ format: LineFormat) {
        self.text = text
        self.format = format
        let range = text.startIndex..<text.endIndex
        let kept =
            format.trimsBeginning ? format.textEnd.trimming(text, range) : format.textEnd.trimmingEnd(text, range)
        (offset, end) = (kept.lowerBound, kept.upperBound)
    }

    /// The next line, without what the format takes away; nil at the end.
    mutating func next() -> Range<Int>? {
        while offset < end || (offset == end && format.keepsEmptyEnd) {
            let start = offset
            let stop = text[start..<end].firstIndex { format.separators.contains($0) } ?? end
            offset = stop + 1
            if start == stop, format.dropsEmpty { continue }
            let line =
                format.trimsBeginning
                ? format.lineEnd.trimming(text, start..<stop) : format.lineEnd.trimmingEnd(text, start..<stop)
            if line.isEmpty, format.dropsBlank { continue }
            return line
        }
        return nil
    }
}

/// Texts that must have equal lines in the same order.
struct LineRule: Sendable {
    var format: LineFormat
    var match = LineMatch.bytes
    /// Whether empty lines may be missing, or too many, at the end.
    var ignoresEmptyEnd = false
    /// Whether the longer text is compared only as far as the shorter one goes.
    var comparesShorter = false

    func check(_ texts: ComparedTexts) throws(Rejection) {
        var (answer, output) = (LineCursor(texts.answer, format), LineCursor(texts.output, format))
        var count = 0
        while true {
            switch (answer.next(), output.next()) {
            case (nil, nil): return
            case (_?, nil) where comparesShorter, (nil, _?) where comparesShorter: return
            case (let expected?, nil):
                guard ignoresEmptyEnd, expected.isEmpty else { throw texts.missing(expected, after: count, "line") }
            case (nil, let found?):
                guard ignoresEmptyEnd, found.isEmpty else { throw texts.trailing(found) }
            case (let expected?, let found?):
                if let rejection = match.rejection(of: found, for: expected, in: texts) { throw rejection }
                count += 1
            }
        }
    }
}
