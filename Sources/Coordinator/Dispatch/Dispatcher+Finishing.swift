import Events
public import Identity
import Logging
import Storage
import Synchronization
import Units

extension Dispatcher {
    /// Records the result of a job. When this returns, a result of the job is durable; or the result is in doubt, and the
    /// job stays in the queue for another worker.
    /// - Returns: whether a result was recorded before, which stands.
    /// - Throws: `DomainError`: `wrongState` if the lease is not known, or the artifact is not stored; `forbidden` if the
    ///   lease belongs to another worker; `invalid` for a result that is not valid: then another worker gets the job.
    public func finish(
        _ result: JobResult, by principal: Principal
    ) async throws(DomainError) -> Bool {
        let claim = try verify(result.lease, of: principal)
        guard let name = claim.name, result.job == claim.ticket.job else {
            throw DomainError(.invalid, "the lease does not belong to the job \(result.job.truncated(to: 128))")
        }
        do {
            let isKnown = try await record(result, name, claim)
            // A job that failed, or that another worker repeats, is not done: its attempts still count.
            if result.isFailure || isHandedOver(claim.lease) {
                leases.end(claim.lease)
            } else {
                leases.finish(claim.lease, of: claim.ticket.job)
            }
            return isKnown
        } catch let error as StorageError {
            logger.report(error, "record a result", ["job": "\(name)"])
            throw DomainError(error)
        } catch let error as DomainError {
            if error.code == .invalid { await reject(claim, error) }
            throw error
        } catch {
            throw DomainError(.failed, "the result was not recorded")
        }
    }

    private func record(_ result: JobResult, _ name: JobName, _ claim: LeaseClaim) async throws -> Bool {
        if case .failure(let message, let isWorthRetrying) = result.kind {
            return try await fail(message, isWorthRetrying: isWorthRetrying, name, claim)
        }
        guard case .measure(let package) = name else {
            guard let id = name.submission, let submission = try await dependencies.submissions.load(id),
                submission.knows(name)
            else { throw DomainError(.wrongState, "the submission does not exist any more", advice: "drop the job") }
            if try await requestSecondLook(result, name, submission, claim) { return false }
            return try await record(result, name, of: submission, claim)
        }
        guard case .measure(let measured) = result.kind else {
            throw ResultValidation.invalid("it is not a measured time limit")
        }
        return try await record(try ResultValidation.measure(measured), package, claim)
    }

    /// Records the result of a submission's job, and enqueues the jobs that follow.
    func record(
        _ result: JobResult, _ name: JobName, of submission: SubmissionState, _ claim: LeaseClaim
    ) async throws -> Bool {
        let worker = claim.ticket.worker
        guard let package = ContentHash(bytes: submission.accepted.package) else {
            throw DomainError(.wrongState, "the submission has no valid package id")
        }
        var before = submission
        let change: (state: SubmissionState, events: [SubmissionEvent])?
        switch (name, result.kind) {
        case (.build, .build(let built)):
            let built = try ResultValidation.build(built)
            try await requireContents(of: built)
            let expected = dependencies.packages.expectedTime(of: package)
            change = try await dependencies.submissions.change(submission.id) { state in
                before = state
                return state.generation == name.generation
                    ? state.recordBuild(built, by: worker, expected: expected) : []
            }
        case (.batch(_, let generation, let batch), .execute(let executed)):
            // A result of an earlier generation is not recorded, and its batches are not known any more.
            let executed =
                generation == submission.generation
                ? try ResultValidation.execute(executed, batch, of: submission) : executed
            let limits = try await limits(of: submission, package) ?? LoggedTestLimits()
            change = try await dependencies.submissions.change(submission.id) { state in
                before = state
                return state.generation == generation
                    ? state.recordBatch(batch, executed, limits: limits, by: worker) : []
            }
        case (.grade(_, let generation, let group), .grade(let graded)):
            let graded = try ResultValidation.grade(graded, group)
            change = try await dependencies.submissions.change(submission.id) { state in
                before = state
                return state.generation == generation ? state.recordGrade(graded, by: worker) : []
            }
        default: throw ResultValidation.invalid("its kind is not the job's")
        }
        guard let change else { throw DomainError(.wrongState, "the submission does not exist any more") }
        if change.events.isEmpty { try await compare(result, name, change.state, worker) }
        try await followUp(change.state, change.events, before: before)
        try await dependencies.queue.complete(claim.ticket.token)
        if before.phase == .stuck { try await forgetDeadLetter(of: name) }
        if !change.events.isEmpty { recordWork(of: result, package, worker) }
        return change.events.isEmpty
    }

    /// The result of a job came after the job became a dead letter: removes the dead letter.
    private func forgetDeadLetter(of name: JobName) async throws(StorageError) {
        guard try await dependencies.queue.discard(["\(name)"]) > 0 else { return }
        deadLetters.invalidate()
        logger.unlimited.info("a dead letter was removed: its result came late", metadata: ["job": "\(name)"])
    }

    /// Checks that the artifact is stored, before a worker is told to run it.
    private func requireContents(of result: LoggedBuildResult) async throws {
        for file in result.artifact {
            guard let hash = ContentHash(bytes: file.content.hash),
                let size = try await dependencies.blobs.size(of: hash),
                UInt64(clamping: size.bytes) == file.content.size
            else {
                throw DomainError(
                    .wrongState, "the artifact's file \(file.path) is not stored", advice: "upload it first")
            }
        }
    }

    /// Enqueues the jobs that follow from recorded events, and counts judgements.
    func followUp(
        _ submission: SubmissionState, _ events: [SubmissionEvent], before: SubmissionState
    ) async throws(StorageError) {
        // The jobs of the state before are in the queue already, or are added when this lease is seen again.
        let known = events.isEmpty ? [] : Set(before.outstanding(limitIsKnown: true).map { "\($0)" })
        try await enqueueOutstanding(submission, besides: before.built == nil ? [] : known)
        markUnwantedJobs(of: submission)
        for case .judged(let judged) in events { dependencies.metrics.judged(judged.verdict) }
    }

    private func recordWork(of result: JobResult, _ package: ContentHash, _ worker: String) {
        guard case .execute(let executed) = result.kind else {
            return state.withLock { $0.planner.workers.recordWork(of: worker, 1) }
        }
        dependencies.metrics.executed(executed.tests.count)
        dependencies.packages.recordWork(
            .nanoseconds(Int64(clamping: executed.workNs)), tests: executed.tests.count, of: package)
        state.withLock { state in
            state.planner.workers.recordWork(of: worker, executed.tests.count)
            // A result in doubt was counted when it came.
            if !state.secondLooks.knows(lease: result.lease) { recordDisturbance(in: executed, by: worker, &state) }
        }
    }

    /// Counts the runs of a result that the host disturbed, and the others.
    func recordDisturbance(in result: LoggedExecuteResult, by worker: String, _ state: inout State) {
        let now = dependencies.clock.now()
        let disturbed = result.tests.count { $0.result.disturbance.notable }
        state.planner.workers.recordRuns(of: worker, disturbed, disturbed: true, at: now)
        state.planner.workers.recordRuns(of: worker, result.tests.count - disturbed, disturbed: false, at: now)
    }
}
