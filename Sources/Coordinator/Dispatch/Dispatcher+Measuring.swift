import Events
import Logging
public import Storage
import Synchronization
import Units

/// Measuring the time limits that packages do not give. A worker measures one package at a time, and a tenant's other jobs
/// come first.
extension Dispatcher {
    /// Records the time limit of a package that a worker measured.
    /// - Returns: whether it was known.
    func record(
        _ result: LoggedMeasureResult, _ package: ContentHash, _ claim: LeaseClaim
    ) async throws -> Bool {
        chargeMeasuring(claim)
        let caps = dependencies.options.caps
        let found = caps.testing(cpuTime: .nanoseconds(Int64(clamping: result.cpuTimeNs)))
        let excesses = caps.excesses(in: found)
        guard excesses.isEmpty else {
            try await giveUpMeasuring(
                package, "the measured time limit is above the caps: \(excesses.joined(separator: "; "))", claim)
            return false
        }
        let worker = claim.ticket.worker
        let wasKnown = try await dependencies.packages.completeLimits(of: package) != nil
        if !wasKnown {
            let calibration = state.withLock { $0.planner.workers[worker]?.calibration } ?? .zero
            try await dependencies.packages.recordMeasured(result, of: package, by: worker, calibration: calibration)
        }
        try await resumeSubmissions(of: package)
        try await dependencies.queue.complete(claim.ticket.token)
        return wasKnown
    }

    /// The time limit cannot be measured: open submissions get the judge's error, and measuring stops.
    func giveUpMeasuring(_ package: ContentHash, _ reason: String, _ claim: LeaseClaim) async throws {
        chargeMeasuring(claim)
        guard try await dependencies.packages.wantsMeasuring(package) else {
            return try await dependencies.queue.complete(claim.ticket.token)
        }
        try await dependencies.packages.giveUpMeasuring(package, reason: reason)
        for id in try await dependencies.openSubmissions(package) {
            var before: SubmissionState?
            let change = try await dependencies.submissions.change(id) { state in
                before = state
                return state.recordFailure(
                    "the package's time limit could not be measured: \(reason)".truncated(to: ResultValidation.message))
            }
            if let change, let before { try await followUp(change.state, change.events, before: before) }
        }
        try await dependencies.queue.complete(claim.ticket.token)
    }

    /// Marks the measuring of a package as unwanted: its worker is told to stop.
    public func cancelMeasuring(of package: ContentHash) {
        leases.markUnwanted(.measure(package))
    }

    /// Charges the time that a worker was busy to the package's tenant. The worker's own word does not count.
    private func chargeMeasuring(_ claim: LeaseClaim) {
        guard let held = leases[claim.lease] else { return }
        let work = min(dependencies.clock.now() - held.begun, dependencies.options.measuringBudget * 2)
        state.withLock { $0.planner.charge(held.lane, work: work.inSeconds) }
    }
}
