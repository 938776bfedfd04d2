/// Names for somebody whom a provider knows: what they are called there, as far as it is a name here. Pure, but for the last ones,
/// which are random.
enum ProviderName {
    /// Names to try one after another.
    /// - Parameters:
    ///   - username: what the provider calls somebody.
    ///   - address: their e-mail address.
    static func candidates(_ username: String?, _ address: String) -> [AccountName] {
        let base = username.flatMap(plain) ?? plain(address) ?? "user"
        let short = base.prefix(24)
        let texts =
            [base] + (2...9).map { "\(short)-\($0)" }
            + (0..<8).map { _ in "\(short)-\(UInt32.random(in: 100_000...9_999_999))" }
        return texts.compactMap { AccountName($0) }
    }

    /// What of a text can be a name; nil if too little is left.
    private static func plain(_ text: String) -> String? {
        let kept = text.prefix { $0 != "@" }.unicodeScalars.map { scalar -> Character in
            let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            return isPlain || scalar == "." || scalar == "_" || scalar == "-" ? Character(scalar) : "-"
        }
        let name = String(kept.drop { !$0.isLetter }.prefix(32))
        return AccountName(name)?.text
    }
}
