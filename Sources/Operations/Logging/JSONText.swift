/// Strings as RFC 8259 has them.
enum JSONText {
    /// `text` between quotes. Quotes, backslashes and controls are escaped as the RFC demands, and so is what a viewer may
    /// take for the end of a line or a change of direction.
    static func quoted(_ text: String, longest: Int = .max) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            guard result.utf8.count <= longest else {
                result += "… (\(text.utf8.count) bytes)"
                break
            }
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where LogText.isUnsafe(scalar): result += escape(scalar)
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// `\u` and four digits; every scalar that is escaped lies in the basic plane.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}
