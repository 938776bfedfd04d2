public import Storage

/// Names a submission: 128 bits, written as 26 digits of base 32.
///
/// Made of the tenant and the key that came with the submission, so that the same request names the same submission
/// wherever and whenever it is repeated, without an index of keys.
public struct SubmissionID: Hashable, Sendable {
    /// The bits.
    package let number: UInt128

    /// The submission of that number.
    package init(number: UInt128) { self.number = number }

    /// The submission of `tenant` with the idempotency key `key`.
    public init(tenant: String, key: String) {
        number = StreamNumber.hash("verdict submission v1", of: tenant, key: key)
    }

    /// The submission that `text` names; nil if it names none.
    public init?(_ text: some StringProtocol) {
        guard let number = StreamNumber.number(text) else { return nil }
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
    public var description: String { StreamNumber.text(number) }
}
