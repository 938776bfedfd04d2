internal import NIOCore

/// How a ``WireClient`` reaches its server.
public struct ClientConfiguration: Sendable {
    /// Where the server listens.
    public var address: WireAddress
    /// The bearer token that says who this is; nil where a certificate or the socket's mode does.
    public var token: String?
    /// The files of TLS; nil: without, which is for loopback and Unix sockets.
    public var tls: TLSFiles?
    /// TCP beyond this machine may go without TLS: for networks whose every part is trusted.
    public var allowsUnencrypted = false
    /// The name in the server's certificate, where it is not the host of `address`.
    public var serverName: String?
    /// The program's name, for the server's logs.
    public var program = "verdict"
    /// The program's version, for the server's logs.
    public var version = "0"
    /// What the server may send.
    public var limits = ConnectionLimits()
    /// How long making the connection may take, without the hellos.
    public var connectTimeout = Duration.seconds(10)
    /// How long to wait after the first failure to connect; each further one doubles it, with jitter.
    public var firstDelay = Duration.milliseconds(100)
    /// The longest wait between two attempts.
    public var longestDelay = Duration.seconds(20)
    var now: @Sendable () -> NIODeadline = { .now() }

    /// A client of the server at `address`.
    public init(address: WireAddress, token: String? = nil) {
        self.address = address
        self.token = token
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
    /// The server could not be reached; the next attempt is so far away.
    case waiting(Duration, WireError)
    /// Closed by this side, for good.
    case closed
}
