import Events
public import Identity
import Logging
import Storage
import Synchronization
import Units
public import Wire

extension Dispatcher {
    /// Jobs for a worker: as soon as there are any, at the latest after `wait`, then perhaps none.
    /// - Parameters:
    ///   - name: what the worker calls itself; nil: it is the only one of its principal.
    /// - Throws: `DomainError`: `wrongState` if the worker has not registered, which it should do then.
    public func lease(
        _ count: Int, for name: String?, of principal: Principal, waiting wait: Duration
    ) async throws(DomainError) -> [Verdict_V1_Job] {
        let options = dependencies.options
        let worker = try callingWorker(principal, named: name)
        let count = min(count, options.mostJobs)
        guard count > 0 else { return [] }
        let deadline = dependencies.clock.now() + min(max(wait, .zero), options.longestWait)
        let id = state.withLock { $0.polls.nextID() }
        let timer = Task {
            // Cancelled: it was answered before.
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
        // Nobody is there any more to take them.
        let leases = jobs.map(\.lease)
        let returning = Task {
            try await giveBack(leases, for: principal, reason: "the worker's call was cancelled")
        }
        _ = await returning.result
        throw DomainError(.cancelled, "the call for jobs was cancelled")
    }

    private func add(_ poll: LeasePolls.Poll) {
        let isClosed = state.withLock { state in
            // One that does not wait is to know of all that there is.
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

    /// Serves all that wait, with what waits for them.
    func serve(_ group: inout DiscardingTaskGroup) async {
        guard !state.withLock({ $0.polls.isIdle }) else { return }
        let begin = dependencies.clock.now()
        let isCounted = await recount(&group)
        let (plans, over) = state.withLock { state in
            let planned = plan(&state)
            if isCounted { state.counting.counted(from: begin, to: dependencies.clock.now()) }
            return planned
        }
        for poll in over { poll.continuation.resume(returning: []) }
        for plan in plans { group.addTask { await self.fill(plan) } }
    }

    /// What a waiting call is to get.
    private struct Plan: Sendable {
        var poll: LeasePolls.Poll
        var lanes: [JobLane: Int] = [:]
    }

    /// GaugeValues what waits, if that has changed and it is time to.
    /// - Returns: whether it did.
    private func recount(_ group: inout DiscardingTaskGroup) async -> Bool {
        let begin = dependencies.clock.now()
        switch state.withLock({ $0.counting.begin(at: begin) }) {
        case .upToDate: return false
        case .later(let next):
            group.addTask {
                // Cancelled: nobody waits any more.
                guard (try? await self.dependencies.clock.sleep(next)) != nil else { return }
                self.signal()
            }
            return false
        case .count: break
        }
        do {
            let waiting = try await dependencies.queue.waiting()
            state.withLock { state in
                // Looked at where nobody can offer one more in between without it being added.
                state.planner.update(waiting: waiting.merging(lanesInMemory(state)) { $0 + $1 })
            }
            return true
        } catch {
            reportOfQueue(error, "count the waiting jobs")
            state.withLock { $0.counting.failed(at: begin, pause: .milliseconds(500)) }
            if !error.isFinal { signal() }
            return false
        }
    }

    private func plan(_ state: inout State) -> (plans: [Plan], over: [LeasePolls.Poll]) {
        let now = dependencies.clock.now()
        let waiting = state.polls.waiting
        var plans: [UInt64: Plan] = [:]
        let measuring = leases.measuringWorkers
        let asking = waiting.map { poll in
            var asking = DispatchPlanner.Request(id: poll.id, worker: poll.worker, count: poll.count)
            asking.measures = !measuring.contains(poll.worker)
            asking.hasDoubts = state.secondLooks.hasDoubtful(from: poll.worker)
            return asking
        }
        let planned = state.planner.plan(asking, at: now)
        var over: [LeasePolls.Poll] = []
        for poll in waiting {
            if let lanes = planned[poll.id] { plans[poll.id] = Plan(poll: poll, lanes: lanes) }
            if plans[poll.id] == nil, poll.isOver || poll.deadline <= now, let poll = state.polls.remove(poll.id) {
                over.append(poll)
            }
        }
        state.polls.serve(Set(plans.keys))
        return (Array(plans.values), over)
    }

    private func job(of run: RunRegistry.Run, for poll: LeasePolls.Poll, _ state: inout State) -> Verdict_V1_Job {
        var job = Verdict_V1_Job()
        job.id = run.id
        job.delivery = 1
        job.traceparent = run.traceparent
        job.run = run.program
        job.lease = dependencies.tickets.encode(
            LeaseTicket(
                job: run.id, worker: poll.worker, principal: poll.principal, token: .init(""), delivery: 1))
        leases.grant(
            job.lease, HeldLeases.Lease(worker: poll.worker, name: nil, lane: run.lane, since: dependencies.clock.now())
        )
        state.planner.charge(run.lane, work: DispatchPlanner.buildWork.inSeconds)
        return job
    }

    /// Single runs of a lane, for a worker: none if nobody wants them any more.
    private func runs(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) -> [Verdict_V1_Job] {
        let offers = runs.take(count, from: lane)
        return state.withLock { state in
            state.planner.settle(lane, count)
            return offers.map { job(of: $0, for: poll, &state) }
        }
    }

    /// Leases what was promised to a waiting call, and answers it.
    private func fill(_ plan: Plan) async {
        var jobs: [Verdict_V1_Job] = []
        await withTaskGroup(of: [Verdict_V1_Job].self) { group in
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
            // All of it was not wanted any more, or somebody else was faster: it waits on.
            state.polls.wait(plan.poll.id)
            state.counting.invalidate()
            return nil
        }
        poll?.continuation.resume(returning: jobs)
        signal()
    }

    /// Leases jobs of a lane; those that nobody wants are seen to and left out.
    private func lease(_ count: Int, from lane: JobLane, for poll: LeasePolls.Poll) async -> [Verdict_V1_Job] {
        let leases: [JobLease]
        do {
            leases = try await dependencies.queue.lease(count, from: lane)
            state.withLock { $0.planner.settle(lane, count) }
        } catch {
            reportOfQueue(error, "lease jobs")
            state.withLock { state in
                state.planner.settle(lane, count)
                // What was taken from the table is still there.
                state.counting.failed(at: dependencies.clock.now(), pause: .milliseconds(200))
            }
            return []
        }
        return await withTaskGroup(of: Verdict_V1_Job?.self) { group in
            for lease in leases { group.addTask { await self.prepareJob(for: lease, poll: poll) } }
            var jobs: [Verdict_V1_Job] = []
            for await job in group { if let job { jobs.append(job) } }
            return jobs
        }
    }

    /// What waits here and not in the queue: single runs, and batches for a second look.
    func lanesInMemory(_ state: borrowing State) -> [JobLane: Int] {
        runs.lanes.merging(state.secondLooks.lanes) { $0 + $1 }
    }
}
