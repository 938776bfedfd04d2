internal import FoundationEssentials
public import Hummingbird
internal import JSONText
internal import NIOCore

/// Reads requests in JSON, and says which field is wrong.
public struct StrictJSON: RequestDecoder, ResponseEncoder {
    /// How deep arrays and objects may nest.
    static let deepest = 64
    /// How many values there may be: each takes much more memory, and time, than the two bytes that it can be written in.
    static let mostValues = 1 << 20

    /// Reads the body of a request, which is no larger than its route allows.
    /// - Throws: ``Problem``: 415 for another type, 400 for what is no JSON, 422 with the fields that are wrong.
    public func decode<Value: Decodable>(
        _ type: Value.Type, from request: Request, context: some RequestContext
    ) async throws -> Value {
        try Self.requireType(of: request)
        let bytes = try await request.body.collect(upTo: context.maxUploadSize)
        return try Self.decode(type, Array(bytes.readableBytesView))
    }

    /// Asks that a request says of its body that it is JSON.
    /// - Throws: ``Problem`` (415).
    static func requireType(of request: Request) throws(Problem) {
        let media = request.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard let media, media == "application/json" || media.hasSuffix("+json") else {
            throw Problem(
                .unsupportedMediaType, "the body must be JSON", advice: "send it with Content-Type: application/json")
        }
    }

    /// Writes an answer.
    public func encode(
        _ value: some Encodable, from request: Request, context: some RequestContext
    ) throws -> Response {
        let bytes = ByteBuffer(bytes: try JSON.encoder().encode(value))
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: bytes))
    }

    /// Reads a value.
    /// - Throws: ``Problem``: 400 for what is no JSON, 422 with the field that is wrong.
    static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: [UInt8]) throws(Problem) -> Value {
        // In UTF-16, say, which decoders take as well, and which other bytes nest in.
        guard !bytes.contains(0) else {
            throw Problem(.badRequest, "the body is no JSON in UTF-8", code: "invalid_json")
        }
        if let excess = excess(bytes) { throw Problem(.badRequest, excess, code: "invalid_json") }
        do {
            return try JSON.decoder().decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Self.problem(of: error)
        } catch let error as Problem {
            throw error
        } catch {
            throw Problem(.badRequest, "the body is no JSON", code: "invalid_json")
        }
    }

    /// Reads a value of any shape, as those do whose dialects are spoken here: of a key that stands twice, the last one counts.
    /// - Throws: ``Problem`` (400) for what is no JSON.
    static func value(_ bytes: [UInt8]) throws(Problem) -> JSONValue {
        var limits = JSONLimits(values: mostValues)
        limits.depth = deepest
        let tree: JSONTree
        do throws(JSONError) {
            tree = try JSONTree(parsing: bytes, within: limits)
        } catch {
            throw Problem(.badRequest, "the body is no JSON: \(error)", code: "invalid_json")
        }
        guard let value = JSONValue(strict: tree) else {
            throw Problem(.badRequest, "the body has a number that is too large, or none", code: "invalid_json")
        }
        return value
    }

    /// What there is too much of: arrays and objects that nest too deep, or values. Says nothing about whether it is JSON.
    static func excess(_ bytes: [UInt8]) -> String? {
        var (depth, values) = (0, 1)
        var isText = false
        var isEscaped = false
        for byte in bytes {
            if isText {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                values += 1
                if depth > deepest { return "the JSON nests deeper than \(deepest)" }
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ","): values += 1
            default: break
            }
        }
        return values > mostValues ? "the JSON has more than \(mostValues) values" : nil
    }

    private static func problem(of error: DecodingError) -> Problem {
        let field: Problem.Field
        switch error {
        case .keyNotFound(let key, let context):
            field = .init(path(context.codingPath + [key]), "is missing")
        case .valueNotFound(let type, let context):
            field = .init(path(context.codingPath), "must be \(name(of: type)), not null")
        case .typeMismatch(let type, let context):
            field = .init(path(context.codingPath), "must be \(name(of: type))")
        case .dataCorrupted(let context):
            guard !context.codingPath.isEmpty else {
                return Problem(.badRequest, "the body is no JSON", code: "invalid_json")
            }
            field = .init(path(context.codingPath), context.debugDescription)
        @unknown default: return Problem(.badRequest, "the body cannot be read", code: "invalid_json")
        }
        var problem = Problem(.unprocessableContent, "the request has a field that is wrong", code: "invalid_fields")
        problem.fields = [field]
        return problem
    }

    /// `tests[3].input`.
    private static func path(_ keys: [any CodingKey]) -> String {
        keys.reduce(into: "") { path, key in
            if let index = key.intValue {
                path += "[\(index)]"
            } else {
                path += (path.isEmpty ? "" : ".") + key.stringValue
            }
        }
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        case is any BinaryInteger.Type: "an integer"
        case is any BinaryFloatingPoint.Type: "a number"
        case is Date.Type: "a time such as 2026-01-31T12:00:00Z"
        case is [String: Any].Type: "an object"
        case is [Any].Type: "an array"
        default: String(describing: type).hasPrefix("Array<") ? "an array" : "an object"
        }
    }
}
