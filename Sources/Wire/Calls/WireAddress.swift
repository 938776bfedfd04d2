internal import Glibc
public import SystemPackage

/// Where a server listens.
public enum WireAddress: Hashable, Sendable {
    /// A host's name or address, and a port; as a server's address, port 0 is any free one.
    case tcp(host: String, port: Int)
    /// A Unix socket.
    case unix(FilePath)

    /// Reads `tcp://host:7411`, `tcp://[::1]:7411`, `unix:/run/verdict/socket`; nil if `text` is none of these.
    public init?(parsing text: String) {
        if text.hasPrefix("unix:"), text.count > 5 {
            self = .unix(FilePath(String(text.dropFirst(5))))
            return
        }
        let rest = text.hasPrefix("tcp://") ? text.dropFirst(6) : text[...]
        guard let colon = rest.lastIndex(of: ":"), let port = UInt16(rest[rest.index(after: colon)...]) else {
            return nil
        }
        var host = rest[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, !host.contains("/") else { return nil }
        self = .tcp(host: String(host), port: Int(port))
    }
}

extension WireAddress {
    /// Whether what goes there stays on this machine: a Unix socket, `localhost`, `::1`, an address in 127.0.0.0/8. A name
    /// that only looks like one is none.
    public var isLocal: Bool {
        guard case .tcp(let host, _) = self else { return true }
        if host == "localhost" || host == "::1" { return true }
        var address = in_addr()
        return unsafe inet_pton(AF_INET, host, &address) == 1 && UInt32(bigEndian: address.s_addr) >> 24 == 127
    }

    /// Why this address is not to be used as it is, where tokens and test data would go unencrypted over a network.
    package func refusal(isEncrypted: Bool, isAllowed: Bool) -> WireError? {
        guard !isEncrypted, !isAllowed, !isLocal else { return nil }
        return WireError(
            .failedPrecondition,
            "\(self) without TLS would carry tokens and test data for all on the way to read; set TLS up, or allow "
                + "unencrypted connections",
            notStarted: true)
    }
}

extension WireAddress: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
