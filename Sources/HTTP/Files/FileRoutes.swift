public import Coordinator
internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import NIOCore
internal import Storage
internal import Units

/// `/api/v1/files/{sha256}`: files that are put once, in as many parts as it takes, and then named by their hash.
public struct FileRoutes: Sendable {
    private let desk: FileDesk

    /// The routes of what `desk` does.
    public init(_ desk: FileDesk) {
        self.desk = desk
    }

    /// Adds them.
    public func add(to router: APIRouter) {
        router.describe(FileDescription.text)
        let group = router.requiring(.putContents)
        group.get("api/v1/files/{sha256}") { try await self.get($0, $1) }
        group.put("api/v1/files/{sha256}") { try await self.put($0, $1) }
    }

    private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        let (hash, principal) = try (Self.hash(context), context.knownPrincipal)
        guard let standing = try await desk.standing(of: hash, for: principal) else {
            throw Problem(.notFound, "there is no file of that hash, and no part of one", advice: "put it")
        }
        return try Self.answer(hash, standing, .ok)
    }

    private func put(_ request: Request, _ context: APIContext) async throws -> Response {
        let (hash, principal) = try (Self.hash(context), context.knownPrincipal)
        let offset = try Self.number("upload-offset", request.headers) ?? 0
        let size = try Self.size(request.headers, from: offset)
        guard size <= desk.largest.bytes else {
            throw Problem(.contentTooLarge, "the file is larger than the \(desk.largest.bytes) bytes that are allowed")
        }
        do {
            let standing = try await desk.take(
                hash, size: ByteCount(size), from: offset, of: principal,
                request.body.map { Array($0.readableBytesView) })
            guard case .complete = standing else { return try Self.answer(hash, standing, .accepted) }
            return try Self.answer(hash, standing, .created)
        } catch let gap as FileDesk.Gap {
            var problem = Problem(
                .conflict, "the part begins at \(offset), and the file ends at \(gap.offset) so far", code: "gap",
                advice: "go on from there")
            RequestHeaders.set("upload-offset", "\(gap.offset)", &problem.headers)
            throw problem
        }
    }
}

extension FileRoutes {
    private struct Answer: Encodable {
        var sha256: String
        var offset: Int64
        var complete: Bool
        /// Known of what is complete.
        var size: Int64?
    }

    private static func answer(
        _ hash: ContentHash, _ standing: FileDesk.Standing, _ status: HTTPResponse.Status
    ) throws -> Response {
        let answer =
            switch standing {
            case .complete(let size):
                Answer(sha256: "\(hash)", offset: size.bytes, complete: true, size: size.bytes)
            case .begun(let offset): Answer(sha256: "\(hash)", offset: offset, complete: false)
            }
        var headers: HTTPFields = [.contentType: "application/json", .cacheControl: "no-store"]
        RequestHeaders.set("upload-offset", "\(answer.offset)", &headers)
        RequestHeaders.set("upload-complete", answer.complete ? "?1" : "?0", &headers)
        if let size = answer.size { RequestHeaders.set("upload-length", "\(size)", &headers) }
        let bytes = ByteBuffer(bytes: try JSON.encoder().encode(answer))
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: bytes))
    }

    private static func hash(_ context: APIContext) throws -> ContentHash {
        guard let hash = ContentHash(try context.parameters.require("sha256")) else {
            throw wrong("sha256", "must be 64 lower-case hexadecimal digits")
        }
        return hash
    }

    /// How long the whole file is.
    private static func size(_ headers: HTTPFields, from offset: Int64) throws -> Int64 {
        if let size = try number("upload-length", headers) { return size }
        guard offset == 0, let size = headers[.contentLength].flatMap({ Int64($0) }) else {
            throw wrong("Upload-Length", "is missing; it says how many bytes the whole file has")
        }
        return size
    }

    private static func number(_ name: String, _ headers: HTTPFields) throws -> Int64? {
        guard let text = RequestHeaders.value(name, headers) else { return nil }
        guard (1...18).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let number = Int64(text)
        else {
            throw wrong(name == "upload-length" ? "Upload-Length" : "Upload-Offset", "must be a number of bytes")
        }
        return number
    }

    private static func wrong(_ field: String, _ message: String) -> Problem {
        var problem = Problem(.unprocessableContent, "the request has a field that is wrong", code: "invalid_fields")
        problem.fields = [.init(field, message)]
        return problem
    }
}
