import Events
import FoundationEssentials
public import Identity
import Storage
public import Wire

/// Many submissions at once.
extension JudgeService {
    /// Submissions, newest first; of their judgements verdict, generation and language.
    /// - Throws: ``DomainError``: `invalid` for a page that no answer ended with; `unavailable` while the log is read.
    public func list(
        _ request: Verdict_V1_ListSubmissionsRequest, as principal: Principal
    ) throws(DomainError) -> Verdict_V1_ListSubmissionsResponse {
        try requireCaughtUp()
        var filter = SubmissionFilter(tenant: principal.onlyTenant(.readSubmissions))
        if !request.package.isEmpty { filter.package = [UInt8](request.package) }
        if !request.contest.isEmpty { filter.contest = request.contest }
        let before = request.page.isEmpty ? nil : UInt64(request.page).map(LogPosition.init)
        guard request.page.isEmpty || before != nil else { throw Self.unknownPage(request.page) }
        let limit = request.limit == 0 ? 100 : min(Int(request.limit), 1000)
        guard let page = projections.submissions.page(filter, before: before, limit: limit) else {
            throw Self.unknownPage(request.page)
        }
        var response = Verdict_V1_ListSubmissionsResponse()
        response.submissions = page.submissions.map(\.listed)
        if let next = page.next { response.nextPage = "\(next.number)" }
        return response
    }

    /// Judges again what was judged: one submission, or all of a package or a group that have a judgement. Of several
    /// requests at once for the same, one counts.
    /// - Throws: ``DomainError``: `notFound`; `wrongState` for one that is being judged; `invalid`;
    ///   `unavailable` while the log is read; what the store's failures mean. Asking again goes on where a failure ended it.
    public func rejudge(
        _ request: Verdict_V1_RejudgeRequest, as principal: Principal
    ) async throws(DomainError) -> Verdict_V1_RejudgeResponse {
        var response = Verdict_V1_RejudgeResponse()
        var filter = SubmissionFilter(tenant: principal.onlyTenant(.changeSubmissions), phase: .judged)
        switch request.what {
        case .id(let text):
            try await rejudgeOne(try id(text), as: principal)
            response.submissions = 1
            return response
        case .package(let package): filter.package = [UInt8](package)
        case .contest(let contest): filter.contest = contest
        case nil:
            throw DomainError(
                .invalid, "the request does not say what to judge again",
                advice: "name a submission, a package or a contest")
        }
        guard filter.contest?.isEmpty != true, filter.package?.isEmpty != true else {
            throw DomainError(.invalid, "the package or contest to judge again has an empty name", advice: "name it")
        }
        try requireCaughtUp()
        response.submissions = try await rejudgeAll(filter, as: principal)
        return response
    }

    private func rejudgeOne(_ id: SubmissionID, as principal: Principal) async throws(DomainError) {
        _ = try await state(of: id, for: principal)
        let change = try await DomainError.mapping { () async throws(StorageError) in
            try await submissions.change(id) { $0.rejudge(by: principal.name) }
        }
        guard let change else { throw DomainError.unknownSubmission("\(id)") }
        guard !change.events.isEmpty else {
            throw DomainError(
                .wrongState, "the submission \(id) is being judged", advice: "wait until it is judged, or cancel it")
        }
        try await enqueue(change.state)
    }

    /// Judges again what was judged when this was called; what another request was faster with is left to that one.
    private func rejudgeAll(_ filter: SubmissionFilter, as principal: Principal) async throws(DomainError) -> UInt64 {
        let all = projections.submissions.find(filter)
        let counts = await withTaskGroup(of: Result<Bool, DomainError>.self) { group in
            var rest = all[...]
            var results: [Result<Bool, DomainError>] = []
            func begin() {
                guard let next = rest.popFirst() else { return }
                group.addTask { await rejudge(next, by: principal.name) }
            }
            for _ in 0..<Self.rejudgedAtOnce { begin() }
            while let result = await group.next() {
                results.append(result)
                if case .success = result, !Task.isCancelled { begin() }
            }
            return results
        }
        var count: UInt64 = 0
        for result in counts where try result.get() { count += 1 }
        guard counts.count == all.count else {
            throw DomainError(
                .cancelled, "cancelled after \(count) of \(all.count) submissions were queued again",
                advice: "ask again for the others")
        }
        return count
    }

    private static let rejudgedAtOnce = 32

    private func rejudge(_ found: SubmissionIndex.Found, by name: String) async -> Result<Bool, DomainError> {
        guard let id = projections.submissions.summaries(of: [found]).first?.id else { return .success(false) }
        do throws(DomainError) {
            let change = try await DomainError.mapping { () async throws(StorageError) in
                try await submissions.change(id) { state in
                    state.generation == found.generation && state.phase == .judged ? state.rejudge(by: name) : []
                }
            }
            guard let change, !change.events.isEmpty else { return .success(false) }
            try await enqueue(change.state)
            return .success(true)
        } catch {
            return .failure(error)
        }
    }

    func requireCaughtUp() throws(DomainError) {
        guard projections.isCaughtUp else {
            throw DomainError.starting
        }
    }

    static func unknownPage(_ page: String) -> DomainError {
        DomainError(
            .invalid,
            "the page \(page.prefix(64).debugDescription) is not known",
            advice: "start without a page")
    }
}
