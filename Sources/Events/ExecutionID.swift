public import Storage

/// Names an execution that is kept: 128 bits, written as 26 digits of base 32.
///
/// Made of the tenant and the key that came with it, as a ``SubmissionID`` is.
public struct ExecutionID: Hashable, Sendable {
    private static let prefix = "execution-"

    /// The bits.
    package let number: UInt128

    /// The execution of that number.
    package init(number: UInt128) { self.number = number }

    /// The execution of `tenant` with the idempotency key `key`.
    public init(tenant: String, key: String) {
        number = StreamNumber.hash("verdict execution v1", of: tenant, key: key)
    }

    /// An execution that nobody has a key for.
    public static func random() -> ExecutionID { ExecutionID(number: .random(in: 0 ... .max)) }

    /// The execution that `text` names; nil if it names none.
    public init?(_ text: some StringProtocol) {
        guard let number = StreamNumber.number(text) else { return nil }
        self.number = number
    }

    /// The stream that its events stand under.
    public var stream: StreamName {
        get throws(StorageError) { try StreamName(Self.prefix + description) }
    }

    /// The execution whose events stand under `stream`; nil if it is another kind of stream.
    public init?(_ stream: StreamName) {
        guard stream.text.hasPrefix(Self.prefix) else { return nil }
        self.init(stream.text.dropFirst(Self.prefix.count))
    }
}

extension ExecutionID: CustomStringConvertible {
    /// 26 digits: `3r8w…`.
    public var description: String { StreamNumber.text(number) }
}
