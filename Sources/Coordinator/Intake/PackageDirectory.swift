public import Storage
public import Wire

/// What the services for clients need to know of packages.
public protocol PackageDirectory: Sendable {
    /// What is known of a package; nil if nothing is. The CPU time limit is 0 until it was measured.
    func find(_ id: ContentHash) async throws(StorageError) -> Verdict_V1_Package?

    /// Makes a package known, whose tree and files were put before. The same again answers the same.
    /// - Throws: `WireError`.
    func add(tree: Verdict_V1_BlobRef, name: String, for principal: Principal) async throws -> Verdict_V1_Package

    /// At most `limit` packages in the order in which they became known; 0: 100, never more than 1000.
    /// - Parameter page: where an answer before ended; empty: from the first.
    /// - Throws: ``StorageError``: `badRequest` for a page that none of these answers named.
    func list(limit: Int, page: String) async throws(StorageError) -> Verdict_V1_ListPackagesResponse
}

extension Verdict_V1_Package {
    /// Whether its time limit is known: fixed, or measured.
    var hasTimeLimit: Bool { limits.cpuTimeNs > 0 }

    /// The job that finds its time limit; nil if it has one, or its id is none. Any worker may do it that dispatch lets.
    var measuring: Job? {
        guard !hasTimeLimit, let id = ContentHash(bytes: id) else { return nil }
        let lane = JobLane(priority: Verdict_V1_Priority.contest.urgency, tenant: "", requirement: "")
        return Job(id: "\(JobName.measure(id))", lane: lane, payload: [])
    }
}

extension Packages: PackageDirectory {}
