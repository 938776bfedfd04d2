internal import Concurrency
public import Coordinator
internal import Executions
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// Piston's API, version 2: runtimes, execute, and packages to look at.
public struct PistonRoutes: Sendable {
    private let desk: ExecutionDesk
    private let options: PistonOptions
    private let turnstile: Turnstile

    /// The API to what `desk` runs.
    public init(_ desk: ExecutionDesk, options: PistonOptions = PistonOptions()) {
        self.desk = desk
        self.options = options
        turnstile = Turnstile(most: Facades.atOnce, waiting: Facades.mostWaiting)
    }

    /// Adds the routes below `path`: `path/api/v2/runtimes` and so on.
    public func add(to router: APIRouter, below path: String) {
        let group = router.group("\(path)/api/v2").add(middleware: FacadeErrors { Self.answer(to: $0) })
        group.get("runtimes") { _, _ in try runtimes().response() }
        group.get("packages") { _, _ in try packages().response() }
        let changes: @Sendable (Request, APIContext) async throws -> Response = { request, context in
            try await change(request, context).response()
        }
        group.group().add(middleware: Requires(.run)).post("packages", use: changes).delete("packages", use: changes)
        group.group().add(middleware: Requires(.run)).post("execute") { request, context in
            try await execute(request, context).response()
        }
        group.group().add(middleware: Requires(.run)).webSocket("connect") { _, context, socket in
            guard let principal = context.principal else { throw WebSocketClose(1008, "this needs a token") }
            try await PistonConnection(
                desk: desk, options: options, principal: principal, trace: "\(context.trace)", socket: socket
            ) { name, version in known.first { $0.matches(name, version) } }.serve()
        }
    }

    private static let readOnly = FacadeAnswer(
        .forbidden, ["message": "packages are what the workers have installed; they cannot be changed here"])

    private static func answer(to problem: Problem) -> FacadeAnswer {
        FacadeAnswer(problem.status, ["message": .text("\(problem)")])
    }

    private var known: [PistonRuntime] { desk.languages.compactMap { PistonRuntime($0) } }

    private func runtimes() -> FacadeAnswer {
        let graded = PistonGrading.runtimes.sorted { $0.key < $1.key }.compactMap { name, id -> JSONValue? in
            guard known.contains(where: { $0.language.id == id }) else { return nil }
            return ["language": .text(name), "version": .text(PistonGrading.version), "aliases": []]
        }
        return FacadeAnswer(.ok, .array(known.map(\.json) + graded))
    }

    private func packages() -> FacadeAnswer {
        FacadeAnswer(
            .ok,
            .array(
                known.map {
                    ["language": .text($0.name), "language_version": .text($0.version), "installed": true]
                }))
    }

    /// Adding or taking away a package, which is done where workers are installed.
    private func change(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        let body = try await body(request, context)
        let (name, version) = (body["language"]?.text ?? "", body["version"]?.text ?? "")
        guard known.contains(where: { $0.matches(name, version) }) else {
            throw FacadeAnswer(
                .notFound,
                ["message": .text("Requested package \(name.prefix(200))-\(version.prefix(200)) does not exist")])
        }
        return Self.readOnly
    }

    private func body(_ request: Request, _ context: APIContext) async throws -> JSONValue {
        guard request.mediaType == "application/json" else {
            throw FacadeAnswer(
                .unsupportedMediaType, ["message": "requests must be of type application/json"])
        }
        return try StrictJSON.value(try await request.bytes(context))
    }

    private func execute(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        let principal = try context.knownPrincipal
        let body = try await body(request, context)
        let wanted = try PistonRequest(body, options)
        let trace = "\(context.trace)"
        if let language = gradedLanguage(wanted) { return try await grade(wanted, in: language, for: principal, trace) }
        guard let runtime = known.first(where: { $0.matches(wanted.language, wanted.version) }) else {
            throw PistonRequest.refusal("\(wanted.language)-\(wanted.version) runtime is unknown")
        }
        let execution = wanted.execution(in: runtime.language, options)
        let result = try await run(execution, for: principal, trace)
        return FacadeAnswer(.ok, PistonAnswer.answer(result, of: execution, on: runtime))
    }

    private func run(
        _ execution: Execution, for principal: Principal, _ trace: String
    ) async throws -> ExecutionResult {
        // Its clients wait for half a minute.
        try await Facades.run(
            execution, on: desk, of: principal, through: turnstile, patience: .seconds(20), traceparent: trace)
    }

    /// The language of a runtime that grades; nil: another one is meant.
    private func gradedLanguage(_ wanted: PistonRequest) -> Language? {
        guard let id = PistonGrading.runtimes[wanted.language],
            VersionSelector(wanted.version)?.admits(PistonGrading.version) == true
        else { return nil }
        return known.first { $0.language.id == id }?.language
    }

    private func grade(
        _ wanted: PistonRequest, in language: Language, for principal: Principal, _ trace: String
    ) async throws -> FacadeAnswer {
        let grading = try PistonGrading(wanted, in: language, options)
        let result = try await run(grading.execution, for: principal, trace)
        var checked: ExecutionResult?
        if let test = result.tests.first, let check = grading.check(test, options) {
            checked = try await run(check, for: principal, trace)
        }
        return FacadeAnswer(.ok, grading.answer(result, checked, wanted.language))
    }
}
