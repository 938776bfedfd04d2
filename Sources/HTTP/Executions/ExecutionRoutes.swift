public import Coordinator
internal import Events
internal import Executions
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Identity
internal import NIOCore
internal import Storage
internal import Units

/// `/api/v1/executions`: programs that are compiled and run without a problem around them.
public struct ExecutionRoutes: Sendable {
    /// The longest that a request waits for an end.
    private static let longestWait = Duration.seconds(60)
    private static let largestPage = 1000

    /// What the log says of an execution up to a position.
    private struct Moment: Hashable {
        private let id: ExecutionID
        private let position: LogPosition

        init(_ state: ExecutionState) { (id, position) = (state.id, state.position) }
    }

    let desk: ExecutionDesk
    /// What is said of executions: with what came of them, as events, and in lists.
    private let answers = SharedTexts<Moment>()
    private let events = SharedTexts<Moment>()
    private let summaries = SharedTexts<Moment>()

    /// The routes of what `desk` does.
    public init(_ desk: ExecutionDesk) {
        self.desk = desk
    }

    /// Adds them.
    public func add(to router: APIRouter) {
        router.describe(ExecutionDescription.text)
        let group = router.requiring(.run)
        group.post("api/v1/executions") { try await self.post($0, $1) }
        group.get("api/v1/executions") { try await self.list($0, $1) }
        group.get("api/v1/executions/{id}") { try await self.get($0, $1) }
        group.get("api/v1/executions/{id}/events") { try await self.follow($0, $1) }
        group.post("api/v1/executions/{id}/cancel") { try await self.cancel($0, $1) }
        group.webSocket("api/v1/executions/interactive") { try await self.interact($0, $1, $2) }
        group.delete("api/v1/executions/{id}") { try await self.delete($0, $1) }
    }

    private func post(_ request: Request, _ context: APIContext) async throws -> Response {
        var body = try await request.decode(as: ExecutionBody.self, context: context)
        let principal = try context.knownPrincipal
        let wait = try Self.wait(request)
        let trace = "\(context.trace)"
        guard body.isKept else {
            let result = try await desk.run(
                body.execution, of: principal, priority: body.keeping.priority, traceparent: trace)
            return Self.answer(try Self.json(ExecutionAnswer(body.execution, result)))
        }
        body.keeping.traceparent = trace
        // What is the same may be known under another key, but not under a client's.
        body.keeping.key = RequestHeaders.value("idempotency-key", request.headers).map { "key \($0)" }
        let taken = try await desk.start(body.execution, body.keeping, of: principal)
        var state = taken.state
        if state.isOpen, let wait { state = try await desk.wait(for: state.id, atMost: wait, for: principal) }
        var response = Self.answer(try await text(of: state), taken.wasKnown ? .ok : .created)
        response.headers[.location] = "/api/v1/executions/\(state.id)"
        return response
    }

