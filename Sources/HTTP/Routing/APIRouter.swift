public import Hummingbird

/// Hummingbird's router, which also knows what it was given: for the methods of a path, and for whoever compares the routes
/// with their description.
public final class APIRouter: RouterMethods {
    /// The context of its routes.
    public typealias Context = APIContext

    private let router = Router(context: APIContext.self, options: .autoGenerateHeadEndpoints)
    let list = RouteList()

    init(origins: AllowedOrigins) {
        router.add(middleware: CrossOrigin(origins: origins))
        router.add(middleware: Representation())
        router.add(middleware: ProblemMiddleware(routes: list))
    }

    /// The routes of the API: the method and the path of each, `GET /api/v1/me`.
    public var routes: [(method: HTTPRequest.Method, path: String)] {
        list.all.filter { !$0.isPage }.map { ($0.method, $0.path.description) }
    }

    /// Adds what answers to a method at a path.
    @discardableResult
    public func on<Responder: HTTPResponder>(
        _ path: RouterPath, method: HTTPRequest.Method, responder: Responder
    ) -> Self where Responder.Context == APIContext {
        list.add(method, path)
        router.on(path, method: method, responder: responder)
        return self
    }

    /// Adds what answers to a method at a path to people.
    func onPage<Responder: HTTPResponder>(_ path: RouterPath, method: HTTPRequest.Method, responder: Responder)
    where Responder.Context == APIContext {
        list.add(method, path, isPage: true)
        router.on(path, method: method, responder: responder)
    }

    /// Adds something around all routes that are added later.
    @discardableResult
    public func add(middleware: any MiddlewareProtocol<Request, Response, APIContext>) -> Self {
        router.add(middleware: middleware)
        return self
    }

    func buildResponder() -> some HTTPResponder<APIContext> { router.buildResponder() }
}
