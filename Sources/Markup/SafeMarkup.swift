/// HTML that browsers may show as it is: whoever made it has let only tags and attributes through that do nothing.
///
/// Only what sanitizes can make one: `@_spi(Sanitizing) import SafeMarkup`.
public struct SafeMarkup: Hashable, Sendable {
    /// The HTML.
    public let text: String

    /// HTML that was sanitized.
    @_spi(Sanitizing) public init(sanitized text: String) { self.text = text }

    /// A text that is no HTML, as HTML that shows it.
    public init(escaping text: String) { self.text = Self.escaped(text) }

    /// A text as it stands in HTML, also between quotes.
    public static func escaped(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped += "&amp;".utf8
            case UInt8(ascii: "<"): escaped += "&lt;".utf8
            case UInt8(ascii: ">"): escaped += "&gt;".utf8
            case UInt8(ascii: "\""): escaped += "&quot;".utf8
            case UInt8(ascii: "'"): escaped += "&#39;".utf8
            // HTML has no way to say it.
            case 0: escaped += "\u{FFFD}".utf8
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
