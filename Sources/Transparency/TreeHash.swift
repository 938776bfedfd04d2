import Cryptography

/// A hash of a tree (RFC 6962, section 2.1): of a leaf, of a node, of a whole tree. 32 bytes, without memory of their own.
public struct TreeHash: Hashable, Sendable {
    /// How many bytes it has.
    public static let byteCount = 32

    // Big-endian; millions of hashes are kept, and an array each would double what they take.
    private let (first, second, third, fourth): (UInt64, UInt64, UInt64, UInt64)

    /// The hash of these bytes; nil unless there are ``byteCount``.
    public init?(_ bytes: some Collection<UInt8>) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(whole: Array(bytes))
    }

    private init(whole bytes: [UInt8]) {
        func word(_ number: Int) -> UInt64 { bytes[number * 8..<number * 8 + 8].reduce(0) { $0 << 8 | UInt64($1) } }
        (first, second, third, fourth) = (word(0), word(1), word(2), word(3))
    }

    /// Its bytes.
    public var bytes: [UInt8] {
        [first, second, third, fourth].flatMap { word in
            (0..<8).map { UInt8(truncatingIfNeeded: word >> (56 - $0 * 8)) }
        }
    }

    /// The hash of a tree without leaves.
    public static let empty = TreeHash(whole: SHA256.hash([]))

    /// The hash of a leaf with this data.
    public static func leaf(_ data: some Collection<UInt8>) -> TreeHash {
        var bytes: [UInt8] = [0]
        bytes.reserveCapacity(1 + data.count)
        bytes += data
        return TreeHash(whole: SHA256.hash(bytes))
    }

    /// The hash of the node above these two.
    public static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var bytes: [UInt8] = [1]
        bytes.reserveCapacity(1 + 2 * byteCount)
        for word in [
            left.first, left.second, left.third, left.fourth, right.first, right.second, right.third, right.fourth,
        ] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
        }
        return TreeHash(whole: SHA256.hash(bytes))
    }
}

extension TreeHash: CustomStringConvertible {
    /// Its 64 hexadecimal digits.
    public var description: String {
        bytes.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
