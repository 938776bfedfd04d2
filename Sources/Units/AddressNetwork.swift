internal import Glibc

/// From whom something comes, as far as an address tells.
package enum AddressNetwork {
    /// What is counted for one: an IPv4 address, or the /64 network of an IPv6 address, of which anybody has all. An IPv4
    /// address that is written as one of IPv6 is the same. A text that is no address stands for itself.
    package static func name(of text: String) -> String {
        // The interface of a link-local address says nothing of who it is.
        let address = text.split(separator: "%", maxSplits: 1).first.map(String.init) ?? text
        var bytes = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, address, &bytes) == 1 else { return text }
        return (isIPv4(bytes) ? bytes[12...] : bytes[..<8]).map { String($0) }.joined(separator: ".")
    }

    /// ::ffff:a.b.c.d, or 64:ff9b::a.b.c.d of a translator (RFC 6052), behind which are very many.
    private static func isIPv4(_ bytes: [UInt8]) -> Bool {
        let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]
        return bytes[..<10].allSatisfy { $0 == 0 } && bytes[10...11].allSatisfy { $0 == 255 }
            || bytes[..<12] == translated[...]
    }
}
