import FoundationEssentials
public import Storage
import SwiftProtobuf
public import Toolchains
public import Wire

/// Takes submissions: when it answers, the submission is durable and will be judged.
///
/// The event that takes it is appended first, then its job is added to the queue. After a crash in between, a repeated
/// request, or the coordinator's start, adds the job. Any number of calls at once: they share the store's commits.
public final class Intake: Sendable {
    private let submissions: Submissions
    private let jobs: OutstandingJobs
    private let blobs: any BlobStore
    private let packages: any PackageDirectory
    private let languages: LanguageCatalog
    private let projection: Projection

    /// Takes submissions for `packages` in `languages`.
    public init(
        submissions: Submissions, jobs: OutstandingJobs, blobs: any BlobStore, packages: any PackageDirectory,
        languages: LanguageCatalog, projection: Projection
    ) {
        self.submissions = submissions
        self.jobs = jobs
        self.blobs = blobs
        self.packages = packages
        self.languages = languages
        self.projection = projection
    }

    /// Takes a submission, or answers for the one that came with the same key before.
    ///
    /// Admins are held to no quota, but to the bound of all submissions.
    /// - Parameter traceparent: the W3C trace context of whoever submits; may be empty.
    /// - Throws: ``WireError``: `invalidArgument`, `permissionDenied`, `alreadyExists`, `resourceExhausted` with the time
    ///   to wait, `unavailable` while the log is read, and what the store's failures mean.
    public func submit(
        _ request: Verdict_V1_SubmitRequest, of principal: Principal, traceparent: String = ""
    ) async throws(WireError) -> Verdict_V1_SubmitResponse {
        let requested = try RequestedSubmission(request, tenant: principal.name)
        guard projection.isCaughtUp else {
            throw WireError(.unavailable, "the coordinator is starting; try again", retryAfter: .seconds(1))
        }
        if projection.summary(of: requested.id) != nil, let state = try await load(requested.id) {
            return try await answer(for: state, to: requested)
        }
        let quota = principal.role == .admin ? nil : projection.quotas.get(principal.name)
        var accepted = try await prepare(requested, atMost: quota?.priority ?? .contest)
        // A longer one is none.
        if traceparent.utf8.count <= 128 { accepted.traceparent = traceparent }
        return try await take(requested, accepted, quota)
    }

    /// Checks everything that is asked for.
    private func prepare(
        _ requested: RequestedSubmission, atMost most: Verdict_V1_Priority
    ) async throws(WireError) -> Verdict_V1_SubmissionAccepted {
        let request = requested.request
        try requested.requireBounds()
        let priority = try requested.priority(atMost: most)
        let id = try requested.package
        let found = try await WireError.mapping { () async throws(StorageError) in try await packages.find(id) }
        guard let package = found else {
            throw WireError(.notFound, "there is no package \(id); add it first")
        }
        var accepted = Verdict_V1_SubmissionAccepted()
        accepted.language = try requested.language(in: languages)
        accepted.tenant = requested.tenant
        accepted.package = request.package
        accepted.priority = priority
        accepted.allTests = request.allTests
        accepted.contest = request.contest
        accepted.requestHash = Data(requested.hash.bytes)
        accepted.tests = UInt32(package.tests.count)
        return accepted
    }

    /// Admits a submission that is new as far as is known here, and takes it.
    private func take(
        _ requested: RequestedSubmission, _ prepared: Verdict_V1_SubmissionAccepted, _ quota: Verdict_V1_Quota?
    ) async throws(WireError) -> Verdict_V1_SubmitResponse {
        let (id, sources) = (requested.id, requested.request.sources)
        let isInline = SourceStorage.isInline(sources)
        let stored = isInline ? 0 : sources.reduce(0) { $0 + UInt64($1.content.count) }
        let admission = projection.admission
        try admission.admit(id, tenant: requested.tenant, storedBytes: stored, quota: quota)
        let taken: (state: SubmissionState, wasKnown: Bool)
        do throws(StorageError) {
            var accepted = prepared
            if isInline {
                accepted.sources = sources
            } else {
                accepted.storedSources = try await SourceStorage.put(sources, into: blobs)
            }
            taken = try await submissions.accept(id, accepted)
        } catch {
            admission.forget(id, tenant: requested.tenant)
            throw WireError(error)
        }
        guard taken.wasKnown else {
            try await enqueue(taken.state)
            return answer(id, known: false)
        }
        admission.forget(id, tenant: requested.tenant)
        return try await answer(for: taken.state, to: requested)
    }

    /// Answers for a submission that was there, and adds its jobs again, which may have been lost.
    private func answer(
        for state: SubmissionState, to requested: RequestedSubmission
    ) async throws(WireError) -> Verdict_V1_SubmitResponse {
        guard state.accepted.requestHash.elementsEqual(requested.hash.bytes) else {
            throw WireError(
                .alreadyExists,
                "another submission came with this idempotency key before, \(state.id); give each its own key")
        }
        try await enqueue(state)
        return answer(state.id, known: true)
    }

    private func answer(_ id: SubmissionID, known: Bool) -> Verdict_V1_SubmitResponse {
        .with { response in
            response.id = "\(id)"
            response.known = known
        }
    }

    private func enqueue(_ state: SubmissionState) async throws(WireError) {
        try await WireError.mapping { () async throws(StorageError) in try await jobs.enqueue(for: state) }
    }

    private func load(_ id: SubmissionID) async throws(WireError) -> SubmissionState? {
        try await WireError.mapping { () async throws(StorageError) in try await submissions.load(id) }
    }
}
