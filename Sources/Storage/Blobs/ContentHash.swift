import Cryptography
import Units

/// The SHA-256 of some content: its name in a ``BlobStore``.
public struct ContentHash: Hashable, Comparable, Sendable {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// The hash with these 32 bytes; nil if they are not 32.
    public init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.bytes = Array(bytes)
    }

    /// The hash of `content`.
    public init(of content: some Collection<UInt8>) {
        bytes = SHA256.hash(content)
    }

    /// The hash that 64 lower-case hexadecimal digits spell; nil if they are anything else.
    public init?(_ text: String) {
        let digits = text.utf8.map { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    /// Orders hashes by their bytes.
    public static func < (left: ContentHash, right: ContentHash) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ContentHash: CustomStringConvertible {
    /// 64 lower-case hexadecimal digits.
    public var description: String { bytes.hexadecimal }
}
