import Events
import Logging
import Storage
import Synchronization
import Telemetry
import Units

/// Makes a job for a worker of a lease that the queue gave.
extension Dispatcher {
    /// What a worker is to do for a lease; nil if the job is not wanted any more, or no worker can do it: then the job is
    /// out of the queue.
    /// - Parameter isSecondLook: whether another worker had the lease before, and its result is in doubt.
    func prepareJob(
        for lease: JobLease, poll: LeasePolls.Poll, isSecondLook: Bool = false
    ) async -> LeasedJob? {
        if !isSecondLook { recordDelivery(lease) }
        let id = lease.job.id
        do {
            guard let name = JobName(id) else {
                try await bury(lease, nil, "the job's id is not one of this version")
                return nil
            }
            let attempts = leases.attempts(of: id)
            guard lease.delivery - attempts.givenBack <= dependencies.options.retry.mostDeliveries else {
                let workers =
                    attempts.workers.isEmpty ? "their names are not known" : attempts.workers.joined(separator: ", ")
                try await bury(lease, name, "no worker finished it: \(workers); see their logs")
                return nil
            }
            guard let (work, submission, traceparent) = try await prepare(name, lease) else { return nil }
            let ticket = LeaseTicket(
                job: id, worker: poll.worker, principal: poll.principal, token: lease.token, delivery: lease.delivery,
                isSecondLook: isSecondLook)
            let text = dependencies.tickets.encode(ticket)
            var held = HeldLeases.Lease(
                worker: poll.worker, name: name, lane: lease.job.lane, since: dependencies.clock.now())
            let waiting = lease.delivery == 1 ? EnqueueTime(lease.job.payload)?.nanoseconds : nil
            held.span = beginLease(traceparent, since: waiting, id, lease.job.lane)
            leases.grant(text, held, attempt: id)
            return LeasedJob(
                lease: text, id: id, delivery: lease.delivery, submission: submission?.id,
                traceparent: held.span?.context.map { "\($0)" } ?? "", work: work)
        } catch {
            logger.report(error, "prepare a job", ["job": "\(id)"])
            await returnJob(of: lease, after: .seconds(1))
            return nil
        }
    }

    private func recordDelivery(_ lease: JobLease) {
        let now = dependencies.wallClock()
        if lease.delivery == 1, let since = EnqueueTime(lease.job.payload)?.nanoseconds {
            dependencies.metrics.recordWait(.nanoseconds(max(0, now - since)), priority: lease.job.lane.priority)
        }
        guard lease.delivery > 1,
            let attempts = leases.recordExpiry(of: lease.job.id, atMost: dependencies.options.mostReturns)
        else { return }
        dependencies.metrics.expired()
        logger.log(
            .warning, causedBy: attempts.workers.last ?? "", "a lease expired: its worker did not extend it",
            ["job": "\(lease.job.id)"])
    }

    /// Returns a job whose lease could not be used. If that fails, the lease expires.
    private func returnJob(of lease: JobLease, after delay: Duration) async {
        do throws(StorageError) {
            leases.recordReturn(of: lease.job.id)
            try await dependencies.queue.giveBack(lease.token, after: delay)
        } catch {
            logger.report(error, "return a job to the queue", ["job": "\(lease.job.id)"])
        }
    }

    private func prepare(
        _ name: JobName, _ lease: JobLease
    ) async throws(StorageError) -> (work: LeasedJob.Work, submission: SubmissionState?, traceparent: String)? {
        if case .execution(let execution) = name {
            return try await prepare(execution, lease).map { ($0.work, nil, $0.traceparent) }
        }
        guard let id = name.submission else { return try await prepareMeasuring(name, lease).map { ($0, nil, "") } }
        guard let submission = try await dependencies.submissions.load(id) else {
            logger.unlimited.warning("dropped a job whose submission does not exist", metadata: ["job": "\(name)"])
            try await dependencies.queue.complete(lease.token)
            return nil
        }
        guard let package = ContentHash(bytes: submission.accepted.package) else {
            try await bury(lease, name, "its submission has no valid package id")
            return nil
        }
        guard submission.wants(name), let work = try await work(name, submission, package) else {
            // It is done already, or it is too early for it: the jobs that come instead may not be in the queue.
            try await enqueue(submission, instead: lease, isWanted: submission.wants(name))
            return nil
        }
        if case .build = name, lease.delivery == 1, submission.generation == 1,
            EnqueueTime(lease.job.payload) == nil
        {
            let wait = Duration.nanoseconds(max(0, dependencies.wallClock() - submission.acceptedAt))
            dependencies.metrics.recordWait(wait, priority: lease.job.lane.priority)
        }
        charge(work, package, lease.job.lane)
        return (work, submission, submission.accepted.traceparent)
    }

