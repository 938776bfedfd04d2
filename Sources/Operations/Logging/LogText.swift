/// Text that cannot be mistaken for anything else in a line of a log.
package enum LogText {
    /// The longest text that is written whole, in bytes as they are written. The journal splits lines of 48 KiB, and what begins the
    /// second part could then look like a line of its own.
    static let longest = 8192

    /// The text with everything escaped that moves the cursor, begins a line or reorders what is shown, and cut when it
    /// is too long.
    package static func escaped(_ text: String) -> String {
        var result = ""
        append(text, to: &result, escapingQuotes: false)
        return result
    }

    /// A metadata value: as it is if it is a plain word, or escaped between double quotes.
    static func word(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "_-./:@+,%*()[]~".utf8.contains(byte)
            }
        }
        guard !isPlain || text.isEmpty || text.utf8.count > longest else { return text }
        var result = "\""
        append(text, to: &result, escapingQuotes: true)
        return result + "\""
    }

    /// A metadata key: letters, digits, `_`, `.` and `-`; anything else becomes `_`.
    static func key(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(128).map { scalar -> Character in
            let isPlain =
                scalar.isASCII
                && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                    || "_.-".unicodeScalars.contains(scalar))
            return isPlain ? Character(scalar) : "_"
        }
        return scalars.isEmpty ? "_" : String(scalars)
    }

    /// Whether a scalar must not reach a terminal or a file of lines: controls, line and paragraph separators, and what
    /// changes the direction of text.
    static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0x20, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xFEFF: true
        default: false
        }
    }

    private static func append(_ text: String, to result: inout String, escapingQuotes: Bool) {
        let end = result.utf8.count + longest
        for scalar in text.unicodeScalars {
            guard result.utf8.count < end else {
                result += "… (\(text.utf8.count) bytes)"
                return
            }
            switch scalar {
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\\": result += "\\\\"
            case "\"" where escapingQuotes: result += "\\\""
            case _ where isUnsafe(scalar): result += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: result.unicodeScalars.append(scalar)
            }
        }
    }
}
