/// Parts of a text of which the order does not matter. Where each begins and its first bytes are kept: 16 bytes, however
/// long it is.
struct TextMultiset {
    enum Element: String, CaseIterable, Sendable {
        /// The words of the text.
        case words = "whitespace"
        /// Its lines, each a list of words.
        case lines

        /// The bytes that end such a part.
        fileprivate var ends: ByteSet {
            switch self {
            case .words: ByteSet(" \t\n\u{B}\u{C}\r")
            case .lines: ByteSet("\r\n")
            }
        }
    }

    private let text: [UInt8]
    private let element: Element
    private let ends: ByteSet
    private var parts: [Part] = []

    private struct Part {
        var start: Int
        /// The first eight bytes of its first word, zeros behind a shorter one. Nearly all parts differ in them, and then
        /// nothing else is looked at.
        var beginning: UInt64
    }

    /// No parts yet of `text`.
    init(_ text: [UInt8], of element: Element) {
        self.text = text
        self.element = element
        ends = element.ends
    }

    /// All parts of `text`.
    init(all text: [UInt8], of element: Element) {
        self.init(text, of: element)
        var cursor = LineCursor(text, LineFormat(separators: ends, dropsEmpty: true))
        while let part = cursor.next() { insert(part.lowerBound) }
    }

    /// Adds the part that begins at `start`.
    mutating func insert(_ start: Int) {
        var (symbols, beginning, isInWord) = (Symbols(at: start), 0 as UInt64, true)
        for _ in 0..<8 {
            let symbol = isInWord ? symbols.next(in: text, ends: ends) : 0
            isInWord = symbol > 0
            beginning = beginning << 8 | (isInWord ? UInt64(symbol - 1) : 0)
        }
        parts.append(Part(start: start, beginning: beginning))
    }

    /// Compares with what the output has.
    func compare(with output: TextMultiset) throws(Rejection) {
        let name = element == .words ? "tokens" : "lines"
        guard parts.count == output.parts.count else {
            throw Rejection(.wrongAnswer, "expected \(parts.count) \(name), got \(output.parts.count)")
        }
        for (expected, found) in zip(sorted(), output.sorted()) {
            let order = Self.order(self, expected, output, found)
            if order < 0 {
                throw Rejection(.wrongAnswer, "\(excerpt(at: expected.start)) is missing" + place(of: expected.start))
            }
            if order > 0 {
                let position = ComparedTexts.position(in: output.text, at: found.start)
                let excerpt = output.excerpt(at: found.start)
                throw Rejection(.wrongAnswer, "\(position): \(excerpt) is not in the answer, or not so many times")
            }
        }
    }

    private func sorted() -> [Part] {
        parts.sorted { Self.order(self, $0, self, $1) < 0 }
    }

    private func place(of start: Int) -> String {
        " (answer \(ComparedTexts.position(in: text, at: start)))"
    }

    private func excerpt(at start: Int) -> String {
        let end = text[start...].firstIndex { ends.contains($0) } ?? text.count
        return ComparedTexts.excerpt(text, start..<end)
    }

    /// Below 0 if the part of the first text comes before that of the second, 0 if they are equal, above 0 otherwise.
    private static func order(_ first: TextMultiset, _ left: Part, _ second: TextMultiset, _ right: Part) -> Int {
        guard left.beginning == right.beginning else { return left.beginning < right.beginning ? -1 : 1 }
        var (left, right) = (Symbols(at: left.start), Symbols(at: right.start))
        while true {
            let symbols = (left.next(in: first.text, ends: first.ends), right.next(in: second.text, ends: second.ends))
            if symbols.0 != symbols.1 || symbols.0 == Symbols.end { return symbols.0 - symbols.1 }
        }
    }

    /// The bytes of a part, with one symbol for what separates its words, and one for its end.
    private struct Symbols {
        private var offset: Int
        private var hasWord = false

        static let end = -1

        init(at offset: Int) {
            self.offset = offset
        }

        @inline(__always)
        mutating func next(in text: borrowing [UInt8], ends: ByteSet) -> Int {
            let start = offset
            while offset < text.count, case let byte = text[offset], byte <= 0x20 {
                if ends.contains(byte) { return Self.end }
                guard isSpace(byte) else { break }
                offset += 1
            }
            guard offset < text.count else { return Self.end }
            if start < offset, hasWord { return 0 }
            hasWord = true
            offset += 1
            return Int(text[offset - 1]) + 1
        }
    }
}

/// The characters of a text without order: how often each byte occurs, blanks left out, letters in lower case.
struct LetterCounts {
    private var counts = [Int](repeating: 0, count: 256)

    init(_ text: [UInt8]) {
        for byte in text where !isSpace(byte) { counts[Int(lowercased(byte))] += 1 }
    }

    /// Compares with what the output has.
    func compare(with output: LetterCounts) throws(Rejection) {
        guard let byte = counts.indices.first(where: { counts[$0] != output.counts[$0] }) else { return }
        let name = ComparedTexts.excerpt([UInt8(byte)], 0..<1)
        throw Rejection(.wrongAnswer, "expected \(counts[byte]) of \(name), got \(output.counts[byte])")
    }
}
