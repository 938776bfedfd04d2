internal import NIOCore

/// How a ``WireClient`` reaches its server.
public struct ClientConfiguration: Sendable {
    /// Where the servers listen: one, or several of which each will do. The first attempt is made at any of them; where one
    /// cannot be reached, or goes away, the next is tried.
    public let addresses: [WireAddress]
    /// The bearer token that says who this is; nil where a certificate or the socket's mode does.
    public var token: String?
    /// The files of TLS; nil: without, which is for loopback and Unix sockets.
    public var tls: TLSFiles?
    /// TCP beyond this machine may go without TLS: for networks whose every part is trusted.
    public var allowsUnencrypted = false
    /// The name in the servers' certificates, where it is not the host of their addresses.
    public var serverName: String?
    /// The program's name, for the server's logs.
    public var program = "verdict"
    /// The program's version, for the server's logs.
    public var version = "0"
    /// What the server may send.
    public var limits = ConnectionLimits()
    /// How long making the connection may take, without the hellos.
    public var connectTimeout = Duration.seconds(10)
    /// How long to wait after no server could be reached for the first time; each further time doubles it, with jitter.
    public var firstDelay = Duration.milliseconds(100)
    /// The longest wait between two rounds of attempts.
    public var longestDelay = Duration.seconds(20)
    var now: @Sendable () -> NIODeadline = { .now() }

    /// A client of the server at `address`, or of `others` where that cannot be reached.
    public init(address: WireAddress, others: [WireAddress] = [], token: String? = nil) {
        addresses = [address] + others
        self.token = token
    }

    /// A client of the servers at the addresses that ``WireAddress/init(parsing:)`` reads in `texts`; nil if there are none, or
    /// one is no address.
    public init?(parsing texts: [String], token: String? = nil) {
        let addresses = texts.compactMap(WireAddress.init(parsing:))
        guard let first = addresses.first, addresses.count == texts.count else { return nil }
        self.init(address: first, others: Array(addresses.dropFirst()), token: token)
    }
}

/// How a client stands with its server.
public enum ClientState: Hashable, Sendable {
    /// Not connected; the next call connects.
    case idle
    /// A connection is being made.
    case connecting
    /// Connected; `server` is the other program's name and version.
    case ready(server: String)
    /// No server could be reached; the next attempt is so far away.
    case waiting(Duration, WireError)
    /// Closed by this side, for good.
    case closed
}
