public import Hummingbird
public import Identity
internal import Kernel
public import Logging
internal import NIOCore
internal import Synchronization
public import Telemetry
internal import Wire

/// What is known of a request beside itself: who asks, from where, under which name.
public struct APIContext: RequestContext {
    /// What a context is made of; the server makes it.
    public struct Source: RequestContextSource {
        /// The request's logger; what it logs has the request's id.
        public let logger: Logger
        let requestID: String
        let client: ClientAddress
        let trace: TraceContext
        let exchange: Exchange
    }

    /// Hummingbird's own part.
    public var coreContext: CoreRequestContextStorage
    /// What the request is called: the client's `X-Request-Id`, or made here.
    public let requestID: String
    /// From where it comes.
    public let client: ClientAddress
    /// Where it stands in a trace.
    public let trace: TraceContext
    /// Who asks, and by what; nil: nobody who is known.
    var caller: Caller?
    /// The person who asks, as the platform knows them; nil: none who is known.
    var actor: Actor?
    /// Who the person is now, by what they showed; nil: nobody any more. For what stays open.
    var reauthenticate: (@Sendable () async throws -> Actor?)?
    /// What the browser has shown; nil where nobody has looked.
    var browser: Browser?
    /// Only scripts that bear it are run by the page that this answers.
    let nonce = SecurityHeaders.nonce()
    let exchange: Exchange

    /// The context of a request.
    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        requestID = source.requestID
        client = source.client
        trace = source.trace
        exchange = source.exchange
    }

    /// Who asks; nil: nobody who is known, which only open routes see.
    public var principal: Principal? { caller?.principal }

    /// What the request is called.
    public var id: String { requestID }

    /// The largest body of the route.
    public var maxUploadSize: Int { exchange.bodyLimit }

    /// Reads JSON.
    public var requestDecoder: StrictJSON { StrictJSON() }

    /// Writes JSON.
    public var responseEncoder: StrictJSON { StrictJSON() }
}

/// One request and its answer, as the parts of the server share it.
final class Exchange: Sendable {
    let channel: any Channel
    let access: HTTPAccess
    let origins: AllowedOrigins
    /// What the access list calls the certificate that the client has shown; nil: it has shown none.
    let certificate: SecretDigest?
    /// What was written of the answer.
    let written = WrittenBytes()
    private let shares: BodyShares
    private let client: String
    /// What the body holds of the shares, and for whom.
    private let held = Mutex<(pieces: Int, sender: String)?>(nil)
    private let raw = Atomic<Bool>(false)
    private let limit: Atomic<Int>
    /// Who asked, for the log; known once somebody has looked.
    private let principalName = Mutex<String?>(nil)

    init(
        channel: any Channel, client: String, access: HTTPAccess, origins: AllowedOrigins,
        certificate: SecretDigest? = nil, shares: BodyShares, bodyLimit: Int
    ) {
        self.certificate = certificate
        self.channel = channel
        self.client = client
        self.shares = shares
        self.access = access
        self.origins = origins
        limit = Atomic(bodyLimit)
    }

    /// How large the body may be.
    var bodyLimit: Int { limit.load(ordering: .relaxed) }

    /// Lowers the limit; it is never raised.
    func limitBody(to bytes: Int) { _ = limit.min(bytes, ordering: .relaxed) }

    /// What comes is no body any more, but as much as a WebSocket says.
    func becomeRaw() { raw.store(true, ordering: .relaxed) }

    /// Whether a body of so many bytes is too large.
    func isTooLarge(_ bytes: Int) -> Bool { bytes > bodyLimit && !raw.load(ordering: .relaxed) }

    /// The body has come so far: takes what it holds from its sender's share.
    /// - Returns: false if that is more than the share.
    func hold(_ bytes: Int) -> Bool {
        guard !raw.load(ordering: .relaxed) else { return true }
        let sender = who ?? client
        return held.withLock { held in
            let before = held ?? (0, sender)
            let more = (bytes + BodyShares.piece - 1) / BodyShares.piece - before.pieces
            guard more > 0 else { return true }
            guard shares.take(more, for: before.sender) else { return false }
            held = (before.pieces + more, before.sender)
            return true
        }
    }

    deinit {
        if let held = held.withLock({ $0 }) { shares.giveBack(held.pieces, of: held.sender) }
    }

    var who: String? {
        get { principalName.withLock { $0 } }
        set { principalName.withLock { $0 = newValue } }
    }
}
