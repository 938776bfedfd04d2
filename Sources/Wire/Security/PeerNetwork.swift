package import NIOCore
internal import Units

/// From where a connection comes, for whoever counts connections.
package enum PeerNetwork {
    /// What connections are counted by: an IPv4 address, the /64 network of an IPv6 address, or all Unix sockets together.
    package static func name(of address: SocketAddress?) -> String {
        address?.ipAddress.map { AddressNetwork.name(of: $0) } ?? "unix"
    }
}
