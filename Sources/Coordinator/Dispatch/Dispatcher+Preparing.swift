import Events
import GradingWire
import Logging
import Storage
import Synchronization
import Units
import Wire

extension Dispatcher {
    /// What a worker is to do for a lease; nil if nobody wants it any more, or nobody can do it: that has been seen to.
    /// - Parameter isSecondLook: whether the lease was another worker's, which doubts its result.
    func prepareJob(
        for lease: JobLease, poll: LeasePolls.Poll, isSecondLook: Bool = false
    ) async -> Verdict_V1_Job? {
        if !isSecondLook { recordDelivery(lease) }
        do {
            guard let name = JobName(lease.job.id) else {
                try await bury(lease, nil, "the job's id is not one of this version")
                return nil
            }
            let attempts = leases.attempts(of: lease.job.id)
            guard lease.delivery - attempts.givenBack <= dependencies.options.retry.mostDeliveries else {
                let workers =
                    attempts.workers.isEmpty ? "their names are not known" : attempts.workers.joined(separator: ", ")
                try await bury(lease, name, "no worker finished it: \(workers); see their logs")
                return nil
            }
            guard var job = try await prepare(name, lease) else { return nil }
            job.id = lease.job.id
            job.delivery = UInt32(clamping: lease.delivery)
            job.lease = dependencies.tickets.encode(
                LeaseTicket(
                    job: job.id, worker: poll.worker, principal: poll.principal, token: lease.token,
                    delivery: lease.delivery, isSecondLook: isSecondLook))
            let held = HeldLeases.Lease(
                worker: poll.worker, name: name, lane: lease.job.lane, since: dependencies.clock.now())
            leases.grant(job.lease, held, attempt: job.id)
            return job
        } catch {
            logger.report(error, "prepare a job", ["job": "\(lease.job.id)"])
            await returnQuietly(lease, after: .seconds(1))
            return nil
        }
    }

    private func recordDelivery(_ lease: JobLease) {
        let now = dependencies.wallClock()
        if lease.delivery == 1, let since = EnqueueTime(lease.job.payload)?.nanoseconds {
            dependencies.metrics.recordWait(.nanoseconds(max(0, now - since)), priority: lease.job.lane.priority)
        }
        let attempts = leases.attempts(of: lease.job.id)
        guard lease.delivery > 1, !attempts.endedByWorker else { return }
        dependencies.metrics.expired()
        logger.log(
            .warning, causedBy: attempts.workers.last ?? "", "a lease expired: its worker did not extend it",
            ["job": "\(lease.job.id)"])
    }

    /// A lease that could not be used ends soon, or else by itself.
    private func returnQuietly(_ lease: JobLease, after delay: Duration) async {
        do throws(StorageError) {
            leases.recordReturn(of: lease.job.id)
            try await dependencies.queue.giveBack(lease.token, after: delay)
        } catch {
            logger.report(error, "return a job to the queue", ["job": "\(lease.job.id)"])
        }
    }

    private func prepare(_ name: JobName, _ lease: JobLease) async throws(StorageError) -> Verdict_V1_Job? {
        guard let id = name.submission else { return try await prepareMeasuring(name, lease) }
        guard let submission = try await dependencies.submissions.load(id) else {
            logger.unlimited.warning("dropped a job whose submission does not exist", metadata: ["job": "\(name)"])
            try await dependencies.queue.complete(lease.token)
            return nil
        }
        guard let package = ContentHash(bytes: submission.accepted.package) else {
            try await bury(lease, name, "its submission has no valid package id")
            return nil
        }
        guard submission.wants(name), let job = try await prepare(name, submission, package) else {
            // Done already, or too early: what is to be done instead may not have been enqueued.
            try await enqueue(submission, instead: lease, isWanted: submission.wants(name))
            return nil
        }
        if case .build = name, lease.delivery == 1, submission.generation == 1,
            EnqueueTime(lease.job.payload) == nil
        {
            let wait = Duration.nanoseconds(max(0, dependencies.wallClock() - submission.acceptedAt))
            dependencies.metrics.recordWait(wait, priority: lease.job.lane.priority)
        }
        charge(job, package, lease.job.lane)
        return job
    }

