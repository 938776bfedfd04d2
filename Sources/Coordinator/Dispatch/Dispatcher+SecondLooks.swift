import Logging
import Storage
import Synchronization
import Wire

/// Batches that a second worker repeats, because the first result is in doubt.
extension Dispatcher {
    /// Decides whether another worker repeats a batch before its result is recorded; if so, offers it to the others.
    /// - Returns: whether another worker repeats it, and nothing is recorded now.
    /// - Throws: `DomainError` (`invalid`) for a result that is not valid; ``StorageError``.
    func requestSecondLook(
        _ result: JobResult, _ name: JobName, _ submission: SubmissionState, _ claim: LeaseClaim
    ) async throws -> Bool {
        guard case .execute(let executed) = result.kind, case .batch(_, _, let number) = name,
            submission.wants(name), submission.isDoubtful(executed),
            case .run(let language) = LaneRequirement(submission.lane(of: name).requirement)
        else { return false }
        let checked = try ResultValidation.execute(executed, number, of: submission)
        let batch = SecondLooks.Batch(
            result: JobResult(lease: result.lease, job: result.job, kind: .execute(checked)), name: name, claim: claim,
            lane: submission.lane(of: name), language: language,
            deadline: dependencies.clock.now() + dependencies.options.secondLookTimeout)
        switch state.withLock({ secondLook(on: batch, &$0, at: dependencies.clock.now()) }) {
        case .none: return false
        case .asked: return true
        case .ask: break
        }
        // If the lease has expired, another worker may have the job by now.
        guard try await dependencies.queue.extend(claim.ticket.token) else { return false }
        let decision = state.withLock { state in
            let decision = secondLook(on: batch, &state, at: dependencies.clock.now())
            guard decision == .ask else { return decision }
            state.secondLooks.add(batch)
            state.planner.add(batch.own)
            recordDisturbance(in: checked, by: claim.ticket.worker, &state)
            return decision
        }
        guard decision == .ask else { return decision == .asked }
        dependencies.metrics.secondLookRequested()
        logger.log(
            .info, causedBy: claim.ticket.principal, "a result is in doubt; another worker repeats the batch",
            ["job": "\(name)", "worker": "\(claim.ticket.worker)"])
        signal()
        return true
    }

    /// Whether the lease was taken from its worker for a second look.
    func isHandedOver(_ lease: String) -> Bool { state.withLock { $0.secondLooks.knows(lease: lease) } }

    private func secondLook(on batch: SecondLooks.Batch, _ state: inout State, at now: Duration) -> SecondLookDecision {
        let ticket = batch.claim.ticket
        var facts = SecondLookDecision.Facts(isDoubtful: true, isSecond: ticket.isSecondLook)
        facts.attempts = ticket.delivery - leases.attempts(of: ticket.job).givenBack
        facts.wasAsked = state.secondLooks.knows(job: ticket.job)
        facts.isRepeated = state.secondLooks.knows(lease: batch.claim.lease)
        facts.hasOther = state.planner.workers.hasOther(than: ticket.worker, running: batch.language, at: now)
        facts.hasRoom = state.secondLooks.count < SecondLooks.most
        return SecondLookDecision(facts)
    }

    /// Batches of a lane for a worker that has not run them before.
    func secondLooks(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) async -> [LeasedJob] {
        let batches = state.withLock { state in
            state.planner.settle(lane, count)
            return state.secondLooks.take(count, from: lane)
        }
        var jobs: [LeasedJob] = []
        for batch in batches {
            if let job = await prepareJob(for: batch.lease, poll: poll, isSecondLook: true) { jobs.append(job) }
        }
        return jobs
    }

    /// Checks second looks at intervals, until the task is cancelled.
    func watchSecondLooks() async {
        while (try? await sleep(for: min(.seconds(5), Self.extensionInterval(dependencies)))) != nil {
            await checkSecondLooks()
        }
    }

    /// Extends the leases of batches that wait for another worker. Where none comes in time, records the first result.
    func checkSecondLooks() async {
        let now = dependencies.clock.now()
        let (waiting, over) = state.withLock { state in
            var waiting: [SecondLooks.Batch] = []
            var over: [SecondLooks.Batch] = []
            for batch in state.secondLooks.waiting {
                let hasOther = state.planner.workers.hasOther(
                    than: batch.claim.ticket.worker, running: batch.language, at: now)
                if hasOther, now < batch.deadline { waiting.append(batch) } else { over.append(batch) }
            }
            for batch in over { state.secondLooks.remove(batch) }
            return (waiting, over)
        }
        for batch in waiting { await extendLease(of: batch) }
        for batch in over { await recordWithoutSecondLook(batch) }
    }

    private func extendLease(of batch: SecondLooks.Batch) async {
        do throws(StorageError) {
            guard try await !dependencies.queue.extend(batch.claim.ticket.token) else { return }
            // The job is in the queue again, for any worker.
            state.withLock { state in _ = state.secondLooks.remove(batch) }
        } catch {
            logger.report(error, "extend a lease", ["job": "\(batch.name)"])
        }
    }

    /// Records the first result, marked as doubtful.
    private func recordWithoutSecondLook(_ batch: SecondLooks.Batch) async {
        do {
            guard let id = batch.name.submission, let submission = try await dependencies.submissions.load(id) else {
                return
            }
            _ = try await record(batch.result, batch.name, of: submission, batch.claim)
            leases.forget(batch.claim.ticket.job)
        } catch let error as StorageError {
            // The lease expires, and the job is leased again.
            logger.report(error, "record a result", ["job": "\(batch.name)"])
        } catch {
            logger.unlimited.error("cannot record a result: \(error)", metadata: ["job": "\(batch.name)"])
        }
    }
}
