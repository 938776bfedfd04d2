public import Identity
public import SystemPackage
public import Wire

/// How an ``HTTPServer`` listens, and to whom.
public struct HTTPConfiguration: Sendable {
    /// Where it listens.
    public var addresses: [HTTPAddress]
    /// The mode of a Unix socket's file: who may connect.
    public var socketMode = FilePermissions(rawValue: 0o660)
    /// The certificate and its key, for encrypted addresses. Clients are asked for certificates where it has authorities.
    public var tls: TLSFiles?
    /// TCP beyond this machine may go without TLS: for networks whose every part is trusted.
    public var allowsUnencrypted = false
    /// Who may ask, by tokens and certificates.
    public var access: AccessList
    /// Who asks from this machine without a token; nil: nobody may.
    public var anonymous: Principal?
    /// The proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed: addresses, networks, and `unix` for
    /// whoever may connect to a Unix socket.
    public var trustedProxies: [String] = []
    /// The origins whose pages may use the API from a browser, `https://judge.example`; `*` is all, for tokens alone.
    public var corsOrigins: [String] = []
    /// What connections and requests may cost.
    public var limits = HTTPLimits()
    /// How long requests under way may go on when the server is told to stop.
    public var drainTime = Duration.seconds(15)

    /// A server at `addresses` for those in `access`.
    public init(addresses: [HTTPAddress], access: AccessList) {
        self.addresses = addresses
        self.access = access
    }

    /// Whether ``trustedProxies`` may be these.
    public static func areProxies(_ names: [String]) -> Bool { TrustedProxies(names) != nil }

    /// Whether ``corsOrigins`` may be these.
    public static func areOrigins(_ origins: [String]) -> Bool { origins.allSatisfy(AllowedOrigins.isOrigin) }
}

/// Why an HTTP server cannot listen.
public struct HTTPServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What cannot be done, why, and what to do.
    public let description: String

    init(_ description: String) { self.description = description }
}
