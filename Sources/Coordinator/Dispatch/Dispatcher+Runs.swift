import Identity
import Storage
import Synchronization
import Units
import Wire

/// Single runs: in memory only, for whoever wants one waits for it.
extension Dispatcher {
    /// Has a worker take a run, when it is its tenant's turn.
    /// - Parameter urgency: of its lane, as a ``Storage/JobLane`` counts.
    /// - Returns: the worker's side of it, and what to call when nobody wants the run any more.
    /// - Throws: `DomainError`: `exhausted` if no worker takes it in time, or too many wait; `cancelled`.
    func meet(
        _ program: Verdict_V1_ExecuteRequest.Program, of principal: Principal, urgency: UInt8, traceparent: String
    ) async throws(DomainError) -> (side: RunMeeting.Side, end: @Sendable () -> Void) {
        let lane = JobLane(
            priority: urgency, tenant: principal.tenant, requirement: LaneRequirement.execute(program.language).text)
        let offer = RunBoard.Offer(
            id: "run-\(String(UInt64.random(in: 0 ... .max), radix: 36))", lane: lane, program: program,
            traceparent: traceparent, meeting: RunMeeting())
        try runs.offer(offer)
        state.withLock { $0.planner.add(lane) }
        signal()
        let timer = Task {
            // Cancelled: a worker has come.
            if (try? await pause(parts.options.runPatience)) != nil { offer.meeting.endUnlessMet() }
        }
        let side = await offer.meeting.side()
        timer.cancel()
        guard let side else {
            runs.withdraw(offer.id)
            guard !Task.isCancelled else { throw DomainError(.cancelled, "nobody wants the run any more") }
            throw DomainError(
                .exhausted, "no worker is free for \(program.language.cut(to: 64))", advice: "try again later",
                retryAfter: .seconds(1))
        }
        let start = parts.clock.now()
        return (
            side,
            {
                self.runs.withdraw(offer.id)
                offer.meeting.end()
                // For so long it kept a place of the worker's, whatever the worker says.
                let work = self.parts.clock.now() - start - DispatchPlanner.buildWork
                self.state.withLock { $0.planner.charge(lane, work: work.inSeconds) }
            }
        )
    }

    /// A worker comes with a run that it was given; returns when nobody wants it any more.
    /// - Throws: `DomainError`: `wrongState`; `forbidden`; `notFound` if nobody wants the run any more.
    func attach(_ lease: String, of principal: Principal, _ side: RunMeeting.Side) async throws(DomainError) {
        let spoken = try spoken(lease, principal)
        guard spoken.ticket.token.text.isEmpty else {
            throw DomainError(.invalid, "the lease is none of a single run")
        }
        defer { leases.end(lease) }
        guard let meeting = runs.meeting(spoken.ticket.job), await meeting.attach(side) else {
            throw DomainError(.notFound, "nobody wants the run any more")
        }
    }
}
