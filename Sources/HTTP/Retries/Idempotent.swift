internal import Cryptography
public import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import Logging
internal import NIOCore

/// Lets requests with an `Idempotency-Key` be sent again: the same request by the same caller gets the first answer again,
/// and is done once. Another request with the key is refused, with 409.
///
///     router.requiring(.submit).add(middleware: Idempotent(store)).post("api/v1/things") { … }
///
/// The answers of refusals are kept as well; failures of the server are not, so that trying again helps.
public struct Idempotent: RouterMiddleware {
    /// The context of routes.
    public typealias Context = APIContext

    /// The largest answer that is kept.
    private static let largestAnswer = 1 << 20

    private let store: any IdempotencyStore

    /// Keeps answers in `store`.
    public init(_ store: any IdempotencyStore) {
        self.store = store
    }

    /// Goes on for a request that comes for the first time.
    public func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard let given = RequestHeaders.value("idempotency-key", request.headers), let principal = context.principal,
            request.method != .get, request.method != .head
        else { return try await next(request, context) }
        try Self.requireKey(given)
        var request = request
        let body = try await request.body.collect(upTo: context.maxUploadSize)
        request.body = RequestBody(buffer: body)
        let key = IdempotencyKey(principal: principal.description, key: given)
        switch try await store.begin(key, request: Self.hash(request, body)) {
        case .proceed: return try await answer(request, context, key, next)
        case .replay(let stored): return Self.response(stored)
        case .wait:
            throw Problem(
                .conflict, "the first request with this Idempotency-Key is not answered yet", code: "in_progress",
                advice: "try again", retryAfter: .seconds(1))
        case .mismatch:
            throw Problem(
                .conflict, "this Idempotency-Key was another request's", code: "idempotency_mismatch",
                advice: "take a new key for another request")
        case .full:
            throw Problem(
                .serviceUnavailable, "too many requests with an Idempotency-Key are being done",
                advice: "try again", retryAfter: .seconds(1))
        }
    }

    /// Asks that a key is one.
    /// - Throws: ``Problem`` (400).
    static func requireKey(_ key: String) throws(Problem) {
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw Problem(.badRequest, "an Idempotency-Key has up to 255 visible characters of ASCII")
        }
    }

    private func answer(
        _ request: Request, _ context: APIContext, _ key: IdempotencyKey,
        _ next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            var response = await ProblemMiddleware.answering(request, context, next)
            guard response.status.code < 499, response.status.code != 429,
                let length = response.body.contentLength, length <= Self.largestAnswer
            else {
                try await store.abandon(key)
                return response
            }
            let body = try await WholeBody.read(response.body)
            response.body = ResponseBody(byteBuffer: body)
            try await store.finish(key, with: Self.stored(response, body))
            return response
        } catch {
            try await store.abandon(key)
            throw error
        }
    }

    /// Two requests are the same if method, path, query, type and body are.
    private static func hash(_ request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        let parts = [request.method.rawValue, request.uri.string, request.headers[.contentType] ?? ""]
        for part in parts { hash.update(Array("\(part.utf8.count) \(part)".utf8)) }
        hash.update(body.readableBytesView)
        return hash.finalize()
    }

    private static func stored(_ response: Response, _ body: ByteBuffer) -> StoredAnswer {
        StoredAnswer(
            status: response.status.code,
            headers: response.headers.map { StoredAnswer.Field(name: $0.name.rawName, value: $0.value) },
            body: Array(body.readableBytesView))
    }

    private static func response(_ stored: StoredAnswer) -> Response {
        var headers = HTTPFields()
        for field in stored.headers {
            guard let name = HTTPFields.Element.Name(field.name) else { continue }
            headers.append(.init(name: name, value: field.value))
        }
        RequestHeaders.set("idempotency-replayed", "true", &headers)
        return Response(
            status: .init(code: stored.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: stored.body)))
    }
}
