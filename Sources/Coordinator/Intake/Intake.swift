public import Events
import FoundationEssentials
public import Identity
import Problems
import Provenance
public import Storage
import SwiftProtobuf
public import Toolchains
public import Units

/// Takes submissions: when it answers, the submission is durable and will be judged.
///
/// The event that takes it is appended first, then its job is added to the queue. After a crash in between, a repeated
/// request, or the coordinator's start, adds the job. Any number of calls at once: they share the store's commits.
public final class Intake: Sendable {
    private let submissions: Submissions
    private let jobs: OutstandingJobs
    private let blobs: any BlobStore
    private let packages: any PackageCatalog
    private let languages: LanguageCatalog
    private let projections: Projections
    private let metrics: CoordinatorMetrics
    private let caps: ProgramLimits

    /// Takes submissions for `packages` in `languages`.
    /// - Parameters:
    ///   - metrics: told of every submission that is taken, or is not.
    ///   - caps: what no package may ask for more of, also one that was added before they were set.
    public init(
        submissions: Submissions, jobs: OutstandingJobs, blobs: any BlobStore, packages: any PackageCatalog,
        languages: LanguageCatalog, projections: Projections, metrics: CoordinatorMetrics = CoordinatorMetrics(),
        caps: ProgramLimits = ProgramLimits()
    ) {
        self.submissions = submissions
        self.jobs = jobs
        self.blobs = blobs
        self.packages = packages
        self.languages = languages
        self.projections = projections
        self.metrics = metrics
        self.caps = caps
    }

    /// Takes a submission, or answers for the one that came with the same key before.
    ///
    /// Admins are held to no quota, but to the bound of all submissions.
    /// - Parameter traceparent: the W3C trace context of whoever submits; may be empty.
    /// - Returns: the submission, and whether it was there before.
    /// - Throws: ``DomainError``: `invalid`, `forbidden`, `alreadyExists`, `exhausted` with the time
    ///   to wait, `unavailable` while the log is read, and what the store's failures mean.
    public func submit(
        _ request: SubmissionRequest, of principal: Principal, traceparent: String = ""
    ) async throws(DomainError) -> (id: SubmissionID, wasKnown: Bool) {
        let taken: Accepted
        do throws(SubmissionRejection) {
            taken = try await accept(request, of: principal, traceparent: traceparent)
        } catch {
            metrics.rejected(error.reason.rawValue)
            throw error.error
        }
        if !taken.wasKnown { metrics.accepted() }
        // Also for what was there: its jobs may have been lost.
        try await DomainError.mapping { () async throws(StorageError) in try await jobs.enqueue(for: taken.state) }
        return (taken.state.id, taken.wasKnown)
    }

    /// A submission that is durable, and whether it was before.
    private typealias Accepted = (state: SubmissionState, wasKnown: Bool)

    private func accept(
        _ request: SubmissionRequest, of principal: Principal, traceparent: String
    ) async throws(SubmissionRejection) -> Accepted {
        let requested = try await SubmissionRejection.mapping { () throws(DomainError) in
            try RequestedSubmission(request, tenant: principal.tenant)
        }
        guard projections.isCaughtUp else {
            throw SubmissionRejection(.starting, DomainError.starting)
        }
        if projections.submissions.summary(of: requested.id) != nil, let state = try await load(requested.id) {
            try requireSame(state, as: requested)
            return (state, true)
        }
        let quota = principal.may(.exceedQuotas) ? nil : projections.quotas.get(principal.tenant)
        var accepted = try await SubmissionRejection.mapping { () async throws(DomainError) in
            try await prepare(requested, for: principal, atMost: quota?.priority ?? .contest)
        }
        // A longer one is none.
        if traceparent.utf8.count <= 128 { accepted.traceparent = traceparent }
        return try await accept(requested, accepted, quota)
    }

    /// Checks everything that is asked for.
    private func prepare(
        _ requested: RequestedSubmission, for principal: Principal, atMost most: LoggedPriority
    ) async throws(DomainError) -> SubmissionAccepted {
        let request = requested.request
        try requested.requireBounds()
        let priority = try requested.priority(atMost: most)
        let id = try requested.package
        let found = try await DomainError.mapping { () async throws(StorageError) in
            try await packages.find(id, for: principal)
        }
        guard let summary = found else { throw DomainError.unknownPackage("\(id)") }
        if let reason = summary.stopReason {
            throw DomainError(
                .wrongState,
                "the package \(id) has no time limit, and measuring it was stopped: \(reason)",
                advice: "give it a time limit, or add it again to measure one")
        }
        let package = summary.package
        let excesses = caps.excesses(in: package.limits.limits(else: caps))
        guard excesses.isEmpty else {
            throw DomainError(
                .wrongState,
                "the package \(id) asks for \(excesses.joined(separator: "; "))", advice: "add one that asks for less")
        }
        var accepted = SubmissionAccepted()
        accepted.language = try requested.language(
            in: languages, of: package,
            installed: projections.languages.mayHave)
        accepted.tenant = requested.tenant
        accepted.package = Data(request.package)
        accepted.priority = priority
        accepted.allTests = request.allTests
        accepted.timeAllowance = try requested.timeAllowance
        accepted.dialect = try requested.dialect?.rawValue ?? ""
        accepted.policy = try requested.policy(for: package.groups)
        accepted.contest = request.contest
        accepted.reference = request.reference
        accepted.entryPoint = request.entryPoint
        accepted.requestHash = Data(requested.hash.bytes)
        accepted.tests = UInt32(package.tests.count)
        accepted.groups = package.groups
        accepted.content.sourceSha256 = Data(requested.source.bytes)
        accepted.content.testsSha256 = package.testsSha256
        accepted.content.checkerSha256 = package.dialectCheckers[accepted.dialect] ?? package.checkerSha256
        return accepted
    }

    /// Admits a submission that is new as far as is known here, and takes it.
    private func accept(
        _ requested: RequestedSubmission, _ prepared: SubmissionAccepted, _ quota: Quota?
    ) async throws(SubmissionRejection) -> Accepted {
        let (id, sources) = (requested.id, requested.request.sources)
        let isInline = SourceStorage.isInline(sources)
        let stored = isInline ? 0 : sources.reduce(0) { $0 + UInt64($1.content.count) }
        let admission = projections.admission
        try admission.admit(id, tenant: requested.tenant, storedBytes: stored, quota: quota)
        let taken: Accepted
        do throws(StorageError) {
            var accepted = prepared
            if isInline {
                accepted.sources = sources
            } else {
                accepted.storedSources = try await SourceStorage.put(sources, into: blobs)
            }
            taken = try await submissions.accept(id, accepted)
        } catch {
            admission.release(id, tenant: requested.tenant)
            throw SubmissionRejection(DomainError(error))
        }
        guard taken.wasKnown else { return taken }
        admission.release(id, tenant: requested.tenant)
        try requireSame(taken.state, as: requested)
        return taken
    }

    /// A submission that was there has to be what came now.
    private func requireSame(_ state: SubmissionState, as requested: RequestedSubmission) throws(SubmissionRejection) {
        guard state.accepted.requestHash.elementsEqual(requested.hash.bytes) else {
            throw SubmissionRejection(
                .keyReused,
                DomainError(
                    .alreadyExists,
                    "the idempotency key was used before, for the submission \(state.id)",
                    advice: "use a new key for each submission"))
        }
    }

    private func load(_ id: SubmissionID) async throws(SubmissionRejection) -> SubmissionState? {
        do throws(StorageError) {
            return try await submissions.load(id)
        } catch {
            throw SubmissionRejection(DomainError(error))
        }
    }
}
