/// Something that somebody may do, or may not.
public enum Permission: Hashable, Sendable, CaseIterable {
    /// Take jobs, and bring what came of them.
    case doJobs
    /// Learn whether a content is there.
    case knowContents
    /// Send contents.
    case putContents
    /// Get contents, most of which are test data.
    case readContents
    /// Bring packages.
    case addPackages
    /// See packages.
    case readPackages
    /// Stop finding the time limits of packages.
    case stopMeasuring
    /// Hand in submissions.
    case submit
    /// See submissions: verdicts, times and memory, and everything about samples.
    case readSubmissions
    /// See what was found on secret test cases of a package.
    case readFindings
    /// Cancel submissions, and judge them again.
    case changeSubmissions
    /// Run programs without a problem around them.
    case run
    /// Look at queues, workers and dead letters.
    case watchFleet
    /// Drain workers, try dead letters again and drop them.
    case operateFleet
    /// Change what tenants may use.
    case setQuotas
    /// Use more than the tenant's quota.
    case exceedQuotas
    /// Copy the store.
    case backUp
    /// Move old entries of the log into its archive.
    case archiveLog
    /// See who did what, and have it signed.
    case readAudit

    /// Whose things somebody may do something to.
    public enum Reach: Hashable, Sendable {
        /// Nobody's.
        case nothing
        /// Those of its own tenant.
        case own
        /// Everybody's.
        case all
    }

    /// What each role may: the one table.
    public var reach: (worker: Reach, client: Reach, admin: Reach) {
        switch self {
        case .doJobs: (.all, .nothing, .nothing)
        case .knowContents: (.all, .own, .all)
        case .putContents: (.all, .own, .all)
        case .readContents: (.all, .nothing, .all)
        case .addPackages: (.nothing, .own, .all)
        case .readPackages: (.nothing, .own, .all)
        case .stopMeasuring: (.nothing, .own, .all)
        case .submit: (.nothing, .own, .all)
        case .readSubmissions: (.nothing, .own, .all)
        case .readFindings: (.nothing, .own, .all)
        case .changeSubmissions: (.nothing, .own, .all)
        case .run: (.nothing, .own, .all)
        case .watchFleet: (.nothing, .nothing, .all)
        case .operateFleet: (.nothing, .nothing, .all)
        case .setQuotas: (.nothing, .nothing, .all)
        case .exceedQuotas: (.all, .nothing, .all)
        case .backUp: (.nothing, .nothing, .all)
        case .archiveLog: (.nothing, .nothing, .all)
        case .readAudit: (.nothing, .nothing, .all)
        }
    }
}

extension Role {
    /// Whose things one of this role may do that to.
    public func reach(_ permission: Permission) -> Permission.Reach {
        let row = permission.reach
        return switch self {
        case .worker: row.worker
        case .client: row.client
        case .admin: row.admin
        }
    }
}

extension Principal {
    /// Whether it may do that at all: to its own tenant's things, if not to others'.
    public func may(_ permission: Permission) -> Bool { role.reach(permission) != .nothing }

    /// Whose things it may do that to.
    public func reach(_ permission: Permission) -> Permission.Reach { role.reach(permission) }

    /// Whether it may do that to a thing that is that tenant's.
    public func may(_ permission: Permission, of owner: String) -> Bool { may(permission, of: [owner]) }

    /// Whether it may do that to a thing that is each of those tenants'.
    public func may(_ permission: Permission, of owners: Set<String>) -> Bool {
        switch role.reach(permission) {
        case .nothing: false
        case .own: owners.contains(tenant)
        case .all: true
        }
    }

    /// The only tenant to whose things it may do that; nil: to everybody's.
    public func onlyTenant(_ permission: Permission) -> String? { reach(permission) == .all ? nil : tenant }
}
