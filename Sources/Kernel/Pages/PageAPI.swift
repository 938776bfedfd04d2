internal import Coordinator

/// The routes of the API, for pages, which show and do nothing that those do not.
public struct PageAPI: Sendable {
    /// Reads bodies, as for requests from elsewhere.
    let decoder: any RouteDecoder
    let ask: @Sendable (Route.Method, String, RouteRequest) async throws -> RouteAnswer
    let may: @Sendable (Route.Method, String, Actor) -> Bool

    /// The routes of a platform.
    /// - Parameters:
    ///   - platform: whose.
    ///   - decoder: reads bodies.
    public init(_ platform: Platform, decoder: any RouteDecoder) {
        self.decoder = decoder
        ask = { method, path, request in
            guard let route = platform.route(method, path) else { throw Self.missing }
            guard platform.mayAsk(request.actor, route, request: request.command.id) else {
                throw PermissionTable.refusal(of: request.actor, route.action)
            }
            return try await route.answer(request)
        }
        may = { method, path, actor in
            platform.route(method, path).map { platform.mayAsk(actor, $0.action) } ?? false
        }
    }

    private init() {
        decoder = NoDecoder()
        ask = { _, _, _ in throw Self.missing }
        may = { _, _, _ in false }
    }

    /// No routes at all.
    public static let none = PageAPI()

    private static var missing: DomainError { DomainError(.notFound, "there is nothing at this path") }

    private struct NoDecoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value { throw missing }
    }
}
