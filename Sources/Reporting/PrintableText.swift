/// Text of unknown origin, made fit to be printed: it can neither move a cursor nor change a terminal's state.
public enum PrintableText {
    /// `text` on one line: control characters, line breaks and characters that reverse the reading direction appear as
    /// `\n`, `\t`, `\x1b`, `\u{202e}`.
    public static func line(_ text: String, limit: Int = 400) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            if count == limit { return result + "…" }
            append(scalar, to: &result)
            count += 1
        }
        return result
    }

    /// `text` with its line breaks and tabs kept, and everything else escaped as ``line(_:limit:)`` does.
    public static func block(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                result.unicodeScalars.append(scalar)
            } else {
                append(scalar, to: &result)
            }
        }
        return result
    }

    private static func append(_ scalar: Unicode.Scalar, to result: inout String) {
        switch scalar {
        case "\n": result += "\\n"
        case "\t": result += "\\t"
        case "\r": result += "\\r"
        case "\0"..<" ", "\u{7f}": result += "\\x" + hexadecimal(scalar, width: 2)
        case "\u{80}"..."\u{9f}", "\u{200e}", "\u{200f}", "\u{2028}"..."\u{202e}", "\u{2066}"..."\u{2069}", "\u{feff}":
            result += "\\u{" + hexadecimal(scalar, width: 1) + "}"
        default: result.unicodeScalars.append(scalar)
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, width: Int) -> String {
        let digits = String(scalar.value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
