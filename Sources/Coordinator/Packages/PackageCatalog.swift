public import Events
public import Identity
public import Storage

/// What the services for clients need to know of packages.
public protocol PackageCatalog: Sendable {
    /// What is known of a package, whoever asks; nil if nothing is. The CPU time limit is 0 until it was measured.
    func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage?

    /// What `principal` may know of a package; nil if that is nothing, or there is none.
    func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary?

    /// The tenants that have brought a package; none if nobody has.
    func owners(of id: ContentHash) async throws(StorageError) -> Set<String>

    /// Makes a package known, whose tree and files were put before. The same again answers the same, and has its time limit
    /// found if that was stopped.
    /// - Throws: `DomainError`.
    func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary

    /// At most `limit` packages that `principal` sees, in the order in which they became known; 0: 100, never more than 1000.
    /// - Parameter page: where an answer before ended; empty: from the first.
    /// - Returns: the packages, and what to ask for the next ones with; nil: there are none.
    /// - Throws: ``StorageError``: `badRequest` for a page that none of these answers named.
    func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?)

    /// The job that finds a package's time limit; nil if it has one, or nobody wants that.
    func measuringJob(of id: ContentHash) async throws(StorageError) -> Job?

    /// The jobs that find all time limits that are to be found.
    func measuringJobs() async throws(StorageError) -> [Job]

    /// A tenant does not want a package's time limit to be found any more; nil: nobody is to find it.
    func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError)
}

extension Packages: PackageCatalog {}

extension PackageCatalog {
    /// What `principal` is told of submissions to a package.
    func resultVisibility(of package: [UInt8], for principal: Principal) async throws(StorageError) -> ResultVisibility
    {
        guard let id = ContentHash(bytes: package) else {
            return ResultVisibility(principal, owners: [], testNames: [])
        }
        return ResultVisibility(principal, owners: try await owners(of: id), testNames: try await find(id)?.tests ?? [])
    }
}
