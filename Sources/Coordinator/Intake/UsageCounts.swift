import Events

/// How many submissions are open, exactly: those that the log says are, and those on their way into it. A pure value.
struct UsageCounts: Sendable {
    /// What one tenant has.
    struct Tenant: Equatable, Sendable {
        /// Submissions that wait or are judged.
        var open = 0
        /// Single runs that wait or go on.
        var runs = 0
        /// What counts against its quota of things at once.
        var atOnce: Int { open + runs }
        /// Bytes of sources that are contents of their own, and of contents that it put.
        var storedBytes: UInt64 = 0
    }

    private var tenants: [String: Tenant] = [:]
    /// Submissions that are on their way into the log, and how many requests each came with.
    private var reserved: [SubmissionID: (tenant: String, bytes: UInt64, requests: Int)] = [:]
    /// Submissions that wait or are judged.
    private(set) var total = 0

    /// What a tenant has.
    subscript(tenant: String) -> Tenant { tenants[tenant] ?? Tenant() }

    /// Whether the submission is on its way into the log.
    func isReserved(_ id: SubmissionID) -> Bool { reserved[id] != nil }

    /// A submission is on its way into the log: counts it, once.
    mutating func reserve(_ id: SubmissionID, tenant: String, storedBytes: UInt64) {
        if reserved[id] == nil { change(tenant, by: 1, storedBytes) }
        reserved[id, default: (tenant, storedBytes, 0)].requests += 1
    }

    /// One of the requests that it came with has failed, or found it in the log: counts it no more when it was the last.
    /// - Returns: whether it was.
    mutating func release(_ id: SubmissionID) -> Bool {
        guard var found = reserved[id] else { return false }
        found.requests -= 1
        reserved[id] = found.requests > 0 ? found : nil
        guard found.requests == 0 else { return false }
        change(found.tenant, by: -1, 0 &- found.bytes)
        return true
    }

    /// A single run of the tenant begins, or ends.
    mutating func run(of tenant: String, by count: Int) { tenants[tenant, default: Tenant()].runs += count }

    /// A tenant has so many bytes of contents more.
    mutating func store(_ bytes: UInt64, of tenant: String) { change(tenant, by: 0, bytes) }

    /// A tenant has so many open submissions, and so many bytes of contents, more.
    mutating func restore(_ tenant: String, open: Int, storedBytes: UInt64) { change(tenant, by: open, storedBytes) }

    /// The log says something.
    mutating func apply(_ change: SubmissionChange) {
        switch change {
        case .opened(let id, let tenant, let bytes):
            guard reserved.removeValue(forKey: id) == nil else { return }
            self.change(tenant, by: 1, bytes)
        case .resumed(let tenant): self.change(tenant, by: 1, 0)
        case .ended(let tenant, let wasOpen, _): if wasOpen { self.change(tenant, by: -1, 0) }
        }
    }

    private mutating func change(_ tenant: String, by count: Int, _ bytes: UInt64) {
        total += count
        tenants[tenant, default: Tenant()].open += count
        tenants[tenant, default: Tenant()].storedBytes &+= bytes
    }
}
