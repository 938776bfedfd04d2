internal import Cryptography

/// What lets a person in who has lost the telephone: each works once. They are shown once, and only their hashes are kept, which
/// is enough for 120 random bits (OWASP ASVS 5, 6.5.2).
package struct RecoveryCode: Hashable, Sendable {
    /// How many are made at once.
    package static let count = 10
    private static let size = 15

    private let secret: [UInt8]

    /// A new one.
    package init() {
        secret = randomBytes(Self.size)
    }

    /// Reads one as a person types it: case, blanks and hyphens do not matter; nil if it is none.
    package init?(_ text: String) {
        guard text.utf8.count <= 64 else { return nil }
        let digits = text.lowercased().filter { $0 != " " && $0 != "-" }
        guard let bytes = Base32.bytes(of: digits), bytes.count == Self.size else { return nil }
        secret = bytes
    }

    /// As it is shown: `abcd-efgh-ijkl-mnop-qrst-uvwx`.
    package var text: String {
        let digits = Array(Base32.text(of: secret))
        return stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }
            .joined(separator: "-")
    }

    /// What is kept of it.
    package var hash: [UInt8] { SHA256.hash(Array("recovery code ".utf8) + secret) }
}
