internal import Cryptography
import Units

/// The SHA-256 of a token or of a certificate: what a server keeps instead of the token.
///
/// Tokens are long and random, so that their digest cannot be turned back; a password's could.
public struct SecretDigest: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The digest of `secret`.
    public init(of secret: some Sequence<UInt8>) {
        bytes = SHA256.hash(secret)
    }

    /// The digest that 64 hexadecimal digits say; nil if they are none.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == 64, text.count == 64 else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    /// 64 hexadecimal digits.
    public var hexadecimal: String { bytes.hexadecimal }

    /// Whether both are the same, in a time that does not depend on where they differ.
    public static func == (left: SecretDigest, right: SecretDigest) -> Bool {
        areEqual(left.bytes, right.bytes)
    }
}
