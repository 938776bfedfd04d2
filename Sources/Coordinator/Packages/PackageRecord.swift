public import Events
import Identity
import Storage
import Units

/// What a principal may know of a package.
public struct PackageSummary: Hashable, Sendable {
    /// Whether its time limit is measured.
    public enum Measuring: Hashable, Sendable {
        /// It has a time limit.
        case ended
        /// It waits for a worker, or a worker measures it.
        case wanted
        /// It was stopped, or failed: the package takes no submissions.
        case stopped(reason: String)
    }

    /// The package, with the name that the principal's tenant gave it.
    public var package: LoggedPackage
    /// Its owners, as far as the principal may know.
    public var tenants: [String]
    /// Whether its time limit is measured.
    public var measuring = Measuring.ended

    /// A summary from its parts.
    package init(package: LoggedPackage, tenants: [String], measuring: Measuring = .ended) {
        (self.package, self.tenants, self.measuring) = (package, tenants, measuring)
    }

    /// Why measuring was stopped; nil if it was not, or there is a time limit.
    var stopReason: String? {
        if case .stopped(let reason) = measuring { reason } else { nil }
    }
}

/// A package that is known. A pure value.
struct PackageRecord: Sendable {
    /// A tenant that added it.
    struct Owner: Sendable {
        var tenant: String
        /// What it calls the package.
        var name: String
        /// Why it stopped measuring; nil if it did not.
        var stop: String?
    }

    /// The package, with the time limit if one was measured.
    var package: LoggedPackage
    /// What its files are.
    var tree: LoggedBlobRef
    /// Its owners, in the order in which they added it. The log of an old version may name none: then only admins see it.
    var owners: [Owner] = []
    /// Why measuring was stopped for all; nil: the owners decide.
    var stop: String?

    /// A package without owners.
    init(package: LoggedPackage, tree: LoggedBlobRef) {
        self.package = package
        self.tree = tree
    }

    /// The tenants that added it.
    var tenants: Set<String> { Set(owners.map(\.tenant)) }

    /// Whether the tenant added it.
    func isOwned(by tenant: String) -> Bool { owners.contains { $0.tenant == tenant } }

    /// The job that measures its time limit, charged to the first owner that wants it, with the lowest priority; nil if
    /// there is a time limit, or measuring was stopped.
    var measuringJob: Job? {
        guard !package.hasTimeLimit, stop == nil, let id = ContentHash(bytes: package.id) else { return nil }
        let wanting = owners.first { $0.stop == nil }
        guard wanting != nil || owners.isEmpty else { return nil }
        let lane = JobLane(
            priority: LoggedPriority.rejudge.urgency, tenant: wanting?.tenant ?? "", requirement: "")
        return Job(id: "\(JobName.measure(id))", lane: lane, payload: [])
    }

    /// What `principal` may know of it; nil if that is nothing.
    func summary(for principal: Principal) -> PackageSummary? {
        guard principal.may(.readPackages, of: tenants) else { return nil }
        let own = owners.first { $0.tenant == principal.onlyTenant(.readPackages) }
        var summary = PackageSummary(package: package, tenants: own.map { [$0.tenant] } ?? owners.map(\.tenant))
        summary.package.name = own?.name ?? package.name
        guard !package.hasTimeLimit else { return summary }
        let reason = own.map { $0.stop ?? stop } ?? (measuringJob == nil ? stop ?? owners.first?.stop : nil)
        summary.measuring = reason.map { .stopped(reason: $0) } ?? .wanted
        return summary
    }
}

extension LoggedPackage {
    /// Whether its time limit is known: fixed, or measured.
    var hasTimeLimit: Bool { limits.cpuTimeNs > 0 }
}

extension LoggedTestLimits {
    /// What a test case with these limits may use; what is not said, or not known yet, is as `others` has it.
    func limits(else others: ProgramLimits) -> ProgramLimits {
        var limits = cpuTimeNs > 0 ? others.testing(cpuTime: .nanoseconds(Int64(clamping: cpuTimeNs))) : others
        if memoryBytes > 0 { limits.memory = ByteCount(Int64(clamping: memoryBytes)) }
        if outputBytes > 0 { limits.output = ByteCount(Int64(clamping: outputBytes)) }
        return limits
    }
}
