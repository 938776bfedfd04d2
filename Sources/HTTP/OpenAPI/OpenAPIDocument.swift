internal import FoundationEssentials
internal import Hummingbird
internal import NIOCore

/// What the API is, for programs and people: OpenAPI 3.1, put together of what each part of the server says of its routes.
struct OpenAPIDocument: Sendable {
    /// The whole document.
    let value: JSONValue

    /// - Parameter parts: texts of JSON, each an OpenAPI document with what one part adds.
    init(_ parts: [String]) throws {
        value = try parts.reduce(.object([:])) { whole, part in
            do {
                return whole.merged(with: try JSON.decoder().decode(JSONValue.self, from: Data(part.utf8)))
            } catch {
                throw HTTPServerError("a description of the API is no JSON: \(error)")
            }
        }
    }

    /// As it is served.
    func text() throws -> ByteBuffer { ByteBuffer(bytes: try JSON.encoder().encode(value)) }

    /// The operations that it describes: `GET /api/v1/me`.
    var operations: Set<String> {
        let methods: Set<String> = ["get", "put", "post", "delete", "patch", "head", "options"]
        return Set(
            (value["paths"]?.members ?? [:]).flatMap { path, item in
                item.members.keys.filter(methods.contains).map { "\($0.uppercased()) \(path)" }
            })
    }
}

extension APIRouter {
    /// Adds what a part of the server says of its routes.
    /// - Parameter text: JSON, an OpenAPI document with the part's `paths`, `components` and `tags`.
    public func describe(_ text: String) { list.describe(text) }

    /// The document of all routes.
    func document() throws -> OpenAPIDocument { try OpenAPIDocument(list.descriptions) }
}

extension HTTPServer {
    /// What the routes and their description say different things about, a line each: none, if all is well. `OPTIONS` and
    /// paths of other systems' dialects that are described elsewhere are not looked at.
    /// - Parameter isDescribed: whether a path belongs into the description.
    package func undescribed(where isDescribed: (String) -> Bool = { _ in true }) -> [String] {
        let routed = Set(routes.filter { isDescribed($0.path) }.map { "\($0.method.rawValue) \($0.path)" })
        return routed.subtracting(description.operations).sorted().map { "\($0) is not described" }
            + description.operations.subtracting(routed).sorted().map { "\($0) is described, and is no route" }
    }
}