    private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        let (id, principal) = try (Self.id(context), context.knownPrincipal)
        var state = try await desk.state(of: id, for: principal)
        if state.isOpen, let wait = try Self.wait(request) {
            state = try await desk.wait(for: id, atMost: wait, for: principal)
        }
        return Self.answer(try await text(of: state))
    }

    private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let query = request.uri.queryParameters
        var filter = ExecutionIndex.Filter()
        for (name, value) in query where name.hasPrefix("label.") {
            filter.labels[String(name.dropFirst("label.".count))] = String(value)
        }
        let limit = try query["limit"].map { try Self.number($0, "limit", 1...Self.largestPage) } ?? 50
        let before = try query["cursor"].map { text in
            guard let number = UInt64(text) else { throw Self.wrong("cursor", "must be one that a list ended with") }
            return LogPosition(number)
        }
        let page = try desk.list(filter, before: before, limit: limit, for: context.knownPrincipal)
        var executions: [ByteBuffer] = []
        for state in page.executions {
            executions.append(
                try await summaries.text(of: Moment(state)) { try Self.json(ExecutionAnswer(state, nil)) })
        }
        let next = page.next.map { #","next":"\#($0.number)""# } ?? ""
        var text = ByteBuffer(string: #"{"executions":["#)
        for (number, execution) in executions.enumerated() {
            if number > 0 { text.writeStaticString(",") }
            text.writeImmutableBuffer(execution)
        }
        text.writeString("]\(next)}")
        return Self.answer(text)
    }

    private func cancel(_ request: Request, _ context: APIContext) async throws -> Response {
        let state = try await desk.cancel(try Self.id(context), by: try context.knownPrincipal)
        return Self.answer(try await text(of: state))
    }

    private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        _ = try await desk.delete(try Self.id(context), by: try context.knownPrincipal)
        return Response(status: .noContent)
    }

    /// What happens to an execution, until it has ended. What the log says has its position as id; a reader that comes back
    /// gets what the log says by now, and nothing twice.
    private func follow(_ request: Request, _ context: APIContext) async throws -> Response {
        let (id, principal) = try (Self.id(context), context.knownPrincipal)
        // Whoever may not see it gets a status, and no stream.
        _ = try await desk.state(of: id, for: principal)
        let seen = request.lastEventID.flatMap { UInt64($0) } ?? 0
        return Response.events(context) { stream in
            try await desk.follow(id, for: principal) { news in
                switch news {
                case .progress(.compiled(let compilation)):
                    try await stream.send(
                        ServerEvent(try Self.text(CompilationAnswer(compilation)), name: "compiled"))
                case .progress(.compiledChecker(let compilation)):
                    try await stream.send(
                        ServerEvent(try Self.text(CompilationAnswer(compilation)), name: "checker"))
                case .progress(.tested(let test)):
                    try await stream.send(ServerEvent(try Self.text(TestAnswer(test)), name: "test"))
                case .state(let state):
                    guard state.position.number > seen else { return }
                    try await stream.send(try await self.event(of: state))
                }
            }
        }
    }

    private func text(of state: ExecutionState) async throws -> ByteBuffer {
        try await answers.text(of: Moment(state)) { [desk] in
            try Self.json(ExecutionAnswer(state, try await desk.result(of: state)))
        }
    }

    private func event(of state: ExecutionState) async throws -> ByteBuffer {
        try await events.text(of: Moment(state)) {
            let text = String(buffer: try await text(of: state))
            return ServerEvent(
                text, name: ExecutionAnswer(state, nil).state, id: "\(state.position.number)"
            ).bytes
        }
    }
}

extension ExecutionRoutes {
    private static func id(_ context: APIContext) throws -> ExecutionID {
        let text = try context.parameters.require("id")
        guard let id = ExecutionID(text) else { throw Problem(.notFound, "there is no execution of that id") }
        return id
    }

    /// How long to wait for the end: `wait=true`, or `wait=` and seconds; nil: not at all.
    private static func wait(_ request: Request) throws -> Duration? {
        guard let text = request.uri.queryParameters["wait"] else { return nil }
        switch text {
        case "true": return longestWait
        case "false": return nil
        default: return .seconds(try number(text, "wait", 0...Int(longestWait.inSeconds)))
        }
    }

    private static func number(_ text: some StringProtocol, _ field: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw wrong(field, "must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func wrong(_ field: String, _ message: String) -> Problem {
        var problem = Problem(.unprocessableContent, "the request has a field that is wrong", code: "invalid_fields")
        problem.fields = [.init(field, message)]
        return problem
    }

    private static func answer(_ json: ByteBuffer, _ status: HTTPResponse.Status = .ok) -> Response {
        Response(status: status, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: json))
    }

    private static func json(_ value: some Encodable) throws -> ByteBuffer {
        ByteBuffer(bytes: try JSON.encoder().encode(value))
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSON.encoder().encode(value), as: UTF8.self)
    }
}
