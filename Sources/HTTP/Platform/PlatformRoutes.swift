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
internal import Views

/// The routes and topics of the platform's modules, as HTTP has them.
public struct PlatformRoutes: Sendable {
    /// In an answer: where the entry of the command stands. In a request: what is read has at least all up to there.
    static let positionField = "verdict-position"

    /// How long a read waits for what its client has seen.
    private static let patience = Duration.seconds(5)

    private let platform: Platform
    private let topics: PlatformTopics
    private let catchUp: @Sendable (LogPosition) async throws -> Void

    /// The routes of a platform.
    /// - Parameters:
    ///   - platform: what is asked.
    ///   - lookingAgain: how often it is asked whether who watches something still may.
    ///   - catchUp: returns when everything up to a position is known here.
    public init(
        _ platform: Platform, lookingAgain: Duration = .seconds(10),
        catchUp: @escaping @Sendable (LogPosition) async throws -> Void
    ) {
        (self.platform, self.catchUp) = (platform, catchUp)
        topics = PlatformTopics(platform, lookingAgain: lookingAgain)
    }

    /// Adds them.
    public func add(to router: APIRouter) throws {
        router.describe(try PlatformDescription.text(of: platform))
        for route in platform.modules.flatMap(\.routes) {
            router.limitingBody(to: route.bodyLimit).on(RouterPath(route.path), method: Self.method(route.method)) {
                try await self.answer(route, $0, $1)
            }
        }
        for export in platform.modules.flatMap(\.exports) {
            router.get(RouterPath(export.path)) { try await self.give(export, $0, $1) }
        }
        for topic in platform.topics.all {
            for address in topic.addresses {
                router.get(RouterPath(address)) { try await self.topics.follow(topic, $0, $1) }
            }
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
        do {
            let asked = try await admitted(route, request, context)
            return Self.response(try await route.answer(asked))
        } catch {
            // Nobody is told of a refusal that is not written down.
            await platform.settle()
            throw error
        }
    }

    /// What a module is asked, when the asker may ask that, has not done so too often, and what it has seen is known here.
    private func admitted(
        _ route: Route, _ request: Request, _ context: APIContext
    ) async throws -> RouteRequest {
        let actor = context.platformActor
        guard platform.mayAsk(actor, route, request: context.requestID) else {
            throw context.refusal(of: route.action)
        }
        let parameters = context.pathParameters
        try platform.take(route, by: actor, parameters, request: context.requestID)
        let body = try await Self.body(of: request, route, context)
        var command = CommandRequest()
        command.id = context.requestID
        command.key = try Self.key(request)
        command.digest = SHA256.hash(Array("\(route.method.rawValue) \(request.uri.string)\n".utf8) + body)
        let asked = RouteRequest(
            actor: actor, parameters: parameters, query: Self.query(request), body: body,
            command: command, seen: try Self.position(request), languages: request.headers[.acceptLanguage],
            decoder: Decoder())
        if let seen = asked.seen { try await wait(for: seen) }
        return asked
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

    /// Reads bodies.
    struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            try StrictJSON.decode(type, body)
        }
    }

    /// The body; where JSON is wanted, whatever says that it is something else is refused.
    private static func body(of request: Request, _ route: Route, _ context: APIContext) async throws -> [UInt8] {
        let body = Array(try await request.body.collect(upTo: context.maxUploadSize).readableBytesView)
        guard !body.isEmpty else { return [] }
        if route.takes == .json { try StrictJSON.requireType(of: request) }
        return body
    }

    private static func key(_ request: Request) throws -> String? {
        guard let key = RequestHeaders.value("idempotency-key", request.headers) else { return nil }
        try Idempotent.requireKey(key)
        return key
    }

    /// The query, decoded; of a name that comes twice, the last.
    static func query(_ request: Request) -> [String: String] {
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
        if let file = answer.file { describe(file, &headers) } else { headers[.contentType] = "application/json" }
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    /// Says what a file is that somebody has put here, so that no browser runs anything of it.
    private static func describe(_ file: RouteAnswer.File, _ headers: inout HTTPFields) {
        headers[.contentType] = file.mediaType
        let name = String(
            decoding: file.name.utf8.map { ($0 > 32 && $0 < 127 && $0 != 34 && $0 != 92) ? $0 : 95 }, as: UTF8.self)
        headers[.contentDisposition] = "\(file.isShown ? "inline" : "attachment"); filename=\"\(name)\""
        RequestHeaders.set("content-security-policy", "default-src 'none'; sandbox", &headers)
    }

    // MARK: Exports

    private func give(_ export: ExportRoute, _ request: Request, _ context: APIContext) async throws -> Response {
        let name = request.uri.queryParameters["format"].map(String.init) ?? "csv"
        guard let format = ExportFormat.byName[name] else {
            let names = ExportFormat.byName.keys.sorted().joined(separator: " or ")
            throw Problem(.unprocessableContent, "there is no format \(name.debugDescription)", advice: "use \(names)")
        }
        let asked = try await admitted(export.route, request, context)
        // Whoever may not, or asks too early, is told before the file begins.
        let query = try await export.rows(asked)
        try await platform.prepare(export, atLeast: asked.seen)
        var headers: HTTPFields = [
            .cacheControl: "no-store",
            .contentType: name == "csv" ? "text/csv; charset=utf-8; header=present" : "application/jsonl",
        ]
        headers[.contentDisposition] = "attachment; filename=\"\(export.file).\(name)\""
        let platform = platform
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                let pieces = BoundedChannel<[UInt8]>(room: 1)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        defer { pieces.finish() }
                        try await platform.give(query, of: export, as: format, atLeast: asked.seen) {
                            try await pieces.send($0)
                        }
                    }
                    while let piece = try await pieces.next() { try await writer.write(ByteBuffer(bytes: piece)) }
                    // What failed breaks the answer off: a file that is not whole must not look as if it were.
                    try await group.untilFirstFailure()
                }
                try await writer.finish(nil)
            })
    }
}

extension ExportRoute {
    /// How it is admitted: as a route that reads.
    fileprivate var route: Route { Route(.get, path, action, summary) { _ in RouteAnswer() } }
}

extension APIContext {
    /// What the braces of the path stand for, decoded.
    var pathParameters: [String: String] {
        var decoded: [String: String] = [:]
        for (name, value) in parameters { decoded[String(name)] = PercentCoding.decoded(value) ?? String(value) }
        return decoded
    }

    /// Who asks, as modules see it: whoever has a token of the fleet is a program; one of an admin's is an admin here, too.
    var platformActor: Actor {
        let address = client.text
        if var actor {
            actor.address = address
            return actor
        }
        guard let principal else { return Actor(.anybody, address: address) }
        let grants: Set<RoleGrant> = principal.role == .admin ? [RoleGrant(.admin, in: .site)] : []
        return Actor(.program("\(principal)"), grants: grants, address: address)
    }

    /// What somebody is told who may not do `action`.
    func refusal(of action: Action) -> any Error {
        let actor = platformActor
        if actor.identity == .anybody { return Problem.unauthenticated("this needs a token") }
        return PermissionTable.refusal(of: actor, action)
    }
}
