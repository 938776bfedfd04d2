public import Hummingbird
public import Identity
public import Logging
internal import NIOCore
internal import Synchronization

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
    private let raw = Atomic<Bool>(false)
    private let limit: Atomic<Int>
    /// Who asked, for the log; known once somebody has looked.
    private let principalName = Mutex<String?>(nil)

    init(channel: any Channel, access: HTTPAccess, origins: AllowedOrigins, bodyLimit: Int) {
        self.channel = channel
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

    var who: String? {
        get { principalName.withLock { $0 } }
        set { principalName.withLock { $0 = newValue } }
    }
}
