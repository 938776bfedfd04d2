internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore

/// Around all routes: gives whole answers a tag, says 304 to who has them, and compresses them for who takes that. Streams
/// pass as they are.
struct Representation: RouterMiddleware {
    typealias Context = APIContext

    /// From how many bytes on a body is compressed.
    private static let leastCompressed = 1024
    /// Up to how many bytes a body is looked at as a whole.
    private static let largest = 16 << 20

    func handle(
        _ request: Request, context: APIContext, next: @concurrent (Request, APIContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        guard let length = response.body.contentLength, length > 0, length <= Self.largest,
            !response.headers.contains(.contentEncoding), response.status.code >= 200
        else { return response }
        let isRead = request.method == .get || request.method == .head
        let isTagged = isRead && response.status == .ok && response.headers[.cacheControl] != "no-store"
        let mayCompress = length >= Self.leastCompressed && Self.isText(response.headers[.contentType])
        guard isTagged || mayCompress else { return response }
        let body = try await WholeBody.read(response.body)
        response.body = ResponseBody(byteBuffer: body)
        let tag = isTagged && !response.headers.contains(.eTag) ? EntityTag(of: body) : nil
        if let tag {
            response.headers[.eTag] = tag.text(isCompressed: false)
            if !response.headers.contains(.cacheControl) { response.headers[.cacheControl] = "private, no-cache" }
        }
        if mayCompress { await compress(&response, body, tag, request) }
        if let tag, let named = request.headers[.ifNoneMatch], tag.isNamed(by: named) {
            response.status = .notModified
            response.body = ResponseBody()
            for name in [.contentLength, .contentType, .contentEncoding] as [HTTPFields.Element.Name] {
                response.headers[name] = nil
            }
        }
        return response
    }

    private func compress(_ response: inout Response, _ body: ByteBuffer, _ tag: EntityTag?, _ request: Request) async {
        response.headers.append(.init(name: .vary, value: "Accept-Encoding"))
        guard let accepted = request.headers[.acceptEncoding], AcceptedEncoding.takesGzip(accepted),
            let compressed = await Gzip.compress(body)
        else { return }
        response.body = ResponseBody(byteBuffer: compressed)
        response.headers[.contentEncoding] = "gzip"
        if let tag { response.headers[.eTag] = tag.text(isCompressed: true) }
    }

    private static func isText(_ type: String?) -> Bool {
        guard let media = type?.prefix(while: { $0 != ";" }).lowercased() else { return false }
        return media.hasPrefix("text/") && media != "text/event-stream" || media.hasSuffix("+json")
            || ["application/json", "application/javascript", "image/svg+xml", "application/xml"].contains(media)
    }
}

/// The body of an answer as a whole.
enum WholeBody {
    /// Reads a body whose length is known.
    static func read(_ body: ResponseBody) async throws -> ByteBuffer {
        let collected = Collected()
        try await body.write(collected.writer())
        return collected.bytes
    }

    private final class Collected {
        var bytes = ByteBuffer()

        func writer() -> Writer { Writer(collected: self) }
    }

    private struct Writer: ResponseBodyWriter {
        let collected: Collected

        mutating func write(_ buffer: ByteBuffer) async throws {
            var buffer = buffer
            collected.bytes.writeBuffer(&buffer)
        }

        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