    private func enqueue(
        _ submission: SubmissionState, instead lease: JobLease, isWanted: Bool
    ) async throws(StorageError) {
        try await enqueueOutstanding(submission, besides: [lease.job.id])
        try await dependencies.queue.complete(lease.token)
        // If its time has come meanwhile, it had to be taken out before it could be put in again.
        if isWanted { try await enqueueOutstanding(submission) }
    }

    private func prepare(
        _ name: JobName, _ submission: SubmissionState, _ package: ContentHash
    ) async throws(StorageError) -> Verdict_V1_Job? {
        let accepted = submission.accepted
        var job = Verdict_V1_Job()
        job.submission = "\(submission.id)"
        job.traceparent = accepted.traceparent
        switch name {
        case .build:
            job.build.package = accepted.package
            job.build.language = accepted.language
            job.build.sources = try await sources(of: accepted)
        case .batch(_, _, let batch):
            guard let built = submission.built, let limits = try await limits(of: submission, package) else {
                return nil
            }
            job.execute.package = accepted.package
            job.execute.language = built.result.language.isEmpty ? accepted.language : built.result.language
            job.execute.artifact = built.result.artifact.map { Verdict_V1_FileRef($0) }
            let own = accepted.sources.map(\.name) + accepted.storedSources.map(\.path)
            job.execute.sources = built.result.sources.isEmpty ? own : built.result.sources
            job.execute.tests = submission.batchTests[batch].map { UInt32($0) }
            job.execute.limits = Verdict_V1_TestLimits(limits)
            job.execute.allTests = accepted.allTests
        case .grade(_, _, let group):
            guard let question = submission.question(about: group) else { return nil }
            job.grade = question.message
            job.grade.package = accepted.package
        case .measure: return nil
        }
        return job
    }

    /// What each test case of a submission may use; nil while its package has no time limit.
    func limits(
        of submission: SubmissionState, _ package: ContentHash
    ) async throws(StorageError) -> LoggedTestLimits? {
        try await dependencies.packages.completeLimits(of: package)?
            .timed(by: submission.accepted.timeAllowance, atMost: dependencies.options.caps.mostTestingTime)
    }

    private func sources(of accepted: SubmissionAccepted) async throws(StorageError)
        -> [Verdict_V1_SourceFile]
    {
        var sources = accepted.sources.map { Verdict_V1_SourceFile($0) }
        for stored in accepted.storedSources {
            var source = Verdict_V1_SourceFile()
            source.name = stored.path
            source.content = try await dependencies.blobs.contents(of: stored.content)
            sources.append(source)
        }
        return sources
    }

    private func prepareMeasuring(_ name: JobName, _ lease: JobLease) async throws(StorageError) -> Verdict_V1_Job? {
        guard case .measure(let package) = name else {
            try await dependencies.queue.complete(lease.token)
            return nil
        }
        guard try await dependencies.packages.wantsMeasuring(package) else {
            try await resumeSubmissions(of: package)
            try await dependencies.queue.complete(lease.token)
            // If somebody wants it again meanwhile, it had to be taken out before it could be put in again.
            if try await dependencies.packages.wantsMeasuring(package) {
                try await dependencies.queue.enqueue([Job(id: lease.job.id, lane: lease.job.lane, payload: [])])
            }
            return nil
        }
        var job = Verdict_V1_Job()
        job.measure.package = package.data
        job.measure.budgetNs = UInt64(clamping: dependencies.options.measuringBudget.nanoseconds)
        return job
    }

    /// What a job is expected to cost is counted as its tenant's.
    private func charge(_ job: Verdict_V1_Job, _ package: ContentHash, _ lane: JobLane) {
        let work: Duration =
            switch job.work {
            case .execute(let execute):
                (dependencies.packages.expectedTime(of: package) ?? BatchPlan.unknown) * execute.tests.count
            case .grade: DispatchPlanner.gradeWork
            default: DispatchPlanner.buildWork
            }
        state.withLock { $0.planner.charge(lane, work: work.inSeconds) }
    }
}
