public import Events
import Logging
public import Storage
import Synchronization

/// Puts jobs into the queue, cancels them, and makes dead letters of them.
extension Dispatcher {
    /// Enqueues the jobs that a submission needs now. Jobs that are in the queue already stay as they are.
    /// - Parameter known: ids of jobs that need not be enqueued.
    public func enqueueOutstanding(
        _ submission: SubmissionState, besides known: Set<String> = []
    ) async throws(StorageError) {
        guard submission.phase == .open else { return }
        var limitIsKnown = false
        if let package = ContentHash(bytes: submission.accepted.package) {
            limitIsKnown = try await dependencies.packages.completeLimits(of: package) != nil
            if !limitIsKnown, submission.built != nil, try await !dependencies.packages.wantsMeasuring(package) {
                // The limit may have become known just now.
                limitIsKnown = try await dependencies.packages.completeLimits(of: package) != nil
                if !limitIsKnown { return try await endUnmeasured(submission.id) }
            }
        }
        let since = EnqueueTime(nanoseconds: dependencies.wallClock()).payload
        let jobs = submission.jobs(limitIsKnown: limitIsKnown).filter { !known.contains($0.id) }.map { job in
            Job(id: job.id, lane: job.lane, payload: since)
        }
        if !jobs.isEmpty { try await dependencies.queue.enqueue(jobs) }
    }

    /// Ends a submission that waits for a time limit which is not measured any more.
    private func endUnmeasured(_ id: SubmissionID) async throws(StorageError) {
        let change = try await dependencies.submissions.change(id) {
            $0.recordFailure("the package has no time limit, and measuring it was stopped; add the package again")
        }
        guard let change else { return }
        markUnwantedJobs(of: change.state)
        for case .judged(let judged) in change.events { dependencies.metrics.judged(judged.verdict) }
    }

    /// Enqueues the jobs of a package's submissions that waited for its time limit.
    public func resumeSubmissions(of package: ContentHash) async throws(StorageError) {
        for id in try await dependencies.openSubmissions(package) {
            if let submission = try await dependencies.submissions.load(id) { try await enqueueOutstanding(submission) }
        }
    }

    /// Marks the leased jobs that a submission does not need any more: their workers are told to stop.
    public func markUnwantedJobs(of submission: SubmissionState) {
        leases.markUnwanted(submission.id) { submission.wants($0) }
    }

    /// Marks all leased jobs of a submission as unwanted: their workers are told to stop.
    public func cancelJobs(of submission: SubmissionID) {
        leases.markUnwanted(submission) { _ in false }
    }

    /// Makes a dead letter of a leased job; its submission is stuck until an admin acts.
    func bury(_ lease: JobLease, _ name: JobName?, _ reason: String) async throws(StorageError) {
        try await bury(lease.token, lease.job.id, name, reason)
    }

    func bury(
        _ token: JobLease.Token, _ job: String, _ name: JobName?, _ reason: String
    ) async throws(StorageError) {
        let reason = reason.truncated(to: 4096)
        if case .execution(let id)? = name {
            // Whoever wants it waits: it ends, and there is nothing for an admin to try again.
            try await dependencies.executions.finish(id, with: nil, failure: reason)
            try await dependencies.queue.complete(token)
            leases.forget(job)
            logger.unlimited.error("an execution was given up: \(reason)", metadata: ["job": "\(job)"])
            return
        }
        if let name, let id = name.submission {
            _ = try await dependencies.submissions.change(id) { $0.recordStuck(name, reason: reason) }
        }
        try await dependencies.queue.bury(token, reason: reason)
        leases.forget(job)
        deadLetters.invalidate()
        logger.unlimited.error("a job became a dead letter: \(reason)", metadata: ["job": "\(job)"])
    }
}

extension String {
    /// The longest prefix of at most so many bytes that ends with a whole character.
    func truncated(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
