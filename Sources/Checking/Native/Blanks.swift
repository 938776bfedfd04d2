/// A set of bytes below 64: whitespace, line ends and the NUL byte are all among them.
struct ByteSet: Sendable {
    private let bits: UInt64

    /// The set of the ASCII characters of `text`, all of which must be below `@`.
    init(_ text: String) {
        bits = text.utf8.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        byte < 64 && bits >> UInt64(byte) & 1 == 1
    }
}

/// What counts as blank: each checker's home has its own idea of it.
struct Blanks: Sendable {
    private let bytes: ByteSet
    /// Whether the blanks of Unicode beyond ASCII count as well.
    private let hasUnicode: Bool

    init(_ bytes: String, hasUnicode: Bool = false) {
        self.bytes = ByteSet(bytes)
        self.hasUnicode = hasUnicode
    }

    static let none = Blanks("")
    /// `isspace` of the C locale; also what Python strips from bytes, and CMS's whitespace.
    static let c = Blanks(" \t\n\u{B}\u{C}\r")
    /// What separates tokens in testlib.
    static let testlib = Blanks(" \t\n\r")
    /// What Ruby's `rstrip` takes away.
    static let ruby = Blanks("\0 \t\n\u{B}\u{C}\r")
    /// What Python strips from text.
    static let python = Blanks(" \t\n\u{B}\u{C}\r\u{1C}\u{1D}\u{1E}\u{1F}", hasUnicode: true)

    /// How many bytes the blank at `offset` has; 0 if none is there, or if it goes on behind `end`.
    @inline(__always)
    func length(in text: [UInt8], at offset: Int, end: Int) -> Int {
        let byte = text[offset]
        if byte < 0x80 { return bytes.contains(byte) ? 1 : 0 }
        return hasUnicode ? Self.unicodeLength(text[offset..<end].prefix(3)) : 0
    }

    /// The length of the blank beyond ASCII that `bytes` begin with, as UTF-8; 0 if they do not.
    private static func unicodeLength(_ bytes: ArraySlice<UInt8>) -> Int {
        let (first, second, third) = (bytes.first ?? 0, bytes.dropFirst().first ?? 0, bytes.dropFirst(2).first ?? 0)
        switch (first, second, third) {
        case (0xC2, 0x85, _), (0xC2, 0xA0, _): return 2
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            return 3
        default: return 0
        }
    }

    /// The first offset from `offset` on, at most `end`, at which there is no blank.
    @inline(__always)
    func skip(_ text: [UInt8], from offset: Int, end: Int) -> Int {
        var offset = offset
        while offset < end, case let length = length(in: text, at: offset, end: end), length > 0 { offset += length }
        return offset
    }

    /// Whether a blank stands at the beginning of `range`.
    func begin(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        !range.isEmpty && length(in: text, at: range.lowerBound, end: range.upperBound) > 0
    }

    /// `range` without the blanks at its end.
    func trimmingEnd(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while let length = (1...3).first(where: { length in
            end - length >= range.lowerBound && self.length(in: text, at: end - length, end: end) == length
        }) {
            end -= length
        }
        return range.lowerBound..<end
    }

    /// `range` without the blanks at its beginning and at its end.
    func trimming(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
        trimmingEnd(text, skip(text, from: range.lowerBound, end: range.upperBound)..<range.upperBound)
    }
}

/// Walks over the words of a part of a text.
struct WordCursor {
    private let text: [UInt8]
    private let blanks: Blanks
    private let end: Int
    private(set) var offset: Int

    init(_ text: [UInt8], _ range: Range<Int>, blanks: Blanks = .c) {
        self.text = text
        self.blanks = blanks
        (offset, end) = (range.lowerBound, range.upperBound)
    }

    /// The next word; nil at the end.
    mutating func next() -> Range<Int>? {
        let start = blanks.skip(text, from: offset, end: end)
        offset = start
        while offset < end, blanks.length(in: text, at: offset, end: end) == 0 { offset += 1 }
        return start < offset ? start..<offset : nil
    }
}
