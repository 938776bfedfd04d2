public import Coordinator
internal import FoundationEssentials
public import Storage

/// Something that programs and people can ask the platform by HTTP. The kernel and its modules know nothing else of HTTP.
public struct Route: Sendable {
    /// How it is asked.
    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// Reads, and changes nothing.
        case get = "GET"
        /// Adds, or does.
        case post = "POST"
        /// Puts in place of what is there.
        case put = "PUT"
        /// Changes a part.
        case patch = "PATCH"
        /// Removes.
        case delete = "DELETE"
    }

    /// What the body of a request is.
    public enum Body: Hashable, Sendable {
        /// JSON, and said to be.
        case json
        /// A file, whatever it is said to be.
        case file
    }

    /// How it is asked.
    public var method: Method
    /// Where: `api/v1/contests/{id}`.
    public var path: String
    /// What permissions call it: asked before anything is read; a command asks for its own action as well.
    public var action: Action
    /// What it does, for the description of the API, in a sentence.
    public var summary: String
    /// What the body of a request is.
    public var takes = Body.json
    /// The largest body.
    public var bodyLimit = 1 << 20
    /// Answers.
    public var answer: @Sendable (RouteRequest) async throws -> RouteAnswer

    /// A route from its parts.
    public init(
        _ method: Method, _ path: String, _ action: Action, _ summary: String,
        answer: @escaping @Sendable (RouteRequest) async throws -> RouteAnswer
    ) {
        (self.method, self.path, self.action, self.summary, self.answer) = (method, path, action, summary, answer)
    }
}

/// A request, as modules see it.
public struct RouteRequest: Sendable {
    /// Who asks.
    public var actor: Actor
    /// What the braces of the path stand for, decoded.
    public var parameters: [String: String]
    /// The query, decoded; of a name that comes twice, the last.
    public var query: [String: String]
    /// The body; empty if there is none.
    public var body: [UInt8]
    /// What a command of this request is told beside itself: the idempotency key, if the client sent one, and the name of the
    /// request.
    public var command: CommandRequest
    /// The position that the client has seen: what is read has at least all up to there.
    public var seen: LogPosition?
    /// The languages that the client wants to read, as HTTP has them (`Accept-Language`); nil: it does not say.
    public var languages: String?
    /// Reads the body: strictly, and with the fields that are wrong.
    private let decoder: any RouteDecoder

    /// A request from its parts.
    public init(
        actor: Actor, parameters: [String: String] = [:], query: [String: String] = [:], body: [UInt8] = [],
        command: CommandRequest = CommandRequest(), seen: LogPosition? = nil, languages: String? = nil,
        decoder: any RouteDecoder
    ) {
        (self.actor, self.parameters, self.query, self.body) = (actor, parameters, query, body)
        (self.command, self.seen, self.languages, self.decoder) = (command, seen, languages, decoder)
    }

    /// The body as a value.
    /// - Throws: what tells the client which field is wrong.
    public func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try decoder.decode(type, from: body)
    }

    /// What a name in braces stands for.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// The thing that a name in braces names.
    /// - Throws: `DomainError` (`notFound`) if it names nothing.
    public func id(_ name: String = "id", of kind: String) throws(DomainError) -> EntityID {
        guard let id = EntityID(parameter(name)) else {
            throw DomainError(.notFound, "there is no \(kind) of that id")
        }
        return id
    }

    /// Names what this request makes: the same again if the request comes again with its idempotency key.
    public func newID(of kind: String) -> EntityID {
        command.key.map { EntityID(kind, by: actor, key: $0) } ?? .random()
    }
}

/// Reads the bodies of requests.
public protocol RouteDecoder: Sendable {
    /// Reads a value.
    /// - Throws: what tells the client what is wrong.
    func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws -> Value
}

/// An answer, as modules give it.
public struct RouteAnswer: Sendable {
    /// How it went.
    public enum Status: Hashable, Sendable {
        /// Here is what was asked for.
        case ok
        /// Something was made; it is found at that path.
        case created(at: String)
        /// It was begun, and will be done.
        case accepted
        /// It was done, and there is nothing to say.
        case nothing
    }

    /// What the body is where it is no JSON: a file that somebody has put here.
    public struct File: Hashable, Sendable {
        /// What kind of file it is: `image/png`.
        public var mediaType: String
        /// What it is called. A browser saves it under that name, and never opens it as a page of this site.
        public var name: String
        /// Whether a browser may show it where a page asks for it, as a picture.
        public var isShown: Bool

        /// A file of that kind and name.
        public init(mediaType: String, name: String, isShown: Bool = false) {
            (self.mediaType, self.name, self.isShown) = (mediaType, name, isShown)
        }
    }

    /// How it went.
    public var status: Status
    /// The body, as JSON unless ``file`` says otherwise; nil where there is none.
    public var body: [UInt8]?
    /// What the body is where it is no JSON.
    public var file: File?
    /// Where the entry of a command stands: a read that brings it sees what the command did.
    public var position: LogPosition?

    /// An answer with a value, as JSON.
    /// - Throws: `EncodingError`.
    public init(_ value: some Encodable & Sendable, _ status: Status = .ok, position: LogPosition? = nil) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        (self.status, self.position) = (status, position)
        body = Array(try encoder.encode(value))
    }

    /// An answer with a file.
    public init(_ bytes: [UInt8], as file: File) {
        (status, body, self.file) = (.ok, bytes, file)
    }

    /// An answer without a body.
    public init(_ status: Status = .nothing, position: LogPosition? = nil) {
        (self.status, self.position) = (status, position)
    }
}
