public import Identity
internal import NIOCore
public import SystemPackage

/// How a ``WireServer`` listens, and to whom.
public struct ServerConfiguration: Sendable {
    /// Where it listens.
    public var address: WireAddress
    /// The mode of a Unix socket's file: who may connect.
    public var socketMode = FilePermissions(rawValue: 0o600)
    /// The files of TLS; nil: without, which is for loopback and Unix sockets.
    public var tls: TLSFiles?
    /// TCP beyond this machine may go without TLS: for networks whose every part is trusted.
    public var allowsUnencrypted = false
    /// Who may call, and what for.
    public var access: AccessList
    /// Who somebody is that shows neither a token nor a certificate. For a Unix socket whose mode says who may connect;
    /// nil: nobody.
    public var anonymous: Principal?
    /// The program's name, for the other side's logs.
    public var program = "verdict"
    /// The program's version, for the other side's logs.
    public var version = "0"
    /// What each connection may do and cost.
    public var limits = ConnectionLimits()
    /// How fast anybody may use the server.
    public var rates = RateLimits()
    /// What those who call get of connections, calls and memory. Give several servers the same, where they are to share.
    public var shares = ServerShares()
    /// How many connections there may be.
    public var maximumConnections = 4096
    /// How many connections may be without a hello at a time; who waits longest is closed for a new one.
    public var maximumWaiting = 128
    /// How many of these may come from one address.
    public var maximumWaitingPerAddress = 32
    /// How long calls under way may go on when the server is told to stop.
    public var drainTimeout = Duration.seconds(30)
    var now: @Sendable () -> NIODeadline = { .now() }

    /// A server at `address` for those in `access`.
    public init(address: WireAddress, access: AccessList) {
        self.address = address
        self.access = access
    }
}
