internal import Concurrency
internal import Coordinator
internal import Cryptography
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Identity
public import Kernel
internal import NIOCore
public import Storage

/// The routes and topics of the platform's modules, as HTTP has them.
public struct PlatformRoutes: Sendable {
    /// In an answer: where the entry of the command stands. In a request: what is read has at least all up to there.
    static let positionField = "verdict-position"
    private static let live = "api/v1/live/"

    /// How long a read waits for what its client has seen.
    private static let patience = Duration.seconds(5)

    private let platform: Platform
    private let catchUp: @Sendable (LogPosition) async throws -> Void

    /// The routes of a platform.
    /// - Parameters:
    ///   - platform: what is asked.
    ///   - catchUp: returns when everything up to a position is known here.
    public init(_ platform: Platform, catchUp: @escaping @Sendable (LogPosition) async throws -> Void) {
        (self.platform, self.catchUp) = (platform, catchUp)
    }

    /// Adds them.
    public func add(to router: APIRouter) throws {
        router.describe(try PlatformDescription.text(of: platform))
        for route in platform.modules.flatMap(\.routes) {
            router.limitingBody(to: route.bodyLimit).on(RouterPath(route.path), method: Self.method(route.method)) {
                try await self.answer(route, $0, $1)
            }
        }
        for topic in platform.topics.all {
            router.get(RouterPath(Self.live + topic.path)) { try await self.follow(topic, $0, $1) }
        }
    }

    private static func method(_ method: Route.Method) -> HTTPRequest.Method {
        switch method {
        case .get: .get
        case .post: .post
        case .put: .put
        case .patch: .patch
        case .delete: .delete
        }
    }

    // MARK: Routes

    private func answer(_ route: Route, _ request: Request, _ context: APIContext) async throws -> Response {
        let actor = actor(of: context)
        guard platform.mayAsk(actor, route.action) else { throw refusal(of: actor, route.action) }
        let body = try await Self.body(of: request, route, context)
        var command = CommandRequest()
        command.id = context.requestID
        command.key = try Self.key(request)
        command.digest = SHA256.hash(Array("\(route.method.rawValue) \(request.uri.string)\n".utf8) + body)
        let asked = RouteRequest(
            actor: actor, parameters: Self.parameters(context), query: Self.query(request), body: body,
            command: command, seen: try Self.position(request), decoder: Decoder())
        if let seen = asked.seen { try await wait(for: seen) }
        return Self.response(try await route.answer(asked))
    }

    /// Waits until what another coordinator did is known here.
    private func wait(for position: LogPosition) async throws {
        try await firstToEnd {
            try await catchUp(position)
        } or: {
            try await Task.sleep(for: Self.patience)
            throw Problem(
                .serviceUnavailable, "this coordinator has not read up to position \(position.number)",
                advice: "try again", retryAfter: .seconds(1))
        }
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try StrictJSON.decode(type, body)
        }
    }

    /// The body; whatever says that it is something other than JSON is refused.
    private static func body(of request: Request, _ route: Route, _ context: APIContext) async throws -> [UInt8] {
        let body = Array(try await request.body.collect(upTo: context.maxUploadSize).readableBytesView)
        guard !body.isEmpty else { return [] }
        try StrictJSON.requireType(of: request)
        return body
    }

    private static func key(_ request: Request) throws -> String? {
        guard let key = RequestHeaders.value("idempotency-key", request.headers) else { return nil }
        try Idempotent.requireKey(key)
        return key
    }

    private static func parameters(_ context: APIContext) -> [String: String] {
        var parameters: [String: String] = [:]
        for (name, value) in context.parameters {
            parameters[String(name)] = PercentCoding.decoded(value) ?? String(value)
        }
        return parameters
    }

    private static func query(_ request: Request) -> [String: String] {
        var query: [String: String] = [:]
        for (name, value) in request.uri.queryParameters { query[String(name)] = String(value) }
        return query
    }

    private static func position(_ request: Request) throws -> LogPosition? {
        guard let text = RequestHeaders.value(positionField, request.headers) else { return nil }
        guard let number = UInt64(text) else {
            throw Problem(.badRequest, "Verdict-Position must be what an answer had in that field")
        }
        return LogPosition(number)
    }

    private static func response(_ answer: RouteAnswer) -> Response {
        var headers: HTTPFields = [.cacheControl: "no-store"]
        let status: HTTPResponse.Status
        switch answer.status {
        case .ok: status = .ok
        case .accepted: status = .accepted
        case .nothing: status = .noContent
        case .created(let path):
            status = .created
            headers[.location] = "/" + path
        }
        if let position = answer.position { RequestHeaders.set(positionField, "\(position.number)", &headers) }
        guard let body = answer.body else { return Response(status: status, headers: headers) }
        headers[.contentType] = "application/json"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    // MARK: Topics

    private func follow(_ topic: Topic, _ request: Request, _ context: APIContext) async throws -> Response {
        let actor = actor(of: context)
        let parameters = Self.parameters(context)
        guard platform.permissions.mayAllow(actor, topic.action) else { throw refusal(of: actor, topic.action) }
        let subject = try await topic.subject(parameters)
        guard platform.permissions.allows(actor, topic.action, to: subject) else {
            throw refusal(of: actor, topic.action)
        }
        let seen = request.lastEventID.flatMap { UInt64($0) }
        let news = try platform.topics.follow(topic.path, parameters, as: actor)
        return Response.events(context) { stream in
            for await news in news where seen.map({ news.position.number > $0 }) ?? true {
                try await stream.send(
                    ServerEvent(String(decoding: news.bytes, as: UTF8.self), id: "\(news.position.number)"))
            }
        }
    }

    // MARK: Who asks

    /// Whoever has a token of the fleet is a program; one of an admin's is an admin here, too.
    private func actor(of context: APIContext) -> Actor {
        let address = context.client.text
        if var actor = context.actor {
            actor.address = address
            return actor
        }
        guard let principal = context.principal else { return Actor(.anybody, address: address) }
        let grants: Set<RoleGrant> = principal.role == .admin ? [RoleGrant(.admin, in: .site)] : []
        return Actor(.program("\(principal)"), grants: grants, address: address)
    }

    private func refusal(of actor: Actor, _ action: Action) -> any Error {
        if actor.identity == .anybody { return Problem.unauthenticated("this needs a token") }
        return PermissionTable.refusal(of: actor, action)
    }
}
