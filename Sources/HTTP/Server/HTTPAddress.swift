public import Wire

/// Where an HTTP server listens.
public struct HTTPAddress: Hashable, Sendable {
    /// The TCP port or the Unix socket.
    public var endpoint: WireAddress
    /// Whether connections are encrypted with TLS.
    public var isEncrypted: Bool

    /// An address from its parts.
    public init(_ endpoint: WireAddress, isEncrypted: Bool = false) {
        self.endpoint = endpoint
        self.isEncrypted = isEncrypted
    }

    /// Reads `http://127.0.0.1:8080`, `https://[::]:8443`, `unix:/run/verdict/http.sock`; nil if `text` is none of these.
    public init?(parsing text: String) {
        let schemes = [("http://", "tcp://", false), ("https://", "tcp://", true), ("unix:", "unix:", false)]
        guard let (scheme, prefix, isEncrypted) = schemes.first(where: { text.hasPrefix($0.0) }),
            let endpoint = WireAddress(parsing: prefix + text.dropFirst(scheme.count))
        else { return nil }
        self.init(endpoint, isEncrypted: isEncrypted)
    }
}

extension HTTPAddress: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    public var description: String {
        switch endpoint {
        case .tcp(let host, let port):
            (isEncrypted ? "https://" : "http://") + (host.contains(":") ? "[\(host)]" : host) + ":\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}
