import Events
import Identity
import Logging
import Storage
import Synchronization
import Telemetry
import Units

extension Dispatcher {
    /// At most `count` jobs for a worker, as soon as there are any; none if there are none until `wait` is over.
    /// - Parameter name: the worker's name; nil: it is the only worker of its principal.
    /// - Throws: `DomainError`: `wrongState` if the worker is not registered; `cancelled`.
    func lease(
        _ count: Int, for name: String?, of principal: Principal, waiting wait: Duration
    ) async throws(DomainError) -> [LeasedJob] {
        let options = dependencies.options
        let worker = try callingWorker(principal, named: name)
        let count = min(count, options.mostJobs)
        guard count > 0 else { return [] }
        let deadline = dependencies.clock.now() + min(max(wait, .zero), options.longestWait)
        let id = state.withLock { $0.polls.nextID() }
        let timer = Task {
            // Cancelled: the call has its answer.
            guard (try? await dependencies.clock.sleep(deadline)) != nil else { return }
            signal()
        }
        defer { timer.cancel() }
        let jobs = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                add(
                    LeasePolls.Poll(
                        id: id, worker: worker, count: count, principal: principal.name, isImmediate: wait <= .zero,
                        deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            end(id)
        }
        guard !jobs.isEmpty, Task.isCancelled else { return jobs }
        // The caller is gone: other workers get the jobs.
        let leases = jobs.map(\.lease)
        let returning = Task {
            try await giveBack(leases, for: principal, reason: "the worker's call was cancelled")
        }
        _ = await returning.result
        throw DomainError(.cancelled, "the call for jobs was cancelled")
    }

    private func add(_ poll: LeasePolls.Poll) {
        let isClosed = state.withLock { state in
            // A call that does not wait must see all jobs that are there now.
            if poll.isImmediate { state.counting.invalidate() }
            if !state.polls.isClosed { state.polls.add(poll) }
            return state.polls.isClosed
        }
        if isClosed { return poll.continuation.resume(returning: []) }
        if Task.isCancelled { end(poll.id) }
        signal()
    }

    private func end(_ poll: UInt64) {
        state.withLock { $0.polls.end(poll) }
        signal()
    }

    /// Plans jobs for all waiting calls, and leases them.
    func answerPolls(_ group: inout DiscardingTaskGroup) async {
        guard !state.withLock({ $0.polls.isIdle }) else { return }
        let begin = dependencies.clock.now()
        let isCounted = await recount(&group)
        let (plans, expired) = state.withLock { state in
            let planned = plan(&state)
            if isCounted { state.counting.counted(from: begin, to: dependencies.clock.now()) }
            return planned
        }
        for poll in expired { poll.continuation.resume(returning: []) }
        for plan in plans { group.addTask { await self.leaseJobs(for: plan) } }
    }

    /// How many jobs of which lanes a waiting call gets.
    private struct Plan: Sendable {
        var poll: LeasePolls.Poll
        var lanes: [JobLane: Int] = [:]
    }

    /// Counts the waiting jobs, if they may have changed and it is time to.
    /// - Returns: whether it did.
    private func recount(_ group: inout DiscardingTaskGroup) async -> Bool {
        let begin = dependencies.clock.now()
        switch state.withLock({ $0.counting.begin(at: begin) }) {
        case .upToDate: return false
        case .later(let next):
            group.addTask {
                // Cancelled: dispatch ends.
                guard (try? await self.dependencies.clock.sleep(next)) != nil else { return }
                self.signal()
            }
            return false
        case .count: break
        }
        do {
            let waiting = try await dependencies.queue.waiting()
            state.withLock { state in
                // Read under the lock: else a run that is added meanwhile could be missed.
                state.planner.update(waiting: waiting.merging(lanesInMemory(state)) { $0 + $1 })
            }
            return true
        } catch {
            reportQueueFailure(error, "count the waiting jobs")
            state.withLock { $0.counting.failed(at: begin, pause: .milliseconds(500)) }
            if !error.isFinal { signal() }
            return false
        }
    }

    private func plan(_ state: inout State) -> (plans: [Plan], expired: [LeasePolls.Poll]) {
        let now = dependencies.clock.now()
        let waiting = state.polls.waiting
        var plans: [UInt64: Plan] = [:]
        let measuring = leases.measuringWorkers
        let requests = waiting.map { poll in
            var request = DispatchPlanner.Request(id: poll.id, worker: poll.worker, count: poll.count)
            request.measures = !measuring.contains(poll.worker)
            request.hasDoubts = state.secondLooks.hasDoubtful(from: poll.worker)
            return request
        }
        let planned = state.planner.plan(requests, at: now)
        var expired: [LeasePolls.Poll] = []
        for poll in waiting {
            if let lanes = planned[poll.id] { plans[poll.id] = Plan(poll: poll, lanes: lanes) }
            if plans[poll.id] == nil, poll.isCancelled || poll.deadline <= now, let poll = state.polls.remove(poll.id) {
                expired.append(poll)
            }
        }
        state.polls.serve(Set(plans.keys))
        return (Array(plans.values), expired)
    }

    private func job(of run: RunRegistry.Run, for poll: LeasePolls.Poll, _ state: inout State) -> LeasedJob {
        let ticket = LeaseTicket(
            job: run.id, worker: poll.worker, principal: poll.principal, token: .init(""), delivery: 1)
        let text = dependencies.tickets.encode(ticket)
        var held = HeldLeases.Lease(worker: poll.worker, name: nil, lane: run.lane, since: dependencies.clock.now())
        held.span = beginLease(run.traceparent, since: run.queuedAt, run.id, run.lane)
        leases.grant(text, held)
        state.planner.charge(run.lane, work: DispatchPlanner.buildWork.inSeconds)
        return LeasedJob(
            lease: text, id: run.id, delivery: 1, submission: nil,
            traceparent: held.span?.context.map { "\($0)" } ?? "",
            work: run.work)
    }

    /// Single runs of a lane, for a worker; runs that were cancelled are left out.
    private func runs(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) -> [LeasedJob] {
        let taken = runs.take(count, from: lane)
        return state.withLock { state in
            state.planner.settle(lane, count)
            return taken.map { job(of: $0, for: poll, &state) }
        }
    }

    /// Leases the jobs that were planned for a waiting call, and answers it.
    private func leaseJobs(for plan: Plan) async {
        var jobs: [LeasedJob] = []
        await withTaskGroup(of: [LeasedJob].self) { group in
            for (lane, count) in plan.lanes {
                switch LaneRequirement(lane.requirement) {
                case .execute: jobs += runs(count, from: lane, for: plan.poll)
                case .again: group.addTask { await self.secondLooks(count, from: lane, for: plan.poll) }
                default: group.addTask { await self.lease(count, from: lane, for: plan.poll) }
                }
            }
            for await more in group { jobs += more }
        }
        let poll = state.withLock { state in
            guard jobs.isEmpty, !state.polls.isClosed else { return state.polls.remove(plan.poll.id) }
            // No job was wanted any more, or another coordinator was faster: the call waits on.
            state.polls.wait(plan.poll.id)
            state.counting.invalidate()
            return nil
        }
        poll?.continuation.resume(returning: jobs)
        signal()
    }

    /// Leases jobs of a lane; those that are not wanted any more leave the queue.
    private func lease(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) async -> [LeasedJob] {
        let leases: [JobLease]
        do {
            leases = try await dependencies.queue.lease(count, from: lane)
            state.withLock { $0.planner.settle(lane, count) }
        } catch {
            reportQueueFailure(error, "lease jobs")
            state.withLock { state in
                state.planner.settle(lane, count)
                // The jobs that the planner took out are still in the queue.
                state.counting.failed(at: dependencies.clock.now(), pause: .milliseconds(200))
            }
            return []
        }
        return await withTaskGroup(of: LeasedJob?.self) { group in
            for lease in leases { group.addTask { await self.prepareJob(for: lease, poll: poll) } }
            var jobs: [LeasedJob] = []
            for await job in group { if let job { jobs.append(job) } }
            return jobs
        }
    }

    /// How many jobs wait in memory and not in the queue: single runs, and batches for a second look.
    func lanesInMemory(_ state: borrowing State) -> [JobLane: Int] {
        runs.lanes.merging(state.secondLooks.lanes) { $0 + $1 }
    }
}
