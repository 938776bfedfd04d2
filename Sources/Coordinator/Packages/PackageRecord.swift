public import Events
import Identity
import Storage
import Units

/// What somebody is told of a package.
public struct PackageSummary: Hashable, Sendable {
    /// How finding its time limit stands.
    public enum Measuring: Hashable, Sendable {
        /// It has a time limit.
        case ended
        /// It waits for a worker, or one is at it.
        case wanted
        /// It was cancelled, or none can be found: the package takes no submissions.
        case stopped(reason: String)
    }

    /// The package, under the name that it has for who asks.
    public var package: LoggedPackage
    /// Whose it is, as far as who asks may know.
    public var tenants: [String]
    /// How finding its time limit stands.
    public var measuring = Measuring.ended

    /// Why nobody looks for its time limit; nil if somebody does, or it has one.
    var stopReason: String? {
        if case .stopped(let reason) = measuring { reason } else { nil }
    }
}

/// A package that is known. A pure value.
struct PackageRecord: Sendable {
    /// A tenant that brought it.
    struct Owner: Sendable {
        var tenant: String
        /// What it calls the package.
        var name: String
        /// Why it does not want the time limit found any more; nil: it does.
        var stop: String?
    }

    /// With the time limit that was measured.
    var package: LoggedPackage
    /// What its files are.
    var tree: LoggedBlobRef
    /// Whose it is, in the order in which they brought it. A log of an old version may name nobody: then it is the admins'.
    var owners: [Owner] = []
    /// Why nobody is to find the time limit; nil: it is up to the owners.
    var stop: String?

    /// A package that is nobody's yet.
    init(package: LoggedPackage, tree: LoggedBlobRef) {
        self.package = package
        self.tree = tree
    }

    /// The tenants that brought it.
    var tenants: Set<String> { Set(owners.map(\.tenant)) }

    /// Whether the tenant brought it.
    func isOwned(by tenant: String) -> Bool { owners.contains { $0.tenant == tenant } }

    /// The job that finds its time limit, in the name of the first owner that wants it, after all else that this one has;
    /// nil if it has one, or nobody wants it. Any worker may do it that dispatch lets.
    var measuringJob: Job? {
        guard !package.hasTimeLimit, stop == nil, let id = ContentHash(bytes: package.id) else { return nil }
        let wanting = owners.first { $0.stop == nil }
        guard wanting != nil || owners.isEmpty else { return nil }
        let lane = JobLane(
            priority: LoggedPriority.rejudge.urgency, tenant: wanting?.tenant ?? "", requirement: "")
        return Job(id: "\(JobName.measure(id))", lane: lane, payload: [])
    }

    /// What `principal` is told of it; nil if it may know nothing.
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
