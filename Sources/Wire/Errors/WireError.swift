public import SwiftProtobuf

/// A call failed, or a connection did.
///
/// A handler throws it to end its call with that status; a client gets it thrown. What a handler throws otherwise reaches
/// the client as ``StatusCode/internal`` without its text, which may say more than a client should know.
public struct WireError: Error, Hashable, Sendable {
    /// What kind of failure it is; never ``StatusCode/ok``.
    public var code: StatusCode
    /// What went wrong, in words that a user understands. At most 4096 bytes reach the other side.
    public var message: String
    /// What a program may want to know. More than 8192 bytes of them do not reach the other side.
    public var details: [ErrorDetail]
    /// How long to wait before the same is worth trying again, where the server said so.
    public var retryAfter: Duration?
    /// Nothing was done for the call, so that it can be repeated, whatever its method.
    public var notStarted: Bool

    /// An error of `code`.
    public init(
        _ code: StatusCode, _ message: String, details: [ErrorDetail] = [], retryAfter: Duration? = nil,
        notStarted: Bool = false
    ) {
        self.code = code
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
        self.notStarted = notStarted
    }

    /// Whether a call that failed with this may be made again without being done twice: nothing was done for it, or it
    /// is of a method that may be done twice and the connection or its deadline broke it off.
    public func canRepeat(isIdempotent: Bool) -> Bool {
        notStarted || (isIdempotent && (code == .unavailable || code == .deadlineExceeded))
    }
}

extension WireError: CustomStringConvertible {
    /// `UNAVAILABLE: the connection to 10.0.0.7:7411 was lost; retry after 0.5 seconds`.
    public var description: String {
        "\(code): \(message)" + (retryAfter.map { "; retry after \($0)" } ?? "")
    }
}

/// A message about a failure, for programs: its type's name and its bytes, as in `google.protobuf.Any`.
public struct ErrorDetail: Hashable, Sendable {
    /// The full name of the message's type: `verdict.v1.QuotaExceeded`.
    public var type: String
    /// The message in protobuf's encoding.
    public var bytes: [UInt8]

    /// A detail from its parts.
    public init(type: String, bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    /// A detail that holds `message`; fails if a required field is missing, which proto3 has none of.
    public init(_ message: some Message) throws {
        self.init(type: Swift.type(of: message).protoMessageName, bytes: try message.serializedBytes())
    }

    /// The message, if this detail holds one of type `Value` and its bytes parse.
    public func unpacked<Value: Message>(_: Value.Type = Value.self) -> Value? {
        type == Value.protoMessageName ? try? Value(serializedBytes: bytes) : nil
    }
}
