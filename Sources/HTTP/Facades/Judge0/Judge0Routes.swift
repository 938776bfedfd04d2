public import Coordinator
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// Judge0's API, as version 1.13.1 has it, with test cases and events besides.
public struct Judge0Routes: Sendable {
    let desk: ExecutionDesk
    let options: Judge0Options
    let callbacks: Judge0Callbacks?

    /// The API to what `desk` keeps.
    ///
    /// - Parameters:
    ///   - desk: What keeps submissions.
    ///   - options: What the API allows.
    ///   - callbacks: What tells others when submissions have ended; nil: nobody may ask for that.
    public init(_ desk: ExecutionDesk, options: Judge0Options = Judge0Options(), callbacks: Judge0Callbacks? = nil) {
        var options = options
        options.enablesCallbacks = callbacks != nil
        (self.desk, self.options, self.callbacks) = (desk, options, callbacks)
    }

    /// Adds the routes below `path`: `path/submissions` and so on; an empty path puts them at the root.
    public func add(to router: APIRouter, below path: String) {
        let group = router.group("\(path)").add(middleware: FacadeErrors { Self.answer(to: $0) })
        for name in options.tokenNames { group.add(middleware: Authentication(.header(name), .query(name))) }
        addSystem(to: group)
        let runs = group.group("submissions").add(middleware: Requires(.run))
        runs.post { request, context in try await submit(request, context) }
        runs.get { request, context in try await list(request, context).response() }
        runs.post("batch") { request, context in try await submitBatch(request, context).response() }
        runs.get("batch") { request, context in try await batch(request, context).response() }
        runs.get("{token}") { request, context in try await show(request, context).response() }
        runs.delete("{token}") { request, context in try await delete(request, context).response() }
        runs.get("{token}/events") { request, context in try await events(request, context) }
    }

    static func answer(to problem: Problem) -> FacadeAnswer {
        switch problem.status {
        case .unauthorized, .forbidden: return FacadeAnswer(problem.status, nil)
        case .tooManyRequests: return FacadeAnswer(.serviceUnavailable, ["error": "queue is full"])
        case .badRequest where problem.code == "invalid":
            let parts = problem.detail.split(separator: ":", maxSplits: 1)
            let field = parts.count == 2 && !parts[0].contains(" ") ? String(parts[0]) : "base"
            return FacadeAnswer(.unprocessableContent, Judge0Fields.json([field: ["\(problem)"]]))
        default: return FacadeAnswer(problem.status, ["error": .text("\(problem)")])
        }
    }

    static func error(_ status: HTTPResponse.Status, _ message: String) -> FacadeAnswer {
        FacadeAnswer(status, ["error": .text(message)])
    }

    // MARK: What requests say

    /// Whether texts come, and go, in base 64.
    func isBase64(_ request: Request) -> Bool {
        request.query("base64_encoded").map { $0 != "false" } ?? options.base64IsUsual
    }

    /// The body, in JSON or as a form.
    func body(_ request: Request, _ context: APIContext) async throws -> JSONValue {
        let bytes = try await request.bytes(context)
        if ["application/x-www-form-urlencoded", "multipart/form-data"].contains(request.mediaType) {
            // Of a field that comes twice, the last one counts.
            let form = try Form(bytes, type: request.headers[.contentType])
            return .object(form.fields.mapValues { .optional($0.last) })
        }
        guard !bytes.isEmpty else { return .object([:]) }
        return try StrictJSON.value(bytes)
    }

    // MARK: Languages

    /// The languages that workers have, by Judge0's ids.
    var languages: [(id: Int, installed: InstalledLanguage)] {
        desk.languages.flatMap { installed in installed.language.foreignNames.judge0.map { ($0, installed) } }
            .sorted { $0.0 < $1.0 }
    }

    static func name(of installed: InstalledLanguage) -> String {
        (installed.language.foreignNames.judge0Name ?? installed.language.name)
            + (installed.version.map { " (\($0))" } ?? "")
    }
}
