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

extension WireAddress: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    public var description: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "tcp://[\(host)]:\(port)" : "tcp://\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
