import Events
import Logging
import Storage
import SwiftProtobuf
import Synchronization

/// Jobs that failed, results that are not valid, and results that differ.
extension Dispatcher {
    /// A worker could not do a job: it is tried again on another one, if that may help.
    func fail(
        _ message: String, isWorthRetrying: Bool, _ name: JobName, _ claim: LeaseClaim
    ) async throws -> Bool {
        let message = message.truncated(to: ResultValidation.message)
        let ticket = claim.ticket
        logger.log(
            .warning, causedBy: ticket.principal, "a job failed: \(message)",
            ["job": "\(name)", "worker": "\(ticket.worker)"])
        guard !isHandedOver(claim.lease) else { return false }
        guard isWorthRetrying else { return try await giveUp(name, message, claim) }
        leases.recordFailure(of: ticket.job)
        let givenBack = leases.attempts(of: ticket.job).givenBack
        var generator = SystemRandomNumberGenerator()
        switch dependencies.options.retry.decision(after: ticket.delivery - givenBack, using: &generator) {
        case .retry(let delay): try await dependencies.queue.giveBack(ticket.token, after: delay)
        case .bury: try await bury(ticket.token, ticket.job, name, "\(ticket.worker): \(message)")
        }
        return false
    }

    /// Trying again does not help: the submission gets the judge's error.
    private func giveUp(_ name: JobName, _ message: String, _ claim: LeaseClaim) async throws -> Bool {
        guard let id = name.submission else {
            if case .measure(let package) = name { try await giveUpMeasuring(package, message, claim) }
            return false
        }
        let change = try await dependencies.submissions.change(id) { $0.wants(name) ? $0.recordFailure(message) : [] }
        guard let change else { throw DomainError(.wrongState, "the submission does not exist any more") }
        try await followUp(change.state, change.events, before: change.state)
        try await dependencies.queue.complete(claim.ticket.token)
        return change.events.isEmpty
    }

    /// A worker sent a result that is not valid: another worker gets the job.
    func reject(_ claim: LeaseClaim, _ error: DomainError) async {
        let ticket = claim.ticket
        logger.log(
            .error, causedBy: ticket.principal, "rejected a result: \(error.message)",
            ["job": "\(ticket.job)", "worker": "\(ticket.worker)"])
        state.withLock { $0.planner.workers.recordFault(of: ticket.worker) }
        leases.recordFailure(of: ticket.job)
        leases.end(claim.lease)
        guard !isHandedOver(claim.lease) else { return }
        do throws(StorageError) {
            try await dependencies.queue.giveBack(ticket.token, after: .zero)
        } catch {
            // The lease expires.
            logger.report(error, "return a job to the queue", ["job": "\(ticket.job)"])
        }
    }

    /// Compares the results of two workers for the same job, and records where they differ.
    func compare(
        _ result: JobResult, _ name: JobName, _ submission: SubmissionState, _ worker: String
    ) async throws {
        // A worker repeats its call until it is answered: each result is compared once.
        let isNew = leases.markCompared(result.lease)
        guard isNew, name.generation == submission.generation else { return }
        var disagreements: [DisagreementNoticed] = []
        switch (name, result.kind) {
        case (.build, .build(let other)):
            guard let built = submission.built, built.worker != worker,
                built.result.compilation.succeeded != other.compilation.succeeded
            else { return }
            reportDisagreement(name, built.worker, worker)
        case (.batch(_, _, let batch), .execute(let other)):
            guard let recorded = submission.batches[batch], recorded.worker != worker else { return }
            disagreements = Self.disagreements(recorded, other, worker)
            if !disagreements.isEmpty { reportDisagreement(name, recorded.worker, worker) }
        case (.grade(_, _, let group), .grade(let other)):
            guard let recorded = submission.answers[group], recorded.worker != worker,
                recorded.result.verdict != other.verdict || recorded.result.score != other.score
            else { return }
            reportDisagreement(name, recorded.worker, worker)
        default: return
        }
        guard !disagreements.isEmpty else { return }
        _ = try await dependencies.submissions.change(submission.id) { state in
            state.generation == name.generation ? disagreements.map { .disagreement($0) } : []
        }
    }

    private func reportDisagreement(_ name: JobName, _ worker: String, _ other: String) {
        dependencies.metrics.disagreed()
        logger.log(
            .warning, causedBy: other, "two workers have different results for one job",
            ["job": "\(name)", "worker": "\(worker)", "other": "\(other)"])
    }

    /// The test cases for which a result differs from the recorded one.
    private static func disagreements(
        _ recorded: BatchJudged, _ result: LoggedExecuteResult, _ worker: String
    ) -> [DisagreementNoticed] {
        let found = Dictionary(result.tests.map { ($0.index, $0.result.verdict) }) { first, _ in first }
        return recorded.result.tests.compactMap { test in
            guard let other = found[test.index], other != test.result.verdict else { return nil }
            return .with { event in
                event.generation = recorded.generation
                event.test = test.index
                event.verdict = test.result.verdict
                event.worker = recorded.worker
                event.otherVerdict = other
                event.otherWorker = worker
            }
        }
    }
}
