/// Which addresses anybody may be sent to by somebody else's wish: those of the Internet alone. Pure.
///
/// What is behind others, this machine, its network, the services of a cloud, trusts whoever comes from here.
enum PublicAddress {
    private static let others = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
        "224.0.0.0/4", "240.0.0.0/4",
        // Addresses of IPv4 in those of IPv6 are read as the former, but for these ways to write them.
        "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/23", "100::/64", "2001:db8::/32", "3fff::/20",
        "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap { NetworkRange(parsing: $0) }

    /// Whether `address` is one of the Internet's; what is no address is none.
    static func contains(_ address: String) -> Bool {
        guard let all = NetworkRange(parsing: "::/0"), all.contains(address) else { return false }
        return !others.contains { $0.contains(address) }
    }
}
