internal import Glibc
package import NIOCore

/// From where a connection comes, for whoever counts connections.
package enum PeerNetwork {
    /// What connections are counted by: an IPv4 address, the /64 network of an IPv6 address, or all Unix sockets together.
    package static func name(of address: SocketAddress?) -> String {
        guard let text = address?.ipAddress else { return "unix" }
        var prefix = [UInt8](repeating: 0, count: 16)
        guard unsafe inet_pton(AF_INET6, text, &prefix) == 1 else { return text }
        // ::ffff:a.b.c.d is an IPv4 address.
        let isMapped = prefix[..<10].allSatisfy { $0 == 0 } && prefix[10...11].allSatisfy { $0 == 255 }
        return (isMapped ? prefix[12...] : prefix[..<8]).map { String($0) }.joined(separator: ".")
    }
}
