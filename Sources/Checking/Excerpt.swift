/// Parts of untrusted text made safe to print: quoted, non-printing bytes escaped, long tokens cut around what matters.
enum Excerpt {
    /// Tokens up to this length are shown whole.
    static let wholeLength = 40
    private static let before = 12
    private static let after = 20

    /// How many bytes behind the first difference can change an excerpt: what lies further is never shown.
    static let reach = wholeLength + after + 1

    /// The token in quotes; a long one is shown around byte `focus`.
    static func quoted(_ token: UnsafeRawBufferPointer, around focus: Int = 0) -> String {
        var range = 0..<token.count
        if token.count > wholeLength {
            let lower = focus <= before + 4 ? 0 : min(focus, token.count) - before
            range = lower..<min(token.count, max(focus, lower) + after)
        }
        var text = range.lowerBound > 0 ? "\"…" : "\""
        for index in range { text += unsafe escaped(token[index]) }
        return text + (range.upperBound < token.count ? "…\"" : "\"")
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
        default: "\"\(escaped(byte))\""
        }
    }

    /// The tail of a program's message, at most `limit` bytes, on whole lines where possible, escaped but for newlines.
    static func tail(of text: [UInt8], limit: Int) -> String {
        var end = text.count
        while end > 0, isSpace(text[end - 1]) { end -= 1 }
        let start = max(0, end - limit)
        var result = start > 0 ? "…" : ""
        for byte in text[start..<end] { result += byte == 0x0A ? "\n" : escaped(byte) }
        return result
    }

    private static func escaped(_ byte: UInt8) -> String {
        switch byte {
        case 0x22: return "\\\""
        case 0x5C: return "\\\\"
        case 0x20..<0x7F: return String(UnicodeScalar(byte))
        case 0x0A: return "\\n"
        case 0x0D: return "\\r"
        case 0x09: return "\\t"
        default:
            let digits = String(byte, radix: 16)
            return "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
        }
    }
}

/// Whether the C locale's `isspace` says so: space, `\t`, `\n`, `\v`, `\f`, `\r`.
@inline(__always)
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte &- 0x09 < 5
}
