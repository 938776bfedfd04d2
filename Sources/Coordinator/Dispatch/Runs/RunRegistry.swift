import Storage
import Synchronization

/// The single runs: those that wait for a worker, each in its tenant's lane, and those that have one.
final class RunRegistry: Sendable {
    /// A run that a client waits for.
    struct Run: Sendable {
        /// The job's id: `run-` and a number.
        var id: String
        /// The lane in which it waits.
        var lane: JobLane
        /// What the worker is to do.
        var work: LeasedJob.Work
        /// The W3C trace context of whoever wants it; may be empty.
        var traceparent: String
        /// When it was queued, in nanoseconds since 1970 (UTC).
        var queuedAt: Int64
        /// Connects the worker's call with the client's.
        var rendezvous: RunRendezvous
    }

    private struct State: Sendable {
        /// The waiting runs by lane, oldest first.
        var queued: [JobLane: [Run]] = [:]
        var waiting = 0
        /// All runs, also those that a worker has.
        var runs: [String: (rendezvous: RunRendezvous, lane: JobLane)] = [:]
        /// How many runs each tenant has.
        var ofTenant: [String: Int] = [:]
    }

    private let most: Int
    private let mostOfTenant: Int
    private let state = Mutex(State())

    /// At most `most` runs wait at once, and no tenant has more than `mostOfTenant`, waiting or running.
    init(most: Int, ofTenant mostOfTenant: Int) {
        self.most = most
        self.mostOfTenant = mostOfTenant
    }

    /// How many wait for a worker.
    var waiting: Int { state.withLock { $0.waiting } }

    /// How many wait in each lane.
    var lanes: [JobLane: Int] { state.withLock { $0.queued.mapValues(\.count) } }

    /// Adds a run, which workers can take from now on.
    /// - Throws: `DomainError` (`exhausted`) if too many wait, or the tenant has too many.
    func enqueue(_ run: Run) throws(DomainError) {
        let tenant = run.lane.tenant
        let refusal: String? = state.withLock { state in
            guard state.ofTenant[tenant, default: 0] < mostOfTenant else {
                return "\(tenant) has \(mostOfTenant) runs at once, which is the limit"
            }
            guard state.waiting < most else { return "\(most) runs wait for a worker, which is the limit" }
            state.queued[run.lane, default: []].append(run)
            state.waiting += 1
            state.runs[run.id] = (run.rendezvous, run.lane)
            state.ofTenant[tenant, default: 0] += 1
            return nil
        }
        if let refusal {
            throw DomainError(.exhausted, "\(refusal)", advice: "try again later", retryAfter: .seconds(1))
        }
    }

    /// Takes at most `count` waiting runs of a lane, oldest first.
    func take(_ count: Int, from lane: JobLane) -> [Run] {
        state.withLock { state in
            guard var queued = state.queued[lane] else { return [] }
            let taken = Array(queued.prefix(count))
            queued.removeFirst(taken.count)
            state.queued[lane] = queued.isEmpty ? nil : queued
            state.waiting -= taken.count
            return taken
        }
    }

    /// The rendezvous of a run; nil if the run is over.
    func rendezvous(_ id: String) -> RunRendezvous? { state.withLock { $0.runs[id]?.rendezvous } }

    /// Removes a run that is over.
    func remove(_ id: String) {
        state.withLock { state in
            guard let lane = state.runs.removeValue(forKey: id)?.lane else { return }
            let others = state.ofTenant[lane.tenant, default: 1] - 1
            state.ofTenant[lane.tenant] = others > 0 ? others : nil
            guard var queued = state.queued[lane], let index = queued.firstIndex(where: { $0.id == id }) else { return }
            queued.remove(at: index)
            state.queued[lane] = queued.isEmpty ? nil : queued
            state.waiting -= 1
        }
    }
}
