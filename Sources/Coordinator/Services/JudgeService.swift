public import Events
public import Identity
public import Storage
public import Wire

/// What clients ask for: packages, submissions, and what comes of them. A client sees and changes what its own tenant
/// submitted; an admin all.
public struct JudgeService: Sendable {
    let intake: Intake
    let submissions: Submissions
    let projections: Projections
    let jobs: OutstandingJobs
    let following: SubmissionFeed
    let packages: any PackageCatalog
    let onCancel: @Sendable (SubmissionID) -> Void
    let onMeasuringStopped: @Sendable (ContentHash) -> Void

    /// The service.
    /// - Parameters:
    ///   - onMeasuringStopped: is told of each package whose time limit nobody wants to be found any more.
    ///   - onCancel: is told of each submission that was cancelled, so that workers stop.
    public init(
        intake: Intake, submissions: Submissions, projections: Projections, jobs: OutstandingJobs,
        following: SubmissionFeed, packages: any PackageCatalog,
        onMeasuringStopped: @escaping @Sendable (ContentHash) -> Void = { _ in },
        onCancel: @escaping @Sendable (SubmissionID) -> Void
    ) {
        self.intake = intake
        self.submissions = submissions
        self.projections = projections
        self.jobs = jobs
        self.following = following
        self.packages = packages
        self.onMeasuringStopped = onMeasuringStopped
        self.onCancel = onCancel
    }

    /// Adds the methods of ``Wire/JudgeMethods`` to those that a server answers.
    public func register(on services: inout WireServices) {
        services.addUnary(JudgeMethods.addPackage) { request, context in
            try await addPackage(request, as: context.principal)
        }
        services.addUnary(JudgeMethods.cancelMeasuring) { request, context in
            try await cancelMeasuring(request, as: context.principal)
        }
        services.addUnary(JudgeMethods.listPackages) { request, context in
            try await listPackages(request, as: context.principal)
        }
        services.addUnary(JudgeMethods.submit) { request, context in
            try await submit(request, as: context.principal, traceparent: context.metadata["traceparent"] ?? "")
        }
        services.addServerStreaming(JudgeMethods.follow) { request, writer, context in
            try await following.follow(
                try id(request.id), after: request.after, as: context.principal
            ) { try await writer.write(Verdict_V1_FollowResponse($0)) }
        }
        services.addUnary(JudgeMethods.get) { request, context in try await get(request, as: context.principal) }
        services.addUnary(JudgeMethods.list) { request, context in try list(request, as: context.principal) }
        services.addUnary(JudgeMethods.cancel) { request, context in try await cancel(request, as: context.principal) }
        services.addUnary(JudgeMethods.rejudge) { request, context in try await rejudge(request, as: context.principal)
        }
    }

    /// Takes a submission, or answers for the one that came with the same key before.
    /// - Throws: ``DomainError`` as ``Intake/submit(_:of:traceparent:)`` does.
    public func submit(
        _ request: Verdict_V1_SubmitRequest, as principal: Principal, traceparent: String = ""
    ) async throws(DomainError) -> Verdict_V1_SubmitResponse {
        let (id, wasKnown) = try await intake.submit(
            SubmissionRequest(request), of: principal, traceparent: traceparent)
        var response = Verdict_V1_SubmitResponse()
        (response.id, response.known) = ("\(id)", wasKnown)
        return response
    }

    /// What is known of a submission now.
    /// - Throws: ``DomainError``: `notFound`; what the store's failures mean.
    public func get(
        _ request: Verdict_V1_GetSubmissionRequest, as principal: Principal
    ) async throws(DomainError) -> Verdict_V1_Submission {
        let state = try await state(of: try id(request.id), for: principal)
        let visibility = try await DomainError.mapping { () async throws(StorageError) in
            try await packages.resultVisibility(of: [UInt8](state.accepted.package), for: principal)
        }
        let judgement = state.currentJudgement(testNames: visibility.testNames).map { visibility.redacted($0) }
        return Verdict_V1_Submission(state, judgement: judgement)
    }

    /// Stops the judging of a submission; once more does nothing.
    /// - Throws: ``DomainError``: `notFound`; `wrongState` if it has its judgement; `invalid` for a reason that
    ///   is too long; what the store's failures mean.
    public func cancel(
        _ request: Verdict_V1_CancelRequest, as principal: Principal
    ) async throws(DomainError) -> Verdict_V1_CancelResponse {
        guard request.reason.utf8.count <= 1024 else {
            throw DomainError(
                .invalid, "the reason has \(request.reason.utf8.count) bytes", advice: "give at most 1024")
        }
        let id = try id(request.id)
        _ = try await state(of: id, for: principal)
        let change = try await DomainError.mapping { () async throws(StorageError) in
            try await submissions.change(id) { $0.cancel(by: principal.name, reason: request.reason) }
        }
        guard let change else { throw DomainError.unknownSubmission(request.id) }
        guard change.state.phase == .cancelled else {
            throw DomainError(.wrongState, "the submission \(id) is already judged; there is nothing to cancel")
        }
        onCancel(id)
        return Verdict_V1_CancelResponse()
    }

    /// Has in the queue what the submission needs.
    func enqueue(_ state: SubmissionState) async throws(DomainError) {
        try await DomainError.mapping { () async throws(StorageError) in try await jobs.enqueue(for: state) }
    }

    /// What is known of a submission that `principal` may see.
    func state(of id: SubmissionID, for principal: Principal) async throws(DomainError) -> SubmissionState {
        let state = try await DomainError.mapping { () async throws(StorageError) in try await submissions.load(id) }
        guard let state, principal.may(.readSubmissions, of: state.accepted.tenant) else {
            throw DomainError.unknownSubmission("\(id)")
        }
        return state
    }

    /// The submission that a request names.
    func id(_ text: String) throws(DomainError) -> SubmissionID {
        guard let id = SubmissionID(text) else { throw DomainError.unknownSubmission(text) }
        return id
    }
}
