internal import Coordinator
internal import Events
internal import Executions
internal import FoundationEssentials
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// Telling what became of submissions.
extension Judge0Routes {
    /// `GET /submissions/{token}`.
    func show(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        let fields = try Judge0Record.fields(request.query("fields"))
        let state = try await state(context)
        return FacadeAnswer(
            .ok, try await Self.json(record(of: state), fields, base64: isBase64(request), "this submission"))
    }

    /// `DELETE /submissions/{token}`.
    func delete(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        try requireService()
        guard options.enablesDelete else { throw Self.error(.badRequest, "delete not allowed") }
        let fields = try Judge0Record.fields(request.query("fields"))
        let state = try await state(context)
        let record = try await record(of: state)
        guard record.status.isFinal else {
            let status = "\(record.status.rawValue) (\(record.status.description))"
            throw Self.error(.badRequest, "submission cannot be deleted because its status is \(status)")
        }
        _ = try await desk.delete(state.id, by: try context.knownPrincipal)
        return FacadeAnswer(.ok, try Self.json(record, fields, base64: true, "this submission"))
    }

    /// `GET /submissions/batch`.
    func batch(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        guard options.enablesBatch else { throw Self.error(.badRequest, "batched submissions are not allowed") }
        let fields = try Judge0Record.fields(request.query("fields"))
        let text = RequestHeaders.value("tokens", request.headers) ?? request.query("tokens") ?? ""
        // Those at the end are no tokens; those between others are none that are known.
        var tokens = text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
        while tokens.last?.isEmpty == true { tokens.removeLast() }
        guard tokens.count <= options.maxBatchSize else {
            throw Self.error(
                .badRequest,
                "number of submissions in a batch should be less than or equal to \(options.maxBatchSize)")
        }
        guard !tokens.isEmpty else {
            throw Self.error(.badRequest, "there should be at least one submission in a batch")
        }
        let principal = try context.knownPrincipal
        var answers: [JSONValue] = []
        for token in tokens {
            guard let state = try await known(token, for: principal) else {
                answers.append(.null)
                continue
            }
            answers.append(
                try await Self.json(
                    record(of: state), fields, base64: isBase64(request), "one or more submissions"))
        }
        return FacadeAnswer(.ok, ["submissions": .array(answers)])
    }

    /// `GET /submissions`.
    func list(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        let fields = try Judge0Record.fields(request.query("fields"))
        let principal = try context.knownPrincipal
        let page = try Judge0Page(page: request.query("page"), size: request.query("per_page"))
        var filter = ExecutionIndex.Filter()
        filter.api = Self.api
        let count = try desk.count(filter, for: principal)
        let (newest, _) = try desk.list(filter, limit: page.end, for: principal)
        var answers: [JSONValue] = []
        for state in newest.dropFirst(page.start) {
            answers.append(
                try await Self.json(
                    record(of: state), fields, base64: isBase64(request), "one or more submissions"))
        }
        return FacadeAnswer(.ok, ["submissions": .array(answers), "meta": page.meta(of: count)])
    }

    /// `GET /submissions/{token}/events`: what happens, as it happens, which Judge0 itself does not tell.
    func events(_ request: Request, _ context: APIContext) async throws -> Response {
        let (state, principal) = (try await state(context), try context.knownPrincipal)
        let names = try await desk.content(of: state).execution.tests.map(\.name)
        return Response.events(context) { stream in
            try await desk.follow(state.id, for: principal) { news in
                switch news {
                case .state(let state):
                    let record = try await record(of: state)
                    let json = try record.json(["token", "status", "verdict"], base64: true)
                    try await stream.send(ServerEvent(try Self.text(json), name: "status"))
                case .progress(.compiled(let compilation)):
                    try await stream.send(
                        ServerEvent(
                            try Self.text(["succeeded": .bool(compilation.succeeded)]), name: "compiled"))
                case .progress(.compiledChecker(let compilation)):
                    try await stream.send(
                        ServerEvent(
                            try Self.text(["succeeded": .bool(compilation.succeeded)]), name: "checker"))
                case .progress(.tested(let test)):
                    let name = test.index < names.count ? names[test.index] : ""
                    let json = try Judge0Record.json(test, name: name, base64: true)
                    try await stream.send(ServerEvent(try Self.text(json), name: "test"))
                }
            }
        }
    }

