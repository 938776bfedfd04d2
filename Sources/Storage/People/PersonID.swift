import Cryptography
import Units

/// Who a person is, as 16 bytes that say nothing about them: an id stays in the log when the person is erased.
public struct PersonID: Hashable, Comparable, Sendable {
    /// How many bytes an id has.
    public static let size = 16

    private var high: UInt64
    private var low: UInt64

    /// A new random id, which nobody else has.
    public init() {
        let bytes = randomBytes(Self.size)
        (high, low) = (UInt64(bigEndianBytes: bytes.prefix(8)), UInt64(bigEndianBytes: bytes.suffix(8)))
    }

    /// The id with these 16 bytes; nil if they are not 16.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == Self.size else { return nil }
        (high, low) = (UInt64(bigEndianBytes: bytes.prefix(8)), UInt64(bigEndianBytes: bytes.dropFirst(8)))
    }

    /// The id that 32 lower-case hexadecimal digits spell; nil if they are anything else.
    public init?(_ text: String) {
        guard let bytes = [UInt8](lowercaseHexadecimal: text, count: Self.size) else { return nil }
        self.init(bytes: bytes)
    }

    /// The id whose bytes are those of a number, the highest first.
    package init(number: UInt128) {
        (high, low) = (UInt64(truncatingIfNeeded: number >> 64), UInt64(truncatingIfNeeded: number))
    }

    /// Its 16 bytes.
    public var bytes: [UInt8] { high.bigEndianBytes + low.bigEndianBytes }

    /// Orders ids by their bytes.
    public static func < (left: PersonID, right: PersonID) -> Bool {
        (left.high, left.low) < (right.high, right.low)
    }
}

extension PersonID: CustomStringConvertible {
    /// 32 lower-case hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}
