public import Events
import Logging
public import Storage
import Synchronization

/// What becomes of jobs, apart from who does them.
extension Dispatcher {
    /// Enqueues the jobs that a submission's state asks for; those that are in the queue are left as they are.
    /// - Parameter known: ids of jobs that need not be enqueued.
    public func enqueueOutstanding(
        _ submission: SubmissionState, besides known: Set<String> = []
    ) async throws(StorageError) {
        guard submission.phase == .open else { return }
        var limitIsKnown = false
        if let package = ContentHash(bytes: submission.accepted.package) {
            limitIsKnown = try await dependencies.packages.completeLimits(of: package) != nil
            if !limitIsKnown, submission.built != nil, try await !dependencies.packages.wantsMeasuring(package) {
                // It may have become known just now.
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

    /// Nobody looks for the time limit that a submission waits for: it was taken when somebody still did.
    private func endUnmeasured(_ id: SubmissionID) async throws(StorageError) {
        let change = try await dependencies.submissions.change(id) {
            $0.recordFailure("the package has no time limit, and measuring it was stopped; add the package again")
        }
        guard let change else { return }
        markUnwantedJobs(of: change.state)
        for case .judged(let judged) in change.events { dependencies.metrics.judged(judged.verdict) }
    }

    /// A package's time limit is known: its submissions go on.
    public func resumeSubmissions(of package: ContentHash) async throws(StorageError) {
        for id in try await dependencies.openSubmissions(package) {
            if let submission = try await dependencies.submissions.load(id) { try await enqueueOutstanding(submission) }
        }
    }

    /// Nobody wants the jobs of a submission any more, as far as its state says: workers that do them are told so.
    public func markUnwantedJobs(of submission: SubmissionState) {
        leases.markUnwanted(submission.id) { submission.wants($0) }
    }

    /// Nobody wants a submission any more: workers that do its jobs are told so.
    public func cancelJobs(of submission: SubmissionID) {
        leases.markUnwanted(submission) { _ in false }
    }

    /// Keeps a leased job as a dead letter; its submission is stuck.
    func bury(_ lease: JobLease, _ name: JobName?, _ reason: String) async throws(StorageError) {
        try await bury(lease.token, lease.job.id, name, reason)
    }

    func bury(
        _ token: JobLease.Token, _ job: String, _ name: JobName?, _ reason: String
    ) async throws(StorageError) {
        let reason = reason.truncated(to: 4096)
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
    /// Its beginning that has at most so many bytes, ending where a character ends.
    func truncated(to bytes: Int) -> String {
        guard utf8.count > bytes else { return self }
        var end = utf8.index(startIndex, offsetBy: bytes)
        while end > startIndex, end.samePosition(in: self) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