    private func enqueue(
        _ submission: SubmissionState, instead lease: JobLease, isWanted: Bool
    ) async throws(StorageError) {
        try await enqueueOutstanding(submission, besides: [lease.job.id])
        try await dependencies.queue.complete(lease.token)
        // It may be wanted by now: then the job had to leave the queue before it could be added again.
        if isWanted { try await enqueueOutstanding(submission) }
    }

    /// What a worker is to do for a submission's job; nil if it is too early for it.
    private func work(
        _ name: JobName, _ submission: SubmissionState, _ package: ContentHash
    ) async throws(StorageError) -> LeasedJob.Work? {
        let accepted = submission.accepted
        switch name {
        case .build:
            return .build(
                LeasedJob.Build(
                    package: package, language: accepted.language, entryPoint: accepted.entryPoint,
                    sources: try await sources(of: accepted)))
        case .batch(_, _, let batch):
            guard let built = submission.built?.result, let limits = try await limits(of: submission, package) else {
                return nil
            }
            let own = accepted.sources.map(\.name) + accepted.storedSources.map(\.path)
            return .execute(
                LeasedJob.Batch(
                    package: package, language: built.language.isEmpty ? accepted.language : built.language,
                    entryPoint: accepted.entryPoint, artifact: built.artifact,
                    sources: built.sources.isEmpty ? own : built.sources,
                    tests: Array(submission.batchTests[batch]), limits: limits, allTests: accepted.allTests,
                    policy: accepted.policy, dialect: accepted.dialect))
        case .grade(_, _, let group): return submission.question(about: group).map { .grade($0, package: package) }
        case .measure, .execution: return nil
        }
    }

    /// What each test case of a submission may use; nil while its package has no time limit.
    func limits(
        of submission: SubmissionState, _ package: ContentHash
    ) async throws(StorageError) -> LoggedTestLimits? {
        try await dependencies.packages.completeLimits(of: package)?
            .timed(by: submission.accepted.timeAllowance, atMost: dependencies.options.caps.mostTestingTime)
    }

    private func sources(of accepted: SubmissionAccepted) async throws(StorageError) -> [LoggedSourceFile] {
        var sources = accepted.sources
        for stored in accepted.storedSources {
            var source = LoggedSourceFile()
            source.name = stored.path
            source.content = try await dependencies.blobs.contents(of: stored.content)
            sources.append(source)
        }
        return sources
    }

    private func prepareMeasuring(
        _ name: JobName, _ lease: JobLease
    ) async throws(StorageError) -> LeasedJob.Work? {
        guard case .measure(let package) = name else {
            try await dependencies.queue.complete(lease.token)
            return nil
        }
        guard try await dependencies.packages.wantsMeasuring(package) else {
            try await resumeSubmissions(of: package)
            try await dependencies.queue.complete(lease.token)
            // It may be wanted again by now: then the job had to leave the queue before it could be added again.
            if try await dependencies.packages.wantsMeasuring(package) {
                try await dependencies.queue.enqueue([Job(id: lease.job.id, lane: lease.job.lane, payload: [])])
            }
            return nil
        }
        return .measure(package, budget: dependencies.options.measuringBudget)
    }

    /// Charges what a job is expected to cost to its tenant.
    private func charge(_ work: LeasedJob.Work, _ package: ContentHash, _ lane: JobLane) {
        let cost: Duration =
            switch work {
            case .execute(let execute):
                (dependencies.packages.expectedTime(of: package) ?? BatchPlan.unknown) * execute.tests.count
            case .grade: DispatchPlanner.gradeWork
            default: DispatchPlanner.buildWork
            }
        state.withLock { $0.planner.charge(lane, work: cost.inSeconds) }
    }
}
