/// Where an HTTP server listens: an address, or a name of this host, and a port.
public struct HostPort: Hashable, Sendable {
    /// A numeric address or a name; `::1` without brackets.
    public var host: String
    /// The port; 0 is any free one.
    public var port: Int

    /// `port` of `host`.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// Reads `127.0.0.1:9464`, `[::1]:9464` or `localhost:9464`; nil if `text` is none of these.
    public init?(parsing text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty, host.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-._:%".contains($0)) })
        else { return nil }
        self.init(host: String(host), port: Int(port))
    }
}

extension HostPort: CustomStringConvertible {
    /// What `init(parsing:)` reads.
    public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
