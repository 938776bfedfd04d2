/// What a sealed record is and where it belongs: opened as anything else, or from anywhere else, it is refused.
public struct SealBinding: Sendable {
    /// What is authenticated with the record: purpose and parts, each with its length.
    package let bytes: [UInt8]

    /// The place of a record.
    /// - Parameters:
    ///   - purpose: what it is: `event`, `job`.
    ///   - parts: what names its place, such as a stream and a position, in an order that is always the same.
    public init(purpose: String, _ parts: [[UInt8]]) {
        self.init(purpose: purpose, capacity: parts.reduce(0) { $0 + 8 + $1.count }) { binding in
            for part in parts { binding.add(part) }
        }
    }

    /// The place of a record, of which there are many.
    /// - Parameters:
    ///   - purpose: what it is.
    ///   - capacity: how many bytes the parts have, and eight for each of them.
    ///   - parts: adds what names its place.
    package init(purpose: String, capacity: Int, _ parts: (inout Parts) -> Void) {
        var binding = Parts()
        binding.bytes.reserveCapacity(8 + purpose.utf8.count + capacity)
        binding.add(purpose.utf8)
        parts(&binding)
        bytes = binding.bytes
    }

    /// Parts that are put together.
    package struct Parts {
        fileprivate var bytes: [UInt8] = []

        /// Adds some bytes.
        package mutating func add(_ part: some Collection<UInt8>) {
            bytes.append(bigEndian: part.count)
            bytes += part
        }

        /// Adds a number's bytes.
        package mutating func add(_ number: Int64) {
            bytes.append(bigEndian: 8)
            bytes.append(bigEndian: Int(number))
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(bigEndian number: Int) {
        for shift in stride(from: 56, through: 0, by: -8) { append(UInt8(truncatingIfNeeded: number >> shift)) }
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
