import Events
import FoundationEssentials
public import Identity
import Storage
import SwiftProtobuf
public import Wire

/// Problems.
extension JudgeService {
    /// Makes a package known, and has its time limit found if it has none.
    /// - Throws: `DomainError`.
    public func addPackage(
        _ request: Verdict_V1_AddPackageRequest, as principal: Principal
    ) async throws -> Verdict_V1_AddPackageResponse {
        let package = try await packages.add(
            tree: LoggedBlobRef(request.tree), name: request.name, for: principal)
        try await DomainError.mapping { () async throws(StorageError) in
            if let id = ContentHash(bytes: package.package.id), let measuring = try await packages.measuringJob(of: id)
            {
                try await jobs.add([measuring])
            }
        }
        var response = Verdict_V1_AddPackageResponse()
        response.package = Verdict_V1_Package(package)
        return response
    }

    /// Stops finding a package's time limit, for the caller's tenant: its submissions that wait for that get the judge's
    /// error. If the package is another tenant's, too, it goes on in the name of that one.
    /// - Throws: ``DomainError``: `notFound`; `wrongState` if it has its time limit; `invalid` for a reason that
    ///   is too long; what the store's failures mean.
    public func cancelMeasuring(
        _ request: Verdict_V1_CancelMeasuringRequest, as principal: Principal
    ) async throws(DomainError) -> Verdict_V1_CancelMeasuringResponse {
        guard request.reason.utf8.count <= 1024 else {
            throw DomainError(
                .invalid, "the reason has \(request.reason.utf8.count) bytes", advice: "give at most 1024")
        }
        try requireCaughtUp()
        let tenant = principal.onlyTenant(.stopMeasuring)
        guard let id = ContentHash(bytes: request.package) else {
            throw DomainError(.invalid, "a package's id has 32 bytes, not \(request.package.count)")
        }
        let reason = "\(principal.name) stopped it" + (request.reason.isEmpty ? "" : ": \(request.reason)")
        let found = try await DomainError.mapping { () async throws(StorageError) in
            try await packages.find(id, for: principal)
        }
        guard let package = found else { throw DomainError.unknownPackage("\(id)") }
        guard !package.package.hasTimeLimit else {
            throw DomainError(.wrongState, "the package \(id) already has a time limit; there is nothing to stop")
        }
        try await DomainError.mapping { () async throws(StorageError) in
            try await packages.stopMeasuring(id, for: tenant, reason: reason)
            if let others = try await packages.measuringJob(of: id) {
                try await jobs.add([others])
            } else {
                onMeasuringStopped(id)
            }
        }
        let waiting = projections.submissions.find(
            SubmissionFilter(tenant: tenant, package: id.bytes, phase: .open))
        for submission in projections.submissions.summaries(of: waiting) {
            _ = try await DomainError.mapping { () async throws(StorageError) in
                try await submissions.change(submission.id) {
                    $0.recordFailure("the package has no time limit, and measuring it was stopped: \(reason)")
                }
            }
            onCancel(submission.id)
        }
        return Verdict_V1_CancelMeasuringResponse()
    }

    /// The packages that are known, as far as they are the caller's.
    /// - Throws: ``DomainError``: `invalid` for a page that no answer ended with; what the store's failures mean.
    public func listPackages(
        _ request: Verdict_V1_ListPackagesRequest, as principal: Principal
    ) async throws(DomainError) -> Verdict_V1_ListPackagesResponse {
        do {
            let (found, next) = try await packages.list(
                for: principal, limit: Int(request.limit), page: request.page)
            return .with { response in
                response.packages = found.map { Verdict_V1_Package($0) }
                response.nextPage = next ?? ""
            }
        } catch {
            throw error.code == .badRequest ? Self.unknownPage(request.page) : DomainError(error)
        }
    }
}
