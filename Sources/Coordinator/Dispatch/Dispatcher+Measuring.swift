import Events
import Logging
public import Storage
import Synchronization
import Units

/// Time limits that packages do not give: found by workers, one at a time each, after all else that a tenant wants.
extension Dispatcher {
    /// A worker found a package's time limit.
    /// - Returns: whether it was known.
    func record(
        _ result: LoggedMeasureResult, _ package: ContentHash, _ spoken: Spoken
    ) async throws -> Bool {
        chargeMeasuring(spoken)
        let caps = parts.options.caps
        let found = caps.testing(cpuTime: .nanoseconds(Int64(clamping: result.cpuTimeNs)))
        let excesses = caps.excesses(in: found)
        guard excesses.isEmpty else {
            try await giveUpMeasuring(
                package, "the time limit found is beyond the caps: \(excesses.joined(separator: "; "))", spoken)
            return false
        }
        let worker = spoken.ticket.worker
        let wasKnown = try await parts.packages.completeLimits(of: package) != nil
        if !wasKnown {
            let calibration = state.withLock { $0.planner.workers[worker]?.calibration } ?? .zero
            try await parts.packages.recordMeasured(result, of: package, by: worker, calibration: calibration)
        }
        try await goOn(package)
        try await parts.queue.complete(spoken.ticket.token)
        return wasKnown
    }

    /// No time limit can be found: those who submitted are told, and nobody tries any more.
    func giveUpMeasuring(_ package: ContentHash, _ reason: String, _ spoken: Spoken) async throws {
        chargeMeasuring(spoken)
        guard try await parts.packages.wantsMeasuring(package) else {
            return try await parts.queue.complete(spoken.ticket.token)
        }
        try await parts.packages.giveUpMeasuring(package, reason: reason)
        for id in try await parts.openSubmissions(package) {
            var before: SubmissionState?
            let change = try await parts.submissions.change(id) { state in
                before = state
                return state.recordFailure(
                    "no time limit could be found for the package: \(reason)".cut(to: ResultCheck.message))
            }
            if let change, let before { try await followUp(change.state, change.events, before: before) }
        }
        try await parts.queue.complete(spoken.ticket.token)
    }

    /// Nobody wants a package's time limit any more: the worker that looks for it is told so.
    public func noteMeasuringStopped(_ package: ContentHash) {
        leases.unwant(.measure(package))
    }

    /// What a worker was kept busy for counts as the tenant's whose package it is, by this clock.
    private func chargeMeasuring(_ spoken: Spoken) {
        guard let held = leases[spoken.text] else { return }
        let work = min(parts.clock.now() - held.begun, parts.options.measuringBudget * 2)
        state.withLock { $0.planner.charge(held.lane, work: work.inSeconds) }
    }
}
