internal import Concurrency
internal import Coordinator
internal import Evaluation
internal import Executions
internal import Grading
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

extension SandboxFusionRoutes {
    /// How long a program may wait for its tenant's turn, and for a free worker.
    private static let patience = Duration.seconds(30)

    /// Adds the routes of data sets, all for those who may run programs.
    func addDatasets(_ datasets: SandboxFusionDatasets, to runs: RouterGroup<APIContext>) {
        runs.get("list_datasets") { _, _ in
            try FacadeAnswer(.ok, .array(datasets.tables.names.map { .text($0) })).response()
        }
        runs.post("list_ids") { request, context in
            let wanted = try await read(request, .rows, context)
            return try FacadeAnswer(.ok, .array(try datasets.rows(for: wanted).ids(for: wanted))).response()
        }
        runs.post("get_prompts") { request, context in
            let wanted = try await read(request, .rows, context)
            let prompts = try await datasets.rows(for: wanted).prompts(for: wanted)
            return try FacadeAnswer(.ok, .array(prompts)).response()
        }
        runs.post("get_prompt_by_id") { request, context in
            let wanted = try await read(request, .row, context)
            let rows = try datasets.rows(for: wanted)
            let prompt = try SandboxFusionDatasets.Rows.prompt(
                try await rows.row(for: wanted), rows.set, wanted)
            return try FacadeAnswer(.ok, SandboxFusionDatasets.Rows.json(prompt)).response()
        }
        runs.post("submit") { request, context in
            let wanted = try await read(request, .judging, context)
            return try await judge(wanted, datasets, context).response()
        }
        // None of these data sets has figures of its own.
        runs.post("get_metrics") { request, context in
            _ = try datasets.rows(for: try await read(request, .dataset, context))
            return try FacadeAnswer(.ok, .object([:])).response()
        }
        runs.post("get_metrics_function") { request, context in
            _ = try datasets.rows(for: try await read(request, .dataset, context))
            return try FacadeAnswer(.ok, ["function": .null]).response()
        }
    }

    private func read(
        _ request: Request, _ kind: DatasetRequest.Kind, _ context: APIContext
    ) async throws -> DatasetRequest {
        let body = try StrictJSON.value(try await request.bytes(context))
        // Whether a worker has the language shows when it is needed.
        let names = desk.rules.languages.languages.flatMap(\.foreignNames.sandboxFusion)
        return try DatasetRequest(body, kind, languages: names, options)
    }

    private func judge(
        _ request: DatasetRequest, _ datasets: SandboxFusionDatasets, _ context: APIContext
    ) async throws -> FacadeAnswer {
        let principal = try context.knownPrincipal
        let rows = try datasets.rows(for: request)
        let row = try await rows.row(for: request)
        let plan: SandboxFusionPlan
        do {
            plan = try SandboxFusionPlan(
                request.completion, to: row, of: rows.set, request.configuration, desk.rules.languages)
        } catch {
            throw SandboxFusionDatasets.refusal(error.reason)
        }
        guard let name = plan.task.language, let language = desk.rules.languages[name] else {
            throw SandboxFusionDatasets.refusal("config.language has to name the program's language")
        }
        let runner = FacadeRunner(
            desk: desk, principal: principal, patience: Self.patience, traceparent: "\(context.trace)")
        let judge = SampleJudge(
            runner: runner, languages: desk.rules.languages, harnesses: datasets.harnesses,
            options: evaluation(of: request, plan), references: rows.references)
        var answer = DatasetAnswer(plan, in: language, request.configuration)
        let sample = Sample(task: plan.task.id, number: 0, candidate: plan.candidate)
        let result = try await turnstile.pass(principal.tenant, patience: Self.patience) {
            try await judge.judge(sample, of: plan.task) { answer.take($0) }
        }
        guard result.verdict != .judgeError else { throw Self.answer(toFailure: result, answer.isEmpty) }
        return FacadeAnswer(.ok, answer.json(id: request.id, isPassed: result.isPassed, tests: result.tests))
    }

    /// A program that was not run cannot be; one that was, and of which nothing came, may be another time.
    private static func answer(toFailure result: SampleResult, _ wasNotRun: Bool) -> FacadeAnswer {
        wasNotRun
            ? SandboxFusionDatasets.refusal(result.message)
            : FacadeAnswer(.internalServerError, ["detail": .text(result.message), "traceback": []])
    }

    private func evaluation(of request: DatasetRequest, _ plan: SandboxFusionPlan) -> EvaluationOptions {
        var evaluation = EvaluationOptions()
        // Done before: the whole answer is told, too.
        evaluation.extraction = .never
        evaluation.runsAllTests = request.configuration.runsAllCases
        evaluation.compilationTime = plan.compileTimeout
        return evaluation
    }
}
