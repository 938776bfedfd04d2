public import Hummingbird
public import Identity

/// Lets only those go on who are known and may do that: 401 for others, 403 for those who may not.
public struct Requires: RouterMiddleware {
    /// The context of routes.
    public typealias Context = APIContext

    private let permission: Permission?

    /// Requires that whoever asks may do that.
    /// - Parameter permission: nil: anybody who is known.
    public init(_ permission: Permission? = nil) {
        self.permission = permission
    }

    /// Goes on for those who may.
    public func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        let principal = try context.knownPrincipal
        if let permission, !principal.may(permission) {
            let roles = Role.allCases.filter { $0.reach(permission) != .nothing }.map(\.rawValue).sorted()
            throw Problem(.forbidden, "\(principal) may not do this; \(roles.joined(separator: " and ")) may")
        }
        return try await next(request, context)
    }
}

extension APIContext {
    /// Who asks.
    /// - Throws: ``Problem`` (401) if nobody knows.
    var knownPrincipal: Principal {
        get throws {
            guard let principal else { throw Problem.unauthenticated("this needs a token") }
            return principal
        }
    }
}

/// Allows larger bodies to nobody, and smaller ones only.
public struct LimitsBody: RouterMiddleware {
    /// The context of routes.
    public typealias Context = APIContext

    private let bytes: Int

    /// Allows bodies of so many bytes, if the server allows as many.
    public init(to bytes: Int) {
        self.bytes = bytes
    }

    /// Goes on, unless the body is announced to be larger; one that turns out to be is cut off.
    public func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        context.exchange.limitBody(to: bytes)
        if let problem = Problem.announcedBody(request.headers, context.exchange.bodyLimit) { throw problem }
        return try await next(request, context)
    }
}

extension RouterMethods where Context == APIContext {
    /// A group whose routes are for those who may do that.
    /// - Parameter permission: nil: for anybody who is known.
    public func requiring(_ permission: Permission? = nil) -> RouterGroup<APIContext> {
        group().add(middleware: Requires(permission))
    }

    /// A group whose routes take bodies of at most so many bytes.
    public func limitingBody(to bytes: Int) -> RouterGroup<APIContext> {
        group().add(middleware: LimitsBody(to: bytes))
    }
}
