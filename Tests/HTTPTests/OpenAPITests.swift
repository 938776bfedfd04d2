import FoundationEssentials
import Hummingbird
import Identity
import Testing

@testable import HTTP

@Suite("The description of the API")
struct OpenAPITests {
    private static func read(_ answer: RawAnswer) throws -> JSONValue {
        try JSON.decoder().decode(JSONValue.self, from: Data(answer.body))
    }

    @Test("Every route is described, and everything that is described is a route")
    func routes() async throws {
        try await Serving.run { serving in
            #expect(serving.server.undescribed { $0 != "/hello" } == [])
            #expect(serving.server.undescribed() == ["GET /hello is not described"])
            let document = try Self.read(try await fetch(serving.address, "/api/openapi.json"))
            #expect(document["openapi"] == .text("3.1.0"))
            #expect(document == serving.server.description.value)
        }
    }

    @Test("Parts are put together, and references lead somewhere")
    func references() async throws {
        try await Serving.run(routes: { router in
            router.describe(
                #"{"paths": {"/api/v1/more": {"get": {"operationId": "more"}}}, "tags": [{"name": "more"}]}"#)
            router.get("api/v1/more") { _, _ in "more" }
        }) { serving in
            let document = serving.server.description.value
            #expect(document["paths"]?["/api/v1/more"] != nil && document["paths"]?["/api/v1/me"] != nil)
            guard case .array(let tags)? = document["tags"] else { return }
            #expect(tags.count == 2)
            #expect(Self.dangling(in: document, of: document) == [])
            let ids =
                document["paths"]?.members.values.flatMap { $0.members.values.compactMap { $0["operationId"] } } ?? []
            #expect(Set(ids).count == ids.count && ids.count == serving.server.description.operations.count)
        }
        #expect(throws: HTTPServerError.self) { try OpenAPIDocument(["{"]) }
    }

    /// The references that lead nowhere.
    private static func dangling(in value: JSONValue, of document: JSONValue) -> [String] {
        switch value {
        case .object(let members):
            var found = members.values.flatMap { dangling(in: $0, of: document) }
            if case .text(let reference)? = members["$ref"] {
                let target = reference.dropFirst(2).split(separator: "/").reduce(Optional(document)) { $0?[String($1)] }
                if !reference.hasPrefix("#/") || target == nil { found.append(reference) }
            }
            return found
        case .array(let elements): return elements.flatMap { dangling(in: $0, of: document) }
        default: return []
        }
    }

    @Test("A caller learns who it is, and what it may do")
    func me() async throws {
        try await Serving.run { serving in
            let alice = try Self.read(
                try await fetch(serving.address, "/api/v1/me", "Authorization: Bearer alice-token"))
            #expect(alice["name"] == .text("alice") && alice["tenant"] == .text("course"))
            #expect(alice["role"] == .text("client"))
            #expect(alice["permissions"]?["read_submissions"] == .text("own"))
            #expect(alice["permissions"]?["operate_fleet"] == nil)
            let root = try Self.read(try await fetch(serving.address, "/api/v1/me", "Authorization: Bearer root-token"))
            #expect(root["permissions"]?["operate_fleet"] == .text("all"))
            #expect(try await fetch(serving.address, "/api/v1/me").status == 401)
            #expect(try await fetch(serving.address, "/healthz").text == "alive\n")
        }
    }

    @Test("The page for people needs nothing from elsewhere, and may do nothing else")
    func page() async throws {
        try await Serving.run { serving in
            let page = try await fetch(serving.address, "/api/docs")
            let policy = try #require(page["content-security-policy"])
            #expect(policy.hasPrefix("default-src 'none'; script-src 'sha256-") && !policy.contains("unsafe"))
            #expect(page["content-type"] == "text/html; charset=utf-8" && page["x-content-type-options"] == "nosniff")
            #expect(!page.text.contains("http://") && !page.text.contains("https://") && !page.text.contains(" src="))
        }
    }
}
