package import Coordinator
import Foundation
package import Kernel
package import Storage
package import Testing

extension Rig {
    /// What a route answered.
    package struct Answer: Sendable {
        package var status: RouteAnswer.Status
        package var body: [UInt8]
        package var file: RouteAnswer.File?
        package var position: LogPosition?

        package var object: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body))) as? [String: Any] ?? [:]
        }

        package subscript(_ name: String) -> String? { object[name] as? String }

        package func text(_ name: String) -> String { self[name] ?? "" }
        package func list(_ name: String) -> [[String: Any]] { object[name] as? [[String: Any]] ?? [] }

        package func value<Value>(_ name: String, as: Value.Type = Value.self) throws -> Value {
            try #require(object[name] as? Value, "\(name) of \(String(decoding: body, as: UTF8.self))")
        }
    }

    private struct Decoder: RouteDecoder {
        func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value {
            do {
                return try JSONDecoder().decode(type, from: Data(body))
            } catch {
                throw DomainError(.invalid, "\(error)")
            }
        }
    }

    /// A body in JSON: the same again for the same value.
    package static func json(_ value: [String: Any]) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: value, options: .sortedKeys))
    }

    /// Asks a route as the server does: who may not is refused before anything is read. The answer has all that is in the log.
    /// - Parameters:
    ///   - method: its method.
    ///   - path: its path below `api/v1/`.
    ///   - actor: who asks.
    ///   - parameters: what its braces stand for.
    ///   - query: the query.
    ///   - body: the body.
    ///   - key: what the request is called, so that the same does nothing twice.
    ///   - seen: what the answer has at least; nil: all that is in the log.
    ///   - languages: those that a browser wants.
    ///   - waits: whether what is not there yet is waited for: views are made at the start, and say so until then.
    @discardableResult
    package func ask(
        _ method: Route.Method, _ path: String, by actor: Actor, _ parameters: [String: String] = [:],
        query: [String: String] = [:], body: [UInt8] = [], key: String? = nil, seen: LogPosition? = nil,
        languages: String? = nil, waits: Bool = true
    ) async throws -> Answer {
        let route = try #require(
            modules.flatMap(\.routes).first { $0.method == method && $0.path == "api/v1/" + path }, "\(path)")
        guard platform.mayAsk(actor, route.action) else { throw PermissionTable.refusal(of: actor, route.action) }
        var command = CommandRequest()
        (command.key, command.digest) = (key, ContentHash(of: body).bytes)
        let end = try await log.end()
        let request = RouteRequest(
            actor: actor, parameters: parameters, query: query, body: body, command: command, seen: seen ?? end,
            languages: languages, decoder: Decoder())
        while true {
            do {
                let answer = try await route.answer(request)
                return Answer(
                    status: answer.status, body: answer.body ?? [], file: answer.file, position: answer.position)
            } catch let error as DomainError where error.code == .unavailable && waits {
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }
}

/// Asks that something is refused with such an error.
@discardableResult
package func expectRefusal<Value>(
    _ code: DomainError.Code, _ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Value
) async throws -> DomainError? {
    do {
        _ = try await body()
        Issue.record(comment ?? "it was not refused", sourceLocation: sourceLocation)
    } catch let error as DomainError {
        #expect(
            error.code == code, "\(comment.map { "\($0): " } ?? "")\(error)", sourceLocation: sourceLocation)
        return error
    }
    return nil
}
