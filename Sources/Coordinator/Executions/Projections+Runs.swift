import Events
import Identity

extension Projections {
    /// Counts a single run in its tenant's quota, until `admission.endRun(of:)`.
    /// - Returns: how urgent it is: as `wanted`, unless its tenant may only ask for less.
    /// - Throws: `DomainError`: `exhausted`; `unavailable` while the log is read.
    func beginRun(
        of principal: Principal, wanted: LoggedPriority = .interactive
    ) throws(DomainError) -> UInt8 {
        guard isCaughtUp else { throw DomainError.starting }
        let quota = principal.may(.exceedQuotas) ? nil : quotas.get(principal.tenant)
        try admission.beginRun(of: principal.tenant, quota: quota)
        return max(wanted.urgency, quota?.priority.urgency ?? wanted.urgency)
    }
}
