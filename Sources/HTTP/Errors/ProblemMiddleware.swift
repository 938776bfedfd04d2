internal import Coordinator
internal import Hummingbird
internal import Logging
internal import NIOHTTP1
internal import Storage

/// Around everything: whatever was thrown becomes an answer that says what is wrong. What nobody expected is logged, and
/// nothing of it is told.
struct ProblemMiddleware: RouterMiddleware {
    typealias Context = APIContext

    let routes: RouteList

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError where Self.isUnknown(error, context) {
            return routes.unknown(request).response(instance: context.requestID)
        } catch {
            return Self.problem(of: error, context).response(instance: context.requestID)
        }
    }

    /// What `next` answers, or the answer that its error becomes.
    static func answering(
        _ request: Request, _ context: APIContext, _ next: @concurrent (Request, APIContext) async throws -> Response
    ) async -> Response {
        do {
            return try await next(request, context)
        } catch {
            return problem(of: error, context).response(instance: context.requestID)
        }
    }

    /// What a caller is told of an error; one that nobody expected is logged here.
    static func problem(of error: any Error, _ context: APIContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as DomainError: return Problem(error)
        case let error as StorageError: return Problem(DomainError(error))
        case let error as any HTTPResponseError where (400..<500).contains(error.status.code):
            return Problem(error.status, (error as? HTTPError)?.body ?? error.status.reasonPhrase)
        case is HTTPParserError:
            return Problem(.badRequest, "the body is not what its header says")
        case is CancellationError: return Problem(DomainError(.cancelled, "the request was cancelled"))
        default:
            context.logger.error(
                "a route failed",
                metadata: ["route": "\(context.endpointPath ?? "none")", "error": "\(error)"])
            return Problem(.internalServerError, "the server failed; its log says why", code: "failed")
        }
    }

    /// Whether there is no route.
    static func isUnknown(_ error: HTTPError, _ context: APIContext) -> Bool {
        error.status == .notFound && context.endpointPath == "NotFound"
    }
}

extension RouteList {
    /// There is nothing at that path, or nothing for that method.
    func unknown(_ request: Request) -> Problem {
        let methods = methods(at: request.uri.path)
        guard !methods.isEmpty else {
            return Problem(.notFound, "there is nothing at this path", advice: "see /api/openapi.json")
        }
        var problem = Problem(
            .methodNotAllowed, "\(request.method.rawValue) is not for this path; \(methods.joined(separator: ", ")) is")
        problem.headers[.allow] = methods.joined(separator: ", ")
        return problem
    }
}