    private static func text(_ json: JSONValue) throws -> String {
        String(decoding: try JSON.encoder().encode(json), as: UTF8.self)
    }

    // MARK: Records

    private func state(_ context: APIContext) async throws -> ExecutionState {
        let state = try await known(context.parameters.get("token") ?? "", for: try context.knownPrincipal)
        guard let state else { throw Self.error(.notFound, "there is no such submission") }
        return state
    }

    private func known(_ token: String, for principal: Principal) async throws -> ExecutionState? {
        guard let id = ExecutionID(token) else { return nil }
        do throws(DomainError) {
            let state = try await desk.state(of: id, for: principal)
            return state.accepted.api == Self.api ? state : nil
        } catch {
            guard error.code == .notFound else { throw error }
            return nil
        }
    }

    func record(of state: ExecutionState) async throws -> Judge0Record {
        let (execution, note) = try await desk.content(of: state)
        let language = desk.rules.languages[execution.language]
        let installed = desk.languages.first { $0.language.id == execution.language }
        var record = Judge0Record(
            token: "\(state.id)", note: try Judge0Note(note), execution: execution, phase: .open,
            isCompiled: language?.isCompiled ?? true,
            languageName: installed.map { Self.name(of: $0) } ?? language?.name ?? execution.language,
            createdAt: state.acceptedAt)
        switch state.phase {
        case .open:
            guard let startedAt = desk.startedAt(state.id) else { break }
            (record.phase, record.startedAt) = (.begun, startedAt)
        case .deleted: break
        case .cancelled(let by, let end):
            record.phase = .failed("\(by) stopped it")
            record.finishedAt = end
        case .finished(let finished, let end):
            record.finishedAt = end
            record.startedAt = finished.startedAtNs == 0 ? nil : finished.startedAtNs
            record.phase = try await desk.result(of: state).map { .done($0) } ?? .failed(finished.failure)
        }
        return record
    }

    static func notText(_ what: String) -> String {
        "some attributes for \(what) cannot be converted to UTF-8, use base64_encoded=true query parameter"
    }

    private static func json(
        _ record: Judge0Record, _ fields: [String], base64: Bool, _ what: String
    ) throws(FacadeAnswer) -> JSONValue {
        do throws(Judge0Record.NotText) {
            return try record.json(fields, base64: base64)
        } catch {
            throw Self.error(.badRequest, notText(what))
        }
    }
}

/// A part of a list, as Judge0 pages through it. Pure.
struct Judge0Page: Hashable {
    private static let most = 100_000

    let number: Int
    let size: Int

    /// Reads the parameters of a query.
    init(page: String?, size: String?) throws(FacadeAnswer) {
        number = try Self.number(page, "page", 1)
        self.size = min(100, try Self.number(size, "per_page", 20))
    }

    private static func number(_ text: String?, _ name: String, _ otherwise: Int) throws(FacadeAnswer) -> Int {
        guard let text else { return otherwise }
        guard let number = Int(text), number > 0 else {
            throw Judge0Routes.error(.badRequest, "invalid \(name): \(text.prefix(40))")
        }
        return min(number, most)
    }

    /// The first one of the page, and the one behind it.
    var start: Int { min((number - 1) * size, Self.most) }
    var end: Int { min(number * size, Self.most) }

    func meta(of count: Int) -> JSONValue {
        let pages = (count + size - 1) / size
        return [
            "current_page": .integer(Int64(number)),
            "next_page": .optional(number < pages ? number + 1 : nil),
            "prev_page": .optional(number > 1 ? number - 1 : nil), "total_pages": .integer(Int64(pages)),
            "total_count": .integer(Int64(count)),
        ]
    }
}
