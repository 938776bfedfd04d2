/// File names as messages and reports show them: any bytes in, text without control characters out.
package enum PrintableText {
    /// `bytes` as text; what is no UTF-8 becomes `\xNN`.
    package static func decode(_ bytes: [UInt8]) -> String {
        if let text = String(validating: bytes, as: UTF8.self) { return text }
        var text = ""
        var rest = bytes[...]
        while let first = rest.first {
            let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
            if let length, let piece = String(validating: rest.prefix(length), as: UTF8.self) {
                text += piece
                rest = rest.dropFirst(length)
            } else {
                text += escape(first)
                rest = rest.dropFirst()
            }
        }
        return text
    }

    /// `text` with `\n`, `\t`, `\r` and other control characters, line separators and direction marks written out.
    package static func escape(_ text: String) -> String {
        if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                switch scalar.properties.generalCategory {
                case .control where scalar.value < 0x80: result += escape(UInt8(scalar.value))
                case .control, .format, .lineSeparator, .paragraphSeparator:
                    result += "\\u{" + String(scalar.value, radix: 16) + "}"
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result
    }

    private static func escape(_ byte: UInt8) -> String {
        "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
}
