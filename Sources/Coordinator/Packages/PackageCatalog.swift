public import Events
public import Identity
public import Storage

/// What the services for clients need to know of packages.
public protocol PackageCatalog: Sendable {
    /// What is known of a package, whoever asks; nil if nothing is. The CPU time limit is 0 until it was measured.
    func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage?

    /// What `principal` may know of a package; nil if that is nothing, or there is none.
    func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary?

    /// The tenants that have added a package; none if there is no such package.
    func owners(of id: ContentHash) async throws(StorageError) -> Set<String>

    /// Adds a package whose tree and files were uploaded before. Adding it again changes nothing, except that measuring its
    /// time limit starts again if it was stopped.
    /// - Throws: `DomainError`.
    func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary

    /// At most `limit` packages that `principal` sees, in the order in which they became known; 0: 100, never more than 1000.
    /// - Parameter page: where an answer before ended; empty: from the first.
    /// - Returns: the packages, and what to ask for the next ones with; nil: there are none.
    /// - Throws: ``StorageError``: `badRequest` for a page that none of these answers named.
    func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?)

    /// The job that measures a package's time limit; nil if there is one, or measuring was stopped.
    func measuringJob(of id: ContentHash) async throws(StorageError) -> Job?

    /// The jobs that measure all packages that need it.
    func measuringJobs() async throws(StorageError) -> [Job]

    /// Stops measuring a package for a tenant; nil: for all.
    func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError)
}

extension Packages: PackageCatalog {}

extension PackageCatalog {
    /// Which parts of results of submissions to a package `principal` may see.
    func resultVisibility(of package: [UInt8], for principal: Principal) async throws(StorageError) -> ResultVisibility
    {
        guard let id = ContentHash(bytes: package) else {
            return ResultVisibility(principal, owners: [], testNames: [])
        }
        return ResultVisibility(principal, owners: try await owners(of: id), testNames: try await find(id)?.tests ?? [])
    }
}
