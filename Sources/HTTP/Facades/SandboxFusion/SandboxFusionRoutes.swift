internal import Concurrency
public import Coordinator
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// SandboxFusion's API: programs and data sets. It has no notebooks here, and says so.
public struct SandboxFusionRoutes: Sendable {
    let desk: ExecutionDesk
    let options: SandboxFusionOptions
    let turnstile: Turnstile
    private let datasets: SandboxFusionDatasets

    /// The API to what `desk` runs.
    /// - Parameters:
    ///   - desk: what runs programs.
    ///   - datasets: the data sets that there are, and what programs for them are judged with.
    ///   - options: what the API allows.
    public init(
        _ desk: ExecutionDesk, datasets: SandboxFusionDatasets, options: SandboxFusionOptions = SandboxFusionOptions()
    ) {
        self.desk = desk
        self.datasets = datasets
        self.options = options
        turnstile = Turnstile(most: Facades.atOnce, waiting: Facades.mostWaiting)
    }

    /// Adds the routes below `path`: `path/run_code` and so on.
    public func add(to router: APIRouter, below path: String) {
        let group = router.group("\(path)").add(middleware: FacadeErrors { Self.answer(to: $0) })
        group.get("v1/ping") { _, _ in try FacadeAnswer(.ok, "pong").response() }
        let runs = group.group().add(middleware: Requires(.run))
        runs.post("run_code") { request, context in try await runCode(request, context).response() }
        runs.post("run_jupyter") { _, _ in
            let words: JSONValue = "notebooks are not run here; send the code to run_code"
            return try FacadeAnswer(.badRequest, ["detail": words]).response()
        }
        addDatasets(datasets, to: runs)
    }

    /// Its clients try again after 504 alone; all else counts against the program that they sent.
    static func answer(to problem: Problem) -> FacadeAnswer {
        switch problem.status {
        case .tooManyRequests, .serviceUnavailable:
            FacadeAnswer(.gatewayTimeout, ["detail": .text("\(problem)")])
        case .badRequest where problem.code == "invalid_json":
            FacadeAnswer(
                .unprocessableContent,
                [
                    "detail": [
                        [
                            "type": "json_invalid", "loc": ["body", 0], "msg": "JSON decode error",
                            "input": .object([:]),
                        ]
                    ]
                ])
        case .badRequest:
            FacadeAnswer(
                .unprocessableContent,
                ["detail": [["type": "value_error", "loc": ["body"], "msg": .text("Value error, \(problem)")]]])
        case .internalServerError:
            FacadeAnswer(.internalServerError, ["detail": .text("\(problem)"), "traceback": []])
        default: FacadeAnswer(problem.status, ["detail": .text("\(problem)")])
        }
    }

    private var languages: [(name: String, language: Language)] {
        desk.languages.flatMap { installed in
            installed.language.foreignNames.sandboxFusion.map { ($0, installed.language) }
        }
    }

    private func runCode(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        let principal = try context.knownPrincipal
        let languages = languages
        guard !languages.isEmpty else { throw FacadeAnswer(.gatewayTimeout, ["detail": "no worker is there yet"]) }
        let body = try StrictJSON.value(try await request.bytes(context))
        let wanted = try SandboxFusionRequest(body, languages: languages.map(\.name), options)
        guard let language = languages.first(where: { $0.name == wanted.language })?.language else {
            throw Problem(.badRequest, "there is no language \(wanted.language)")
        }
        let execution = wanted.execution(in: language, options)
        // Its clients wait for ten seconds more than both times together.
        let patience = wanted.compileTime + .seconds(5)
        let result = try await Facades.run(
            execution, on: desk, of: principal, through: turnstile, patience: patience,
            traceparent: "\(context.trace)")
        let answer = SandboxFusionAnswer(result, of: execution, in: language, wanted: wanted.wantedFiles)
        return FacadeAnswer(.ok, answer.json)
    }
}
