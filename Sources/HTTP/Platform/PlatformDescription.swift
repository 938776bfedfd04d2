internal import FoundationEssentials
internal import Kernel
internal import Views

/// What the routes and topics of modules are, for the description of the API: made of what they say of themselves.
enum PlatformDescription {
    /// An OpenAPI document.
    static func text(of platform: Platform) throws -> String {
        var paths: [String: JSONValue] = [:]
        for module in platform.modules {
            for route in module.routes {
                add(operation(route, module.name), route.method.rawValue.lowercased(), at: route.path, to: &paths)
            }
            for export in module.exports {
                add(operation(export, module.name), "get", at: export.path, to: &paths)
            }
            for topic in module.topics {
                for address in topic.addresses {
                    add(operation(topic, at: address, module.name), "get", at: address, to: &paths)
                }
            }
        }
        let document = JSONValue.object(["paths": .object(paths)])
        return String(decoding: try JSON.encoder().encode(document), as: UTF8.self)
    }

    private static func add(
        _ operation: JSONValue, _ method: String, at path: String, to paths: inout [String: JSONValue]
    ) {
        var members = paths["/" + path]?.members ?? [:]
        members[method] = operation
        paths["/" + path] = .object(members)
    }

    private static func operation(_ route: Route, _ module: String) -> JSONValue {
        var members: [String: JSONValue] = [
            "operationId": .text(name("\(route.method.rawValue.lowercased()) \(route.path)")),
            "tags": .array([.text(module)]), "summary": .text(route.summary),
            "parameters": .array(parameters(route.path)),
            "responses": .object(responses(route.method == .get ? ["200"] : ["200", "201", "202", "204"])),
        ]
        if route.method != .get, route.method != .delete {
            let content: [String: JSONValue] =
                route.takes == .json
                ? ["application/json": .object(["schema": .object(["type": .text("object")])])]
                : ["application/octet-stream": .object([:])]
            members["requestBody"] = .object(["content": .object(content)])
        }
        return .object(members)
    }

    private static func operation(_ export: ExportRoute, _ module: String) -> JSONValue {
        let format = JSONValue.object([
            "name": .text("format"), "in": .text("query"),
            "schema": .object([
                "type": .text("string"), "enum": .array(ExportFormat.byName.keys.sorted().map { .text($0) }),
                "default": .text("csv"),
            ]),
        ])
        return .object([
            "operationId": .text(name("get \(export.path)")), "tags": .array([.text(module)]),
            "summary": .text(export.summary), "parameters": .array(parameters(export.path) + [format]),
            "responses": .object(responses(["200"])),
        ])
    }

    private static func operation(_ topic: Topic, at address: String, _ module: String) -> JSONValue {
        .object([
            "operationId": .text(name("watch \(address.replacing("api/v1/live/", with: ""))")),
            "tags": .array([.text(module)]),
            "summary": .text(
                "A stream of events, or a WebSocket: what it shows, whenever that changes. Of a long list it shows the first "
                    + "page, and shows it again when something changes behind that."),
            "parameters": .array(parameters(address)), "responses": .object(responses(["200"])),
        ])
    }

    /// `get api/v1/people/{id}/roles` as `getPeopleIdRoles`.
    private static func name(_ text: String) -> String {
        let words = text.split { !$0.isLetter && !$0.isNumber }.filter { $0 != "api" && $0 != "v1" }
        return words.enumerated().map { $0.offset == 0 ? String($0.element) : $0.element.capitalized }.joined()
    }

    private static func parameters(_ path: String) -> [JSONValue] {
        path.split(separator: "/").filter { $0.hasPrefix("{") }.map { part in
            .object([
                "name": .text(String(part.dropFirst().dropLast())), "in": .text("path"), "required": .bool(true),
                "schema": .object(["type": .text("string")]),
            ])
        }
    }

    private static func responses(_ successes: [String]) -> [String: JSONValue] {
        var responses: [String: JSONValue] = [:]
        for status in successes { responses[status] = .object(["description": .text("It was done.")]) }
        for status in ["400", "404", "409", "413", "415", "422", "429", "503"] {
            responses[status] = .object(["$ref": .text("#/components/responses/Problem")])
        }
        responses["401"] = .object(["$ref": .text("#/components/responses/Unauthenticated")])
        responses["403"] = .object(["$ref": .text("#/components/responses/Forbidden")])
        return responses
    }
}
