public import Coordinator
internal import FoundationEssentials
internal import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import NIOCore
internal import Toolchains

/// `/api/v1/languages`: what programs may be written in.
public struct LanguageRoutes: Sendable {
    private let desk: ExecutionDesk

    /// The routes of the languages of `desk`.
    public init(_ desk: ExecutionDesk) {
        self.desk = desk
    }

    /// Adds them.
    public func add(to router: APIRouter) {
        router.describe(LanguageDescription.text)
        router.requiring(.run).get("api/v1/languages") { _, _ in
            let list = List(languages: self.desk.catalog.map { Answer($0) })
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: try JSON.encoder().encode(list))))
        }
    }

    private struct List: Encodable {
        var languages: [Answer]
    }

    private struct Answer: Encodable {
        var id: String
        var name: String
        var aliases: [String]
        var version: String?
        var extensions: [String]
        var source_name: String
        var available: Bool

        init(_ known: ExecutionDesk.KnownLanguage) {
            (id, name, aliases) = (known.language.id, known.language.name, known.language.aliases)
            (version, available) = (known.version, known.isAvailable)
            (extensions, source_name) = (known.language.extensions, known.language.sourceName)
        }
    }
}

/// What the route of languages is.
enum LanguageDescription {
    static let text = #"""
        {
          "tags": [{ "name": "languages", "description": "What programs may be written in." }],
          "paths": {
            "/api/v1/languages": {
              "get": {
                "operationId": "listLanguages", "tags": ["languages"],
                "summary": "All languages that there are, and which of them a worker runs now.",
                "responses": {
                  "200": {
                    "description": "The languages by their ids' order.",
                    "content": { "application/json": { "schema": { "$ref": "#/components/schemas/LanguageList" } } }
                  },
                  "401": { "$ref": "#/components/responses/Unauthenticated" },
                  "403": { "$ref": "#/components/responses/Forbidden" }
                }
              }
            }
          },
          "components": {
            "schemas": {
              "LanguageList": {
                "type": "object", "required": ["languages"],
                "properties": {
                  "languages": { "type": "array", "items": { "$ref": "#/components/schemas/Language" } }
                }
              },
              "Language": {
                "type": "object",
                "required": ["id", "name", "aliases", "extensions", "source_name", "available"],
                "properties": {
                  "id": { "type": "string", "description": "What an execution calls it.", "examples": ["python3"] },
                  "name": { "type": "string" },
                  "aliases": { "type": "array", "items": { "type": "string" }, "description": "Other names for the id." },
                  "version": { "type": "string", "description": "That of a worker's; absent while none has told it." },
                  "extensions": { "type": "array", "items": { "type": "string" }, "description": "Of its sources' names." },
                  "source_name": { "type": "string", "description": "What a single source is called." },
                  "available": { "type": "boolean", "description": "Whether a worker is there that runs it." }
                }
              }
            }
          }
        }
        """#
}
