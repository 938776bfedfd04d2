internal import Archives
internal import Concurrency
internal import Coordinator
internal import Events
internal import Executions
internal import Hummingbird
internal import Identity
internal import Toolchains
internal import Units

/// Taking submissions.
extension Judge0Routes {
    /// `POST /submissions`.
    func submit(_ request: Request, _ context: APIContext) async throws -> Response {
        try requireService()
        let waits = request.query("wait") == "true"
        guard !waits || options.enablesWait else { throw Self.error(.badRequest, "wait not allowed") }
        let fields = try Judge0Record.fields(request.query("fields"))
        let body = try await body(request, context)
        try requireRoom(for: 1)
        let (principal, base64) = (try context.knownPrincipal, isBase64(request))
        let state = try await start(body, base64: base64, by: principal, "\(context.trace)")
        guard waits else { return try FacadeAnswer(.created, Self.token(state)).response() }
        let ended = try await desk.wait(for: state.id, atMost: options.longestWait, for: principal)
        do {
            return try FacadeAnswer(.created, try await record(of: ended).json(fields, base64: base64)).response()
        } catch is Judge0Record.NotText {
            let answer: JSONValue = ["token": .text("\(state.id)"), "error": .text(Self.notText("this submission"))]
            return try FacadeAnswer(.created, answer).response()
        }
    }

    /// `POST /submissions/batch`.
    func submitBatch(_ request: Request, _ context: APIContext) async throws -> FacadeAnswer {
        try requireService()
        guard options.enablesBatch else { throw Self.error(.badRequest, "batched submissions are not allowed") }
        let elements = try await body(request, context)["submissions"]?.array ?? []
        guard elements.count <= options.maxBatchSize else {
            throw Self.error(
                .badRequest,
                "number of submissions in a batch should be less than or equal to \(options.maxBatchSize)")
        }
        guard !elements.isEmpty else {
            throw Self.error(.badRequest, "there should be at least one submission in a batch")
        }
        try requireRoom(for: elements.count)
        let (principal, base64) = (try context.knownPrincipal, isBase64(request))
        var (answers, isAnyTaken): ([JSONValue], Bool) = ([], false)
        for element in elements {
            do {
                answers.append(
                    Self.token(try await start(element, base64: base64, by: principal, "\(context.trace)")))
                isAnyTaken = true
            } catch let refusal as FacadeAnswer where refusal.status == .unprocessableContent {
                answers.append(refusal.body ?? .null)
            } catch let error as DomainError where error.code == .invalid {
                answers.append(Self.answer(to: Problem(error)).body ?? .null)
            }
        }
        return FacadeAnswer(isAnyTaken ? .created : .unprocessableContent, .array(answers))
    }

    static func token(_ state: ExecutionState) -> JSONValue { ["token": .text("\(state.id)")] }

    func requireService() throws(FacadeAnswer) {
        if let maintenance = options.maintenance { throw Self.error(.serviceUnavailable, maintenance) }
    }

    private func requireRoom(for count: Int) throws(FacadeAnswer) {
        guard desk.open + count <= options.maxQueueSize else {
            throw Self.error(.serviceUnavailable, "queue is full")
        }
    }

    /// Takes one submission.
    private func start(
        _ body: JSONValue, base64: Bool, by principal: Principal, _ traceparent: String
    ) async throws -> ExecutionState {
        let languages = languages
        func known(_ id: Int) -> Language? { languages.first { $0.id == id }?.installed.language }
        let submission = try Judge0Submission(body, base64: base64, options, languages: known)
        guard let language = known(submission.language) else {
            throw Self.error(.unprocessableContent, "there is no such language")
        }
        var checkerLanguage: Language?
        if case .program(_, let id, _) = submission.comparison { checkerLanguage = known(id) }
        let files = try await files(of: submission)
        var keeping = ExecutionDesk.Keeping(api: Self.api)
        keeping.note = try Judge0Note(submission).bytes()
        keeping.timeToLive = options.timeToLive
        keeping.traceparent = traceparent
        keeping.isToBeTold = submission.callback != nil
        let execution = submission.execution(in: language, files: files, checkerLanguage: checkerLanguage)
        let state = try await desk.start(execution, keeping, of: principal).state
        if let url = submission.callback { callbacks?.add(state.id, url, for: principal) }
        return state
    }

    static let api = "judge0"

    /// The unpacked additional files.
    private func files(of submission: Judge0Submission) async throws -> [ExecutionFile] {
        guard let text = submission.additionalFiles else { return [] }
        let archive = Base64.lenient(text)
        let largest = ByteCount.kibibytes(Int64(options.maxExtractSize))
        do {
            return try await BlockingWork.run { isCancelled in
                try SmallArchive.files(archive, largest: largest, most: 1024, isCancelled: isCancelled)
            }.map { ExecutionFile(name: $0.name, bytes: $0.bytes) }
        } catch let error as PackageArchiveError {
            throw FacadeAnswer(
                .unprocessableContent, Judge0Fields.json(["additional_files": [error.message]]))
        }
    }
}
