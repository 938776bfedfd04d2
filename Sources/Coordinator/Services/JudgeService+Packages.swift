import Storage
public import Wire

/// Problems.
extension JudgeService {
    /// Makes a package known, and has its time limit found if it has none.
    /// - Throws: `WireError`.
    public func addPackage(
        _ request: Verdict_V1_AddPackageRequest, as principal: Principal
    ) async throws -> Verdict_V1_AddPackageResponse {
        let package = try await packages.add(tree: request.tree, name: request.name, for: principal)
        if let measuring = package.measuring {
            try await WireError.mapping { () async throws(StorageError) in try await jobs.add([measuring]) }
        }
        var response = Verdict_V1_AddPackageResponse()
        response.package = package
        return response
    }

    /// The packages that are known.
    /// - Throws: ``WireError``: `invalidArgument` for a page that no answer ended with; what the store's failures mean.
    public func listPackages(
        _ request: Verdict_V1_ListPackagesRequest
    ) async throws(WireError) -> Verdict_V1_ListPackagesResponse {
        do {
            return try await packages.list(limit: Int(request.limit), page: request.page)
        } catch {
            throw error.code == .badRequest ? Self.unknownPage(request.page) : WireError(error)
        }
    }
}
