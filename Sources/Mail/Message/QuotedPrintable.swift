/// Bodies in ASCII, in lines of at most 76 characters (RFC 2045, section 6.7).
enum QuotedPrintable {
    private static let digits = Array("0123456789ABCDEF".utf8)
    private static let longest = 76

    /// The lines of a text whose lines end with a line feed, a carriage return, or both.
    static func lines(_ text: String) -> [UInt8] {
        var result: [UInt8] = []
        for line in MailText.lines(text) {
            var column = 0
            for (index, byte) in line.enumerated() {
                let isLast = index == line.count - 1
                let code = code(byte, isLast: isLast)
                // Room for the sign that the line goes on.
                if column + code.count > longest - (isLast ? 0 : 1) {
                    result += Array("=\r\n".utf8)
                    column = 0
                }
                result += code
                column += code.count
            }
            result += [13, 10]
        }
        return result
    }

    /// A blank at the end of a line could get lost.
    private static func code(_ byte: UInt8, isLast: Bool) -> [UInt8] {
        switch byte {
        case 0x20, 0x09: isLast ? escaped(byte) : [byte]
        case 0x21...0x3C, 0x3E...0x7E: [byte]
        default: escaped(byte)
        }
    }

    private static func escaped(_ byte: UInt8) -> [UInt8] {
        [UInt8(ascii: "="), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}

/// Lines of texts.
enum MailText {
    /// The bytes of each line, without what ends it. A text that ends with the end of a line has no empty one behind that.
    static func lines(_ text: String) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var isAfterReturn = false
        for byte in text.utf8 {
            if byte == 10, isAfterReturn {
                isAfterReturn = false
                continue
            }
            isAfterReturn = byte == 13
            if byte == 13 || byte == 10 {
                lines.append(line)
                line = []
            } else {
                line.append(byte)
            }
        }
        if !line.isEmpty { lines.append(line) }
        return lines
    }
}
