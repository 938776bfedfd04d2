import Units

/// Parts of untrusted text made safe to print: quoted, what does not print escaped, long tokens cut around what matters, never
/// inside a character.
enum Excerpt {
    /// Tokens up to this length are shown whole.
    static let wholeLength = 40
    private static let before = 12
    private static let after = 20

    /// How many bytes behind the first difference can change an excerpt: what lies further is never shown.
    static let reach = wholeLength + after + 4

    /// The token in quotes; a long one is shown around byte `focus`.
    static func quoted(_ token: UnsafeRawBufferPointer, around focus: Int = 0) -> String {
        var range = 0..<token.count
        if token.count > wholeLength {
            let lower = focus <= before + 4 ? 0 : min(focus, token.count) - before
            range = lower..<min(token.count, max(focus, lower) + after)
        }
        var shown = unsafe Array(token[range])[...]
        if range.lowerBound > 0 { shown = ByteText.withoutBrokenBeginning(shown) }
        if range.upperBound < token.count { shown = ByteText.withoutBrokenEnd(shown) }
        return (range.lowerBound > 0 ? "\"…" : "\"") + escaped(shown) + (range.upperBound < token.count ? "…\"" : "\"")
    }

    /// One byte by its name: `a space`, `a newline (\n)`, `"x"`.
    static func name(of byte: UInt8) -> String {
        switch byte {
        case 0x20: "a space"
        case 0x0A: "a newline (\\n)"
        case 0x0D: "a carriage return (\\r)"
        case 0x09: "a tab (\\t)"
        case 0x0B: "a vertical tab (\\v)"
        case 0x0C: "a form feed (\\f)"
        default: "\"\(escaped([byte]))\""
        }
    }

    /// The tail of a program's message, at most `limit` bytes, on whole lines where possible, escaped but for newlines.
    static func tail(of text: [UInt8], limit: Int) -> String {
        var end = text.count
        while end > 0, isSpace(text[end - 1]) { end -= 1 }
        let start = max(0, end - limit)
        let shown = ByteText.suffix(text[..<end], end - start)
        let lines = shown.split(separator: 0x0A, omittingEmptySubsequences: false)
        return (start > 0 ? "…" : "") + lines.map { escaped($0) }.joined(separator: "\n")
    }

    /// The text as it is, but for quotation marks, backslashes and what cannot be seen.
    private static func escaped(_ bytes: some Collection<UInt8>) -> String {
        ByteText.decode(bytes, showing: shown)
    }

    private static func shown(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case " "..<"\u{7f}": String(scalar)
        case "\0"..<"\u{80}": ByteText.escape(UInt8(scalar.value))
        // Accents that stand by themselves look like those that do not.
        case "\u{300}"..."\u{36f}": "\\u{\(String(scalar.value, radix: 16))}"
        default:
            switch scalar.properties.generalCategory {
            case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned:
                "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }
    }
}

/// Whether the C locale's `isspace` says so: space, `\t`, `\n`, `\v`, `\f`, `\r`.
@inline(__always)
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5
}
