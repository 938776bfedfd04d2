internal import Glibc

/// A network of addresses: one address, or all that begin with so many of its bits.
public struct NetworkRange: Hashable, Sendable {
    private var bytes: [UInt8]
    private var bits: Int

    /// Reads `10.0.0.7`, `10.0.0.0/8`, `fd00::/8`; nil if `text` is none of these.
    public init?(parsing text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let bytes = Self.bytes(of: String(parts[0])) else { return nil }
        self.bytes = bytes
        // An IPv4 address stands behind 96 bits.
        let isIPv4 = !parts[0].contains(":")
        guard parts.count == 2 else {
            bits = 128
            return
        }
        guard let length = Int(parts[1]), (0...(isIPv4 ? 32 : 128)).contains(length) else { return nil }
        bits = length + (isIPv4 ? 96 : 0)
    }

    /// Whether that address lies in it; false for what is no address.
    public func contains(_ address: String) -> Bool {
        guard let other = Self.bytes(of: address) else { return false }
        let whole = bits / 8
        guard bytes[..<whole] == other[..<whole] else { return false }
        let rest = bits % 8
        return rest == 0 || (bytes[whole] ^ other[whole]) >> (8 - UInt8(rest)) == 0
    }

    /// 127.0.0.0/8 and ::1.
    static func isLoopback(_ address: String) -> Bool {
        guard let bytes = bytes(of: address) else { return false }
        return bytes[..<12] == mapped[...] ? bytes[12] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    private static let mapped: [UInt8] = Array(repeating: 0, count: 10) + [255, 255]

    /// An address as one of IPv6; nil if it is none.
    private static func bytes(of address: String) -> [UInt8]? {
        var long = [UInt8](repeating: 0, count: 16)
        if unsafe inet_pton(AF_INET6, address, &long) == 1 { return long }
        var short = [UInt8](repeating: 0, count: 4)
        return unsafe inet_pton(AF_INET, address, &short) == 1 ? mapped + short : nil
    }
}
