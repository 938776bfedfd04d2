/// Reads a text as testlib does. What cannot be read is a presentation error in an output, and the judge's own fault in
/// an answer.
struct TestlibStream {
    enum Role {
        case answer
        case output
    }

    /// Larger files are refused, as testlib does it.
    private static let sizeLimit = 128 << 20
    /// Longer tokens are refused, as testlib does it.
    private static let tokenLimit = 32 << 20
    private static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

    let text: [UInt8]
    private let role: Role
    private(set) var offset = 0

    /// The text of an answer or an output. A byte order mark is passed over in an output only.
    init(_ text: [UInt8], _ role: Role) throws(Rejection) {
        self.text = text
        self.role = role
        if role == .output, text.starts(with: Self.byteOrderMark) { offset = Self.byteOrderMark.count }
        guard text.count <= Self.sizeLimit else {
            throw failure("longer than \(Self.sizeLimit >> 20) MiB, which testlib refuses", at: nil)
        }
    }

    /// Whether nothing is left; blanks count.
    var isAtEnd: Bool { offset == text.count }

    /// Whether nothing but blanks is left; passes over them.
    mutating func hasNoMore() -> Bool {
        offset = Blanks.testlib.skip(text, from: offset, end: text.count)
        return isAtEnd
    }

    /// The next token.
    /// - Parameter expected: What it should be, for the message if there is none.
    mutating func token(_ expected: String = "a token") throws(Rejection) -> Range<Int> {
        var words = WordCursor(text, offset..<text.count, blanks: .testlib)
        guard let token = words.next() else { throw failure("it ends where \(expected) is expected", at: nil) }
        offset = words.offset
        guard token.count <= Self.tokenLimit else {
            throw failure("a token longer than \(Self.tokenLimit >> 20) MiB, which testlib refuses", at: token)
        }
        return token
    }

    /// The next token, which must be an integer of `range` in its one usual spelling: no `+`, no leading zeros, no `-0`.
    mutating func integer(in range: ClosedRange<Int64>) throws(Rejection) -> Range<Int> {
        let token = try token("an integer")
        // No integer of 64 bits has more characters.
        guard token.count <= 20, isCanonicalInteger(token),
            let value = Int64(String(decoding: text[token], as: UTF8.self)), range.contains(value)
        else { throw malformed(token, "an integer of \(range == .int64 ? 64 : 32) bits") }
        return token
    }

    /// The next token, which must be a real number.
    mutating func double() throws(Rejection) -> (value: Double, token: Range<Int>) {
        let token = try token("a number")
        guard let value = DoubleText.testlib(text, token) else { throw malformed(token, "a number") }
        return (value, token)
    }

    /// Whether a token is an integer of any size in its one usual spelling.
    func isCanonicalInteger(_ token: Range<Int>) -> Bool {
        let digits = text[token].first == 0x2D ? text[token].dropFirst() : text[token]
        guard let first = digits.first, digits.allSatisfy({ $0 &- 0x30 < 10 }) else { return false }
        return first != 0x30 || token.count == 1
    }

    /// That a token is not what it should be.
    func malformed(_ token: Range<Int>, _ expected: String) -> Rejection {
        failure("expected \(expected), got \(ComparedTexts.excerpt(text, token))", at: token)
    }

    /// That the text is wrong, with the place if it has one.
    func failure(_ message: String, at range: Range<Int>?) -> Rejection {
        let place = range.map { "\(ComparedTexts.position(in: text, at: $0.lowerBound)): " } ?? ""
        switch role {
        case .answer: return Rejection(.judgeError, "the judge's answer: " + place + message + "; correct the answer")
        case .output: return Rejection(.presentationError, range == nil ? "the output: " + message : place + message)
        }
    }
}

extension TestlibStream {
    /// The next line. A carriage return is dropped wherever it stands, and keeps the byte after it from being looked at:
    /// `\r\r\n` leaves one, and one at the end of the text becomes the byte 0xFF, as in testlib.
    mutating func line() -> ArraySlice<UInt8> {
        let start = offset
        let end = text[start...].firstIndex(of: 0x0A) ?? text.count
        offset = min(end + 1, text.count)
        let line = text[start..<end]
        guard let first = line.firstIndex(of: 0x0D) else { return line }
        if first == end - 1, end < text.count { return line.dropLast() }
        var (shown, rest) = ([UInt8](), line)
        while let byte = rest.popFirst() {
            if byte != 0x0D {
                shown.append(byte)
            } else if !rest.isEmpty || end == text.count {
                shown.append(rest.popFirst() ?? 0xFF)
            }
        }
        return shown[...]
    }
}

extension ClosedRange<Int64> {
    /// The integers of 64 bits.
    static let int64 = Int64.min...Int64.max
    /// The integers of 32 bits.
    static let int32 = Int64(Int32.min)...Int64(Int32.max)
}
