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
        guard let bytes = [UInt8](lowercaseHexadecimal: text, count: 32) else { return nil }
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

extension [UInt8] {
    /// The `count` bytes that lower-case hexadecimal digits spell; nil if they are anything else.
    init?(lowercaseHexadecimal text: String, count: Int) {
        let digits = text.utf8.compactMap { digit -> UInt8? in
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
            default: nil
            }
        }
        guard digits.count == 2 * count, text.utf8.count == 2 * count else { return nil }
        self = stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
}
