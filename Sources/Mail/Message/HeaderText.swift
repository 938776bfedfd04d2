internal import FoundationEssentials

/// Texts in the header of a mail (RFC 5322, RFC 2047). Whatever the text is, it stays the value of its field: what could end a
/// line is written as a code.
enum HeaderText {
    /// A field with a text of any kind, folded.
    static func field(_ name: String, _ text: String) -> String {
        name + ": " + (isPlain(text, besides: name.utf8.count + 2) ? text : words(text)) + "\r\n"
    }

    /// The name in front of an address.
    static func name(_ text: String) -> String {
        let isAtoms = text.unicodeScalars.allSatisfy { $0.properties.isAlphabetic && $0.isASCII || $0 == " " }
        return isAtoms && isPlain(text, besides: 20) ? text : words(text)
    }

    /// Whether a text can be written as it is, on the line of its field: printable ASCII, and nothing that reads like a code.
    private static func isPlain(_ text: String, besides used: Int) -> Bool {
        text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && used + text.utf8.count <= 76 && !text.contains("=?")
            && !text.hasPrefix(" ") && !text.hasSuffix(" ")
    }

    /// The text as encoded words, one a line; each has whole characters (Unicode scalars).
    private static func words(_ text: String) -> String {
        // 45 bytes are 60 digits, which with what is around them fit in the 75 that a word may have.
        var pieces: [String] = []
        var piece = ""
        for scalar in text.unicodeScalars {
            if piece.utf8.count + UTF8.width(scalar) > 45 {
                pieces.append(piece)
                piece = ""
            }
            piece.unicodeScalars.append(scalar)
        }
        pieces.append(piece)
        return pieces.map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }
}
