internal import FoundationEssentials
internal import Hummingbird
internal import NIOCore

/// An answer in the dialect of another system: also what is thrown where it is an error there.
struct FacadeAnswer: Error, Hashable, Sendable {
    var status: HTTPResponse.Status
    /// What it says, in JSON; nil: nothing.
    var body: JSONValue?
    /// Fields of its header besides.
    var headers = HTTPFields()

    init(_ status: HTTPResponse.Status = .ok, _ body: JSONValue?) {
        (self.status, self.body) = (status, body)
    }

    private static let piece = 64 << 10

    /// The answer as HTTP has it.
    func response() throws -> Response {
        var headers = headers
        guard let body else { return Response(status: status, headers: headers) }
        headers[.contentType] = "application/json; charset=utf-8"
        let bytes = ByteBuffer(bytes: try JSON.encoder().encode(body))
        guard bytes.readableBytes > Self.piece else {
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
        }
        // In pieces, so that no more is written than the client takes.
        let written = ResponseBody(contentLength: bytes.readableBytes) { writer in
            var rest = bytes
            while let piece = rest.readSlice(length: min(Self.piece, rest.readableBytes)), piece.readableBytes > 0 {
                try await writer.write(piece)
            }
            try await writer.finish(nil)
        }
        return Response(status: status, headers: headers, body: written)
    }
}

/// Around the routes of a dialect: says in that dialect what was thrown.
struct FacadeErrors: RouterMiddleware {
    typealias Context = APIContext

    /// How the dialect says a problem.
    let answer: @Sendable (Problem) -> FacadeAnswer

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let answer as FacadeAnswer {
            return try answer.response()
        } catch {
            return try response(ProblemMiddleware.problem(of: error, context))
        }
    }

    private func response(_ problem: Problem) throws -> Response {
        var answer = answer(problem)
        for field in problem.headers { answer.headers.append(field) }
        return try answer.response()
    }
}

extension Request {
    /// The type of the body, in lower case and without parameters; nil if it has none.
    var mediaType: String? { headers[.contentType]?.prefix { $0 != ";" }.trimmingSpaces.lowercased() }

    /// All of the body, which is no larger than the route allows.
    func bytes(_ context: APIContext) async throws -> [UInt8] {
        Array(try await body.collect(upTo: context.maxUploadSize).readableBytesView)
    }

    /// A parameter of the query.
    func query(_ name: String) -> String? { uri.queryParameters[name[...]].map(String.init) }
}

extension StringProtocol {
    /// Without blanks at its ends.
    var trimmingSpaces: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }
}
