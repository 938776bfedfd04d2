internal import Hummingbird

/// From where a request comes.
public struct ClientAddress: Hashable, Sendable {
    /// The client's address as text; `unix` for a Unix socket.
    public var text: String
    /// Whether the client is on this machine: a Unix socket or loopback, and no proxy between, as far as one says so.
    public var isLocal: Bool
    /// Whether the client's own connection is encrypted.
    public var isEncrypted: Bool
}

/// The proxies whose word counts about for whom they ask. Pure.
struct TrustedProxies: Hashable, Sendable {
    private let ranges: [NetworkRange]
    private let trustsUnixSocket: Bool

    /// - Parameter names: addresses, networks, and `unix` for whoever may connect to a Unix socket.
    /// - Returns: nil if one is none of these.
    init?(_ names: [String]) {
        trustsUnixSocket = names.contains("unix")
        let others = names.filter { $0 != "unix" }
        ranges = others.compactMap(NetworkRange.init(parsing:))
        guard ranges.count == others.count else { return nil }
    }

    /// Whether what stands at the other end of a connection is one.
    /// - Parameter peer: its address; nil for a Unix socket.
    func contains(_ peer: String?) -> Bool {
        guard let peer else { return trustsUnixSocket }
        return ranges.contains { $0.contains(peer) }
    }

    /// From where a request comes that came from `peer`.
    func client(of headers: HTTPFields, peer: String?, isEncrypted: Bool) -> ClientAddress {
        guard contains(peer) else {
            // A proxy on this machine that nobody named must not lend its address to others.
            let isForwarded = Self.forwarding.contains { name in headers.contains { $0.name.canonicalName == name } }
            let isLocal = !isForwarded && (peer.map(NetworkRange.isLoopback) ?? true)
            return ClientAddress(text: peer ?? "unix", isLocal: isLocal, isEncrypted: isEncrypted)
        }
        let hops = Self.values("x-forwarded-for", headers)
        guard !hops.isEmpty else {
            return ClientAddress(text: peer ?? "unix", isLocal: false, isEncrypted: isEncrypted)
        }
        // Each proxy appends who asked it: the first from the end that is no proxy is the client.
        let address = hops.last { !contains($0) } ?? hops[0]
        let isSound = NetworkRange(parsing: address) != nil && !address.contains("/")
        let scheme = Self.values("x-forwarded-proto", headers).last?.lowercased()
        return ClientAddress(
            text: isSound ? address : peer ?? "unix", isLocal: isSound && NetworkRange.isLoopback(address),
            isEncrypted: scheme.map { $0 == "https" } ?? isEncrypted)
    }

    private static let forwarding = ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"]

    private static func values(_ name: String, _ headers: HTTPFields) -> [String] {
        headers.filter { $0.name.canonicalName == name }.flatMap { field in
            field.value.split(separator: ",").map { part in
                String(part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
            }
        }
    }
}
