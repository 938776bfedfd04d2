package import Cryptography

/// A secret of 256 random bits that means nothing by itself: it is shown once, and only its hash is kept.
///
/// As text it is `vrd_` and 59 small letters and digits: of the secret, and of a checksum, so that programs that look for lost
/// secrets can tell a token from what only looks like one.
package struct OpaqueToken: Hashable, Sendable {
    /// What it is good for; it is good for nothing else.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A program acts for a person with it.
        case api = "vrd"
        /// A client gets its next access token with it.
        case refresh = "vrr"
        /// Whoever has it can read a person's mail.
        case mail = "vrm"
    }

    private static let size = 32
    private static let checksumSize = 4

    /// What it is good for.
    package let kind: Kind
    private let secret: [UInt8]

    /// A new one.
    package init(_ kind: Kind) {
        (self.kind, secret) = (kind, randomBytes(Self.size))
    }

    /// The one that follows from what it is for: the same again for the same. Only who has the key can tell it.
    /// - Parameters:
    ///   - kind: what it is good for.
    ///   - context: what it is for, such as the token before it. Part of it is random, or it could be asked for.
    ///   - key: what makes it secret.
    package init(_ kind: Kind, derivedFrom context: [UInt8], key: SymmetricKey) {
        self.kind = kind
        secret = MessageCode.sha256(of: Array("token \(kind.rawValue) of ".utf8) + context, key: key)
    }

    /// Reads one of that kind; nil if it is none, or was changed.
    package init?(_ text: String, kind: Kind) {
        let prefix = kind.rawValue + "_"
        guard text.utf8.count == prefix.utf8.count + 59, text.hasPrefix(prefix) else { return nil }
        let digits = text.dropFirst(prefix.count)
        guard let secret = Base32.bytes(of: digits.prefix(52)), secret.count == Self.size,
            let checksum = Base32.bytes(of: digits.dropFirst(52)), checksum == Self.checksum(kind, secret)
        else { return nil }
        (self.kind, self.secret) = (kind, secret)
    }

    private static func checksum(_ kind: Kind, _ secret: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(Array("checksum of \(kind.rawValue) ".utf8) + secret).prefix(checksumSize))
    }

    /// The token itself.
    package var text: String {
        "\(kind.rawValue)_\(Base32.text(of: secret))\(Base32.text(of: Self.checksum(kind, secret)))"
    }

    /// What is kept of it, and what it is found by: SHA-256 of its text.
    package var hash: [UInt8] { SHA256.hash(text.utf8) }
}

extension OpaqueToken: CustomStringConvertible, CustomDebugStringConvertible {
    /// Not the token: what is printed ends up in logs.
    package var description: String { "\(kind.rawValue)_…" }
    /// Not the token either.
    package var debugDescription: String { description }
}
