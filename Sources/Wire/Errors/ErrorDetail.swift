public import SwiftProtobuf

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
