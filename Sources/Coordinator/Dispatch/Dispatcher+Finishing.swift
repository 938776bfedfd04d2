import Events
public import Identity
import Logging
import Storage
import Synchronization
import Units
public import Wire

extension Dispatcher {
    /// A lease that a worker speaks of.
    struct Spoken: Sendable {
        var text: String
        var ticket: LeaseTicket
        /// nil for a single run.
        var name: JobName?
    }

    /// The lease that `text` is of.
    /// - Throws: `DomainError`: `wrongState` if nobody ever gave it; `forbidden` if it is another one's.
    func spoken(_ text: String, _ principal: Principal) throws(DomainError) -> Spoken {
        guard let ticket = parts.tickets.ticket(text) else {
            throw DomainError(.wrongState, "nobody ever gave that lease", advice: "forget it")
        }
        guard ticket.principal == principal.name else {
            throw DomainError(.forbidden, "the lease is another worker's")
        }
        state.withLock { $0.planner.workers.heard(ticket.worker, at: parts.clock.now()) }
        return Spoken(text: text, ticket: ticket, name: JobName(ticket.job))
    }

    /// What came of a job. When this returns it is recorded, or was before; or another worker looks, because this one doubts
    /// what it found: then the job stays in the queue.
    /// - Returns: whether something was recorded of the job before, which stands.
    /// - Throws: `DomainError`: `wrongState` if nobody ever gave that job out, or its artifact is not there;
    ///   `forbidden` if it was given to somebody else; `invalid` for a result that cannot be right: then the
    ///   job goes to another worker.
    public func finish(
        _ request: Verdict_V1_FinishRequest, by principal: Principal
    ) async throws(DomainError) -> Bool {
        let spoken = try spoken(request.lease, principal)
        guard let name = spoken.name, request.job == spoken.ticket.job else {
            throw DomainError(.invalid, "the lease is not one of the job \(request.job.cut(to: 128))")
        }
        let result = JobResult(request)
        do {
            let isKnown = try await record(result, name, spoken)
            // What failed, and what another worker looks at, is not done yet: its tries count on.
            if result.isFailure || isPassedOn(spoken.text) {
                leases.end(spoken.text)
            } else {
                leases.finish(spoken.text, of: spoken.ticket.job)
            }
            return isKnown
        } catch let error as StorageError {
            log.report(error, "record a result", ["job": "\(name)"])
            throw DomainError(error)
        } catch let error as DomainError {
            if error.code == .invalid { await refuse(spoken, error) }
            throw error
        } catch {
            throw DomainError(.failed, "the result could not be recorded")
        }
    }

    private func record(_ result: JobResult, _ name: JobName, _ spoken: Spoken) async throws -> Bool {
        if case .failure(let message, let isWorthRetrying) = result.kind {
            return try await fail(message, isWorthRetrying: isWorthRetrying, name, spoken)
        }
        guard case .measure(let package) = name else {
            guard let id = name.submission, let submission = try await parts.submissions.load(id),
                submission.knows(name)
            else { throw DomainError(.wrongState, "there is no such submission any more", advice: "forget it") }
            if try await looksAgain(result, name, submission, spoken) { return false }
            return try await record(result, name, of: submission, spoken)
        }
        guard case .measure(let measured) = result.kind else { throw ResultCheck.refusal("it is no measurement") }
        return try await record(try ResultCheck.measure(measured), package, spoken)
    }

