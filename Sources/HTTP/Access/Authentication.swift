public import Hummingbird
internal import Identity
public import Kernel

/// Finds out who asks, by the token that a request shows. A token that is nobody's is refused, also by open routes.
///
/// Without a token it is whoever the connection's certificate stands for. A token is what the request itself shows, and so it is
/// the one that counts where there are both, as on the coordinator's socket. A browser shows a certificate for any page that sends
/// it here: it counts for requests of no other site's page only.
///
/// The server has one that looks at `Authorization: Bearer TOKEN`. What speaks another dialect adds one of its own:
///
///     router.group("/judge0").add(middleware: Authentication(.header("X-Auth-Token"), .query("token")))
public struct Authentication: RouterMiddleware {
    /// The context of routes.
    public typealias Context = APIContext

    /// Where a token stands.
    public enum TokenPlace: Hashable, Sendable {
        /// `Authorization: Bearer TOKEN`.
        case bearer
        /// Alone in a field of the header.
        case header(String)
        /// In the query, under that name.
        case query(String)
    }

    private let places: [TokenPlace]
    private let person: People

    /// Whose session a token is of; nil: nobody's. It throws where nobody can tell now: whoever is told that a token is nobody's
    /// logs in anew.
    public typealias People = @Sendable (_ token: String) async throws -> Actor?

    /// Looks at these places, in turn.
    /// - Parameters:
    ///   - places: where a token may stand.
    ///   - person: says which person has logged in by a token that no program has.
    public init(_ places: TokenPlace..., person: @escaping People = { _ in nil }) {
        (self.places, self.person) = (places, person)
    }

    /// Finds out who asks, and goes on.
    public func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        if let token = try places.lazy.compactMap({ try token(at: $0, request) }).first {
            context.caller = context.exchange.access.caller(token: token)
            if context.caller == nil {
                guard let actor = try await person(token) else {
                    throw Problem.unauthenticated("the token is not one of those that this server knows")
                }
                context.actor = actor
                context.reauthenticate = { try await person(token) }
            }
        } else if context.caller == nil, let known = Self.certified(request, context.exchange) {
            context.caller = known
        } else if context.caller == nil, let anonymous = context.exchange.access.anonymousCaller,
            LocalRequest.isUnambiguous(request, context.client)
        {
            context.caller = anonymous
        }
        context.exchange.who = context.principal?.description ?? context.actor?.identity.description
        return try await next(request, context)
    }

    /// Whom the connection's certificate stands for, in the name of whom the request was meant.
    private static func certified(_ request: Request, _ exchange: Exchange) -> Caller? {
        guard let certificate = exchange.certificate, OwnRequest.isUnambiguous(request) else { return nil }
        return exchange.access.caller(certificate: certificate)
    }

    private func token(at place: TokenPlace, _ request: Request) throws -> String? {
        switch place {
        case .bearer:
            guard let value = request.headers[.authorization] else { return nil }
            let words = value.split(separator: " ", maxSplits: 1)
            guard words.count == 2, words[0].lowercased() == "bearer" else {
                throw Problem.unauthenticated("the Authorization field is no bearer token")
            }
            return String(words[1])
        case .header(let name):
            return request.headers.first { $0.name.canonicalName == name.lowercased() }?.value
        case .query(let name):
            return request.uri.queryParameters[name[...]].map(String.init)
        }
    }
}

/// Whether a request is of no other site's page, as far as browsers tell it: programs say nothing of it. Pure.
enum OwnRequest {
    /// - Parameter schemes: those that the server's own origin may have.
    static func isUnambiguous(_ request: Request, schemes: [String] = ["https"]) -> Bool {
        if let site = RequestHeaders.value("sec-fetch-site", request.headers), site != "same-origin", site != "none" {
            return false
        }
        let own = schemes.map { "\($0)://\(request.head.authority ?? "")" }
        if let origin = request.headers[.origin] { return own.contains(origin) }
        guard let referer = RequestHeaders.value("referer", request.headers) else { return true }
        return own.contains { referer == $0 || referer.hasPrefix($0 + "/") }
    }
}

/// Whether a request without a token is its sender's own. Pure.
///
/// What a browser sends for somebody else's page must not be taken for the person at this machine: the page may lie at
/// another origin, or under a name that was made to mean this machine.
enum LocalRequest {
    static func isUnambiguous(_ request: Request, _ client: ClientAddress) -> Bool {
        guard client.isLocal else { return false }
        guard OwnRequest.isUnambiguous(request, schemes: ["http", "https"]) else { return false }
        return client.text == "unix" || isLocal(host: request.head.authority ?? "")
    }

    /// Whether a Host field names this machine by what always means it.
    private static func isLocal(host: String) -> Bool {
        let name: Substring
        if host.hasPrefix("[") {
            name = host.dropFirst().prefix { $0 != "]" }
        } else {
            name = host.prefix { $0 != ":" }
        }
        return name.lowercased() == "localhost" || NetworkRange.isLoopback(String(name))
    }
}

extension Problem {
    /// 401: the request shows no token, or one that is nobody's.
    static func unauthenticated(_ detail: String) -> Problem {
        var problem = Problem(
            .unauthorized, detail, code: "unauthenticated", advice: "send Authorization: Bearer TOKEN with your token")
        problem.headers[.wwwAuthenticate] = #"Bearer realm="verdict""#
        return problem
    }
}
