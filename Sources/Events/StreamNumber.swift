import Cryptography

/// Numbers of 128 bits that name what has a stream of its own, and their texts: 26 digits of base 32.
package enum StreamNumber {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    /// What each byte is as a digit; 32 for what is none.
    private static let values: [UInt8] = (0...255).map { byte in UInt8(digits.firstIndex(of: byte) ?? 32) }

    /// The number that follows from what it names: the same tenant's same key of that kind.
    package static func hash(_ kind: String, of tenant: String, key: String) -> UInt128 {
        var hash = SHA256()
        hash.update(Array("\(kind)\0\(tenant.utf8.count)\0".utf8))
        hash.update(Array(tenant.utf8))
        hash.update(Array(key.utf8))
        return hash.finalize().prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The number that `text` says; nil if it says none.
    package static func number(_ text: some StringProtocol) -> UInt128? {
        guard text.utf8.count == 26, let first = text.utf8.first, first <= UInt8(ascii: "7") else { return nil }
        var number: UInt128 = 0
        for byte in text.utf8 {
            let digit = values[Int(byte)]
            guard digit < 32 else { return nil }
            number = number << 5 | UInt128(digit)
        }
        return number
    }

    /// A number's text: `3r8w…`.
    package static func text(_ number: UInt128) -> String {
        let bytes = (0..<26).map { place in digits[Int(truncatingIfNeeded: number >> (5 * (25 - place))) & 31] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
