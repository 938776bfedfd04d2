import Cryptography
public import Storage

/// Names a submission: 128 bits, written as 26 digits of base 32.
///
/// Made of the tenant and the key that came with the submission, so that the same request names the same submission
/// wherever and whenever it is repeated, without an index of keys.
public struct SubmissionID: Hashable, Sendable {
    private static let digits = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    /// What each byte is as a digit; 32 for what is none.
    private static let values: [UInt8] = (0...255).map { byte in UInt8(digits.firstIndex(of: byte) ?? 32) }
    /// The bits.
    package let number: UInt128

    /// The submission of that number.
    package init(number: UInt128) { self.number = number }

    /// The submission of `tenant` with the idempotency key `key`.
    public init(tenant: String, key: String) {
        var hash = SHA256()
        hash.update(Array("verdict submission v1\0\(tenant.utf8.count)\0".utf8))
        hash.update(Array(tenant.utf8))
        hash.update(Array(key.utf8))
        number = hash.finalize().prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
    }

    /// The submission that `text` names; nil if it names none.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 26, let first = text.utf8.first, first <= UInt8(ascii: "7") else { return nil }
        var number: UInt128 = 0
        for byte in text.utf8 {
            let digit = Self.values[Int(byte)]
            guard digit < 32 else { return nil }
            number = number << 5 | UInt128(digit)
        }
        self.number = number
    }

    /// The stream that its events stand under.
    public var stream: StreamName {
        get throws(StorageError) { try StreamName("submission-\(self)") }
    }

    /// The submission whose events stand under `stream`; nil if it is another kind of stream.
    public init?(_ stream: StreamName) {
        guard stream.text.hasPrefix("submission-") else { return nil }
        self.init(stream.text.dropFirst("submission-".count))
    }
}

extension SubmissionID: CustomStringConvertible {
    /// 26 digits: `3r8w…`.
    public var description: String {
        let bytes = (0..<26).map { place in Self.digits[Int(truncatingIfNeeded: number >> (5 * (25 - place))) & 31] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
