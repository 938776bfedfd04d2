/// What a sealed record is and where it belongs: opened as anything else, or from anywhere else, it is refused.
public struct SealBinding: Sendable {
    /// What is authenticated with the record: purpose and parts, each with its length.
    package let bytes: [UInt8]

    /// The place of a record.
    /// - Parameters:
    ///   - purpose: what it is: `event`, `job`.
    ///   - parts: what names its place, such as a stream and a position, in an order that is always the same.
    public init(purpose: String, _ parts: [[UInt8]]) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(parts.reduce(16 + purpose.utf8.count) { $0 + 8 + $1.count })
        for part in [Array(purpose.utf8)] + parts {
            bytes += part.count.bigEndianBytes
            bytes += part
        }
        self.bytes = bytes
    }
}

extension FixedWidthInteger {
    /// The number's bytes, the most significant first.
    package var bigEndianBytes: [UInt8] { unsafe withUnsafeBytes(of: bigEndian) { unsafe Array($0) } }

    /// The number that these bytes are, the most significant first.
    package init(bigEndianBytes bytes: some Collection<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | Self(truncatingIfNeeded: $1) }
    }
}
