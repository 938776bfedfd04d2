internal import Hummingbird
internal import HummingbirdCore

/// Tells browsers which pages may use the server (CORS). Tokens are shown by the page's own code, never by the browser, so
/// nothing is said about credentials.
struct CrossOrigin: RouterMiddleware {
    typealias Context = APIContext

    let origins: AllowedOrigins

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        guard !origins.isEmpty, let origin = request.headers[.origin] else { return try await next(request, context) }
        let isAllowed = origins.allows(origin, of: request)
        let isQuestion =
            request.method == .options
            && RequestHeaders.value("access-control-request-method", request.headers) != nil
        var response = isQuestion ? Response(status: .noContent) : try await next(request, context)
        response.headers.append(.init(name: .vary, value: "Origin"))
        guard isAllowed else { return response }
        RequestHeaders.set("access-control-allow-origin", origins.allowsAll ? "*" : origin, &response.headers)
        if isQuestion {
            RequestHeaders.set(
                "access-control-allow-methods", "GET, HEAD, POST, PUT, PATCH, DELETE", &response.headers)
            RequestHeaders.set(
                "access-control-allow-headers",
                "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID, X-Auth-Token, X-Request-Id",
                &response.headers)
            RequestHeaders.set("access-control-max-age", "600", &response.headers)
        } else {
            RequestHeaders.set(
                "access-control-expose-headers", "ETag, Location, Retry-After, X-Request-Id", &response.headers)
        }
        return response
    }
}