    /// Records what came of a submission's job.
    func record(
        _ result: JobResult, _ name: JobName, of submission: SubmissionState, _ spoken: Spoken
    ) async throws -> Bool {
        let worker = spoken.ticket.worker
        guard let package = ContentHash(bytes: submission.accepted.package) else {
            throw DomainError(.wrongState, "the submission names no package")
        }
        var before = submission
        let change: (state: SubmissionState, events: [SubmissionEvent])?
        switch (name, result.kind) {
        case (.build, .build(let built)):
            let built = try ResultCheck.build(built)
            try await requireContents(of: built)
            let expected = parts.packages.expectedTime(of: package)
            change = try await parts.submissions.change(submission.id) { state in
                before = state
                return state.generation == name.generation
                    ? state.recordBuild(built, by: worker, expected: expected) : []
            }
        case (.batch(_, let generation, let batch), .execute(let executed)):
            // Of a former judging nothing is recorded, and its batches are not known any more.
            let executed =
                generation == submission.generation
                ? try ResultCheck.execute(executed, batch, of: submission) : executed
            let limits = try await limits(of: submission, package) ?? LoggedTestLimits()
            change = try await parts.submissions.change(submission.id) { state in
                before = state
                return state.generation == generation
                    ? state.recordBatch(batch, executed, limits: limits, by: worker) : []
            }
        case (.grade(_, let generation, let group), .grade(let graded)):
            let graded = try ResultCheck.grade(graded, group)
            change = try await parts.submissions.change(submission.id) { state in
                before = state
                return state.generation == generation ? state.recordGrade(graded, by: worker) : []
            }
        default: throw ResultCheck.refusal("it is of another kind than the job")
        }
        guard let change else { throw DomainError(.wrongState, "there is no such submission any more") }
        if change.events.isEmpty { try await compare(result, name, change.state, worker) }
        try await followUp(change.state, change.events, before: before)
        try await parts.queue.complete(spoken.ticket.token)
        if before.phase == .stuck { try await forgetDeadLetter(of: name) }
        if !change.events.isEmpty { note(result, package, worker) }
        return change.events.isEmpty
    }

    /// The result of a job came after the job was given up: nobody has to look after it any more.
    private func forgetDeadLetter(of name: JobName) async throws(StorageError) {
        guard try await parts.queue.discard(["\(name)"]) > 0 else { return }
        deadLetters.changed()
        log.logger.info("a job that was given up is done after all", metadata: ["job": "\(name)"])
    }

    /// What was built must be there before anybody is told to run it.
    private func requireContents(of result: LoggedBuildResult) async throws {
        for file in result.artifact {
            guard let hash = ContentHash(bytes: file.content.hash),
                let size = try await parts.blobs.size(of: hash), UInt64(clamping: size.bytes) == file.content.size
            else {
                throw DomainError(.wrongState, "\(file.path) of the artifact is not there", advice: "put it first")
            }
        }
    }

    /// Enqueues what follows from what was recorded, and tells of it.
    func followUp(
        _ submission: SubmissionState, _ events: [SubmissionEvent], before: SubmissionState
    ) async throws(StorageError) {
        // What was to be done before is in the queue, or comes there with the lease that this was seen with.
        let known = events.isEmpty ? [] : Set(before.outstanding(limitIsKnown: true).map { "\($0)" })
        try await enqueueOutstanding(submission, besides: before.built == nil ? [] : known)
        noteChange(submission)
        for case .judged(let judged) in events { parts.figures.judged(judged.verdict) }
    }

    private func note(_ result: JobResult, _ package: ContentHash, _ worker: String) {
        guard case .execute(let executed) = result.kind else {
            return state.withLock { $0.planner.workers.recorded(worker, 1) }
        }
        parts.figures.executed(executed.tests.count)
        parts.packages.note(
            work: .nanoseconds(Int64(clamping: executed.workNs)), tests: executed.tests.count, of: package)
        state.withLock { state in
            state.planner.workers.recorded(worker, executed.tests.count)
            // What it doubts was counted when it brought it.
            if !state.secondLooks.knows(lease: result.lease) { note(disturbed: executed, by: worker, &state) }
        }
    }

    /// Counts runs that the host disturbed.
    func note(disturbed result: LoggedExecuteResult, by worker: String, _ state: inout State) {
        let now = parts.clock.now()
        let disturbed = result.tests.count { $0.result.disturbance.notable }
        state.planner.workers.ran(worker, disturbed, disturbed: true, at: now)
        state.planner.workers.ran(worker, result.tests.count - disturbed, disturbed: false, at: now)
    }
}
