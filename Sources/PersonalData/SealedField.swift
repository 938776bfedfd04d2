public import Storage

/// What a field of personal data is for: opened as anything else it is refused. Written once, and then never changed:
/// `accounts.email`.
public struct FieldPurpose: Hashable, Sendable, ExpressibleByStringLiteral {
    /// Its name.
    public let name: String

    /// The purpose of that name.
    public init(_ name: String) {
        self.name = name
    }

    /// The purpose of that name.
    public init(stringLiteral name: String) {
        self.name = name
    }
}

/// A field of personal data as it stands in the log: it can be opened as long as the person's key is there.
///
/// 1 byte version (1), 8 bytes that say which key, 16 bytes random salt, then AES-256-GCM's output and tag. What is sealed is
/// the value, a byte 0x80, and zeros up to a multiple of 32 bytes: of its length no more is told. Equal values do not look
/// equal.
public struct SealedField: Hashable, Sendable {
    /// As it is kept.
    public let bytes: [UInt8]

    static let version: UInt8 = 1
    static let keyCheck = 1..<9
    static let salt = 9..<25
    static let tagSize = 16
    static let block = 32
    /// The longest value, in bytes.
    public static let limit = 64 << 10

    /// The field that was kept as these bytes.
    /// - Throws: ``Storage/StorageError``: `corrupted` if they are none; `incompatible` if a newer version sealed it.
    public init(reading bytes: some Collection<UInt8>) throws(StorageError) {
        let stage = "read a sealed field"
        guard let version = bytes.first else {
            throw StorageError(.corrupted, stage: stage, reason: "it is empty")
        }
        guard version == Self.version else {
            throw StorageError(
                .incompatible, stage: stage, reason: "it has the version \(version)", advice: "use a newer Verdict")
        }
        let length = bytes.count - Self.salt.upperBound - Self.tagSize
        guard length >= Self.block, length % Self.block == 0, length <= Self.limit + Self.block else {
            throw StorageError(.corrupted, stage: stage, reason: "it has \(bytes.count) bytes, which no field has")
        }
        self.bytes = Array(bytes)
    }

    init(keyCheck: [UInt8], salt: [UInt8], sealed: [UInt8]) {
        bytes = [Self.version] + keyCheck + salt + sealed
    }
}

/// What comes of opening a field.
public enum OpenedField: Hashable, Sendable {
    /// The value.
    case value([UInt8])
    /// The person was erased: nobody can open it any more.
    case erased

    /// The value as text, bytes that are none replaced; nil if it was erased.
    public var text: String? {
        if case .value(let bytes) = self { String(decoding: bytes, as: UTF8.self) } else { nil }
    }
}
