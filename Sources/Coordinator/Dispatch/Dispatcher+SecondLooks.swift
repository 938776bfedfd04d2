import Logging
import Storage
import Synchronization
import Wire

/// Batches that another worker runs, too, because the first one doubts what it found.
extension Dispatcher {
    /// Sees whether another worker is to run a batch before its result is recorded, and if so, offers it to the others.
    /// - Returns: whether nothing is to be recorded now.
    /// - Throws: `DomainError` (`invalid`) for a result that cannot be right; ``StorageError``.
    func requestSecondLook(
        _ result: JobResult, _ name: JobName, _ submission: SubmissionState, _ claim: LeaseClaim
    ) async throws -> Bool {
        guard case .execute(let executed) = result.kind, case .batch(_, _, let batch) = name,
            submission.wants(name), submission.isDoubtful(executed),
            case .run(let language) = LaneRequirement(submission.lane(of: name).requirement)
        else { return false }
        let checked = try ResultValidation.execute(executed, batch, of: submission)
        let offer = SecondLooks.Batch(
            result: JobResult(lease: result.lease, job: result.job, kind: .execute(checked)), name: name, claim: claim,
            lane: submission.lane(of: name), language: language,
            deadline: dependencies.clock.now() + dependencies.options.secondLookPatience)
        switch state.withLock({ secondLook(on: offer, &$0, at: dependencies.clock.now()) }) {
        case .none: return false
        case .asked: return true
        case .ask: break
        }
        // If the lease has ended, somebody else may have the job by now.
        guard try await dependencies.queue.extend(claim.ticket.token) else { return false }
        let decision = state.withLock { state in
            let decision = secondLook(on: offer, &state, at: dependencies.clock.now())
            guard decision == .ask else { return decision }
            state.secondLooks.add(offer)
            state.planner.add(offer.own)
            note(disturbed: checked, by: claim.ticket.worker, &state)
            return decision
        }
        guard decision == .ask else { return decision == .asked }
        dependencies.metrics.secondLookRequested()
        logger.log(
            .info, causedBy: claim.ticket.principal, "a worker doubts its result: another one runs the batch",
            ["job": "\(name)", "worker": "\(claim.ticket.worker)"])
        signal()
        return true
    }

    /// Whether a lease is another worker's by now, because the one that had it doubts its result.
    func isPassedOn(_ lease: String) -> Bool { state.withLock { $0.secondLooks.knows(lease: lease) } }

    private func secondLook(on offer: SecondLooks.Batch, _ state: inout State, at now: Duration) -> SecondLookDecision {
        let ticket = offer.claim.ticket
        var facts = SecondLookDecision.Facts(isDoubtful: true, isSecond: ticket.isSecondLook)
        facts.attempts = ticket.delivery - leases.attempts(of: ticket.job).givenBack
        facts.wasAsked = state.secondLooks.knows(job: ticket.job)
        facts.isRepeated = state.secondLooks.knows(lease: offer.claim.lease)
        facts.hasOther = state.planner.workers.hasOther(than: ticket.worker, running: offer.language, at: now)
        facts.hasRoom = state.secondLooks.count < SecondLooks.most
        return SecondLookDecision(facts)
    }

    /// Batches of a lane for a worker that did not run them before.
    func secondLooks(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) async -> [Verdict_V1_Job] {
        let offers = state.withLock { state in
            state.planner.settle(lane, count)
            return state.secondLooks.take(count, from: lane)
        }
        var jobs: [Verdict_V1_Job] = []
        for offer in offers {
            if let job = await job(of: offer.lease, for: poll, isSecondLook: true) { jobs.append(job) }
        }
        return jobs
    }

    /// Goes on until the task is cancelled.
    func watchSecondLooks() async {
        while (try? await pause(min(.seconds(5), Self.extensionInterval(dependencies)))) != nil {
            await checkSecondLooks()
        }
    }

    /// Keeps the leases of batches that wait for another worker; records what the first one brought where none comes.
    func checkSecondLooks() async {
        let now = dependencies.clock.now()
        let (waiting, over) = state.withLock { state in
            var waiting: [SecondLooks.Batch] = []
            var over: [SecondLooks.Batch] = []
            for offer in state.secondLooks.waiting {
                let hasOther = state.planner.workers.hasOther(
                    than: offer.claim.ticket.worker, running: offer.language, at: now)
                if hasOther, now < offer.deadline { waiting.append(offer) } else { over.append(offer) }
            }
            for offer in over { state.secondLooks.remove(offer) }
            return (waiting, over)
        }
        for offer in waiting { await keep(offer) }
        for offer in over { await recordAlone(offer) }
    }

    private func keep(_ offer: SecondLooks.Batch) async {
        do throws(StorageError) {
            guard try await !dependencies.queue.extend(offer.claim.ticket.token) else { return }
            // The job waits in the queue again, for anybody.
            state.withLock { state in _ = state.secondLooks.remove(offer) }
        } catch {
            logger.report(error, "extend a lease", ["job": "\(offer.name)"])
        }
    }

    /// No other worker has come: what the first one brought counts, with its mark.
    private func recordAlone(_ offer: SecondLooks.Batch) async {
        do {
            guard let id = offer.name.submission, let submission = try await dependencies.submissions.load(id) else {
                return
            }
            _ = try await record(offer.result, offer.name, of: submission, offer.claim)
            leases.forget(offer.claim.ticket.job)
        } catch let error as StorageError {
            // The lease ends by itself, and the job is leased again.
            logger.report(error, "record a result", ["job": "\(offer.name)"])
        } catch {
            logger.unlimited.error("cannot record a result: \(error)", metadata: ["job": "\(offer.name)"])
        }
    }
}
