public import Coordinator
public import Storage

/// Something that people see in a browser, or a form that they send. Like a ``Route``, it knows nothing of HTTP.
public struct Page: Sendable {
    /// What a browser does with it.
    public enum Method: String, Hashable, Sendable {
        /// Shows it; nothing changes.
        case get = "GET"
        /// Sends a form: the answer leads elsewhere, or shows what is wrong.
        case post = "POST"
    }

    /// What a browser does with it.
    public var method: Method
    /// Where: `contests/{id}`; empty for the front page.
    public var path: String
    /// What permissions call it, as of a ``Route``.
    public var action: Action
    /// What it is, in a sentence.
    public var summary: String
    /// The largest form.
    public var bodyLimit = 256 << 10
    /// Makes it.
    public var make: @Sendable (PageRequest) async throws -> PageAnswer

    /// A page from its parts.
    public init(
        _ method: Method, _ path: String, _ action: Action, _ summary: String,
        make: @escaping @Sendable (PageRequest) async throws -> PageAnswer
    ) {
        (self.method, self.path, self.action, self.summary, self.make) = (method, path, action, summary, make)
    }
}

/// A file that came with a form.
public struct PageFile: Hashable, Sendable {
    /// What the sender calls it, without folders.
    public var name: String
    /// Its bytes.
    public var bytes: [UInt8]

    /// A file from its parts.
    public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
}

/// What a browser asks, as modules see it.
public struct PageRequest: Sendable {
    /// Who asks.
    public var actor: Actor
    /// What the braces of the path stand for, decoded.
    public var parameters: [String: String]
    /// The query, decoded; of a name that comes twice, the last.
    public var query: [String: String]
    /// The fields of the form; of a name that comes twice, all.
    public var fields: [String: [String]]
    /// The files of the form.
    public var files: [String: PageFile]
    /// What a command of this request is told beside itself. A form that is sent twice has one key.
    public var command: CommandRequest
    /// The position that the browser has seen: what is read has at least all up to there.
    public var seen: LogPosition?
    /// The languages that the reader takes, the dearest first: `de`, `en`.
    public var languages: [String]
    /// What the browser was given to keep when it left for another site; nil: it did not, or too long ago.
    public var kept: String?

    /// The routes of the API.
    private let api: PageAPI

    /// A request from its parts.
    public init(
        actor: Actor, parameters: [String: String] = [:], query: [String: String] = [:],
        fields: [String: [String]] = [:], files: [String: PageFile] = [:], command: CommandRequest = CommandRequest(),
        seen: LogPosition? = nil, languages: [String] = [], api: PageAPI = .none
    ) {
        (self.actor, self.parameters, self.query, self.fields) = (actor, parameters, query, fields)
        (self.files, self.command, self.seen, self.languages) = (files, command, seen, languages)
        self.api = api
    }

    /// What a route of the API answers whoever asks for the page: no more and no less than if they asked it themselves.
    /// - Parameters:
    ///   - method: how it is asked.
    ///   - path: the route's: `api/v1/contests/{id}`.
    ///   - parameters: what its braces stand for.
    ///   - query: its query.
    ///   - body: its body.
    /// - Throws: what it throws; `DomainError`: `forbidden`; `notFound` if there is no such route.
    public func ask(
        _ method: Route.Method, _ path: String, _ parameters: [String: String] = [:], query: [String: String] = [:],
        body: [UInt8] = []
    ) async throws -> RouteAnswer {
        let request = RouteRequest(
            actor: actor, parameters: parameters, query: query, body: body,
            command: method == .get ? CommandRequest() : command, seen: seen, decoder: api.decoder)
        return try await api.ask(method, path, request)
    }

    /// Whether a route of the API may be asked by whoever asks for the page. What it is about may still be nothing for them.
    public func may(_ path: String, _ method: Route.Method) -> Bool { api.may(method, path, actor) }

    /// What a name in braces stands for.
    public func parameter(_ name: String) -> String { parameters[name] ?? "" }

    /// A field of the form; empty if it was left out.
    public func field(_ name: String) -> String { fields[name]?.last ?? "" }

    /// The thing that a name in braces names.
    /// - Throws: `DomainError` (`notFound`) if it names nothing.
    public func id(_ name: String = "id", of kind: String) throws(DomainError) -> EntityID {
        guard let id = EntityID(parameter(name)) else {
            throw DomainError(.notFound, "there is no \(kind) of that id")
        }
        return id
    }

    /// Names what this form makes: the same again if it is sent twice.
    public func newID(of kind: String) -> EntityID {
        command.key.map { EntityID(kind, by: actor, key: $0) } ?? .random()
    }
}
