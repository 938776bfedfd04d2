import Identity
import Synchronization

/// A lease that a caller names, once it is known to be the caller's.
struct LeaseClaim: Sendable {
    /// The lease's string, as the caller sent it.
    var lease: String
    /// What the string says.
    var ticket: LeaseTicket
    /// The job; nil for a single run.
    var name: JobName?
}

extension Dispatcher {
    /// Checks that `lease` was given to `principal`, and notes that its worker is alive.
    /// - Throws: `DomainError`: `wrongState` if this coordinator's keys did not sign the lease; `forbidden` if it is
    ///   another caller's.
    func verify(_ lease: String, of principal: Principal) throws(DomainError) -> LeaseClaim {
        guard let ticket = dependencies.tickets.decode(lease) else {
            throw DomainError(.wrongState, "the lease is not known", advice: "forget it, and ask for new jobs")
        }
        guard ticket.principal == principal.name else {
            throw DomainError(.forbidden, "the lease belongs to another worker")
        }
        state.withLock { $0.planner.workers.touch(ticket.worker, at: dependencies.clock.now()) }
        return LeaseClaim(lease: lease, ticket: ticket, name: JobName(ticket.job))
    }
}
