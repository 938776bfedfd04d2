import FoundationEssentials

/// Base 64 of which each text has one spelling.
enum Base64 {
    /// What `text` says; nil if it is not exactly what ``text(of:)`` makes of it.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        let text = String(text)
        guard let data = Data(base64Encoded: text), data.base64EncodedString() == text else { return nil }
        return Array(data)
    }

    static func text(of bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
