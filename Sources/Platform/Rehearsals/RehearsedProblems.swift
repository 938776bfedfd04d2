internal import Coordinator
internal import Events
internal import FoundationEssentials
internal import Identity
internal import Kernel
internal import Storage
internal import Submissions
internal import SwiftProtobuf

/// Problems of which the platform and the fleet know, and that nobody has written.
struct RehearsedProblems: SubmittableProblems, PackageCatalog {
    private let packages: [ContentHash: EntityID]
    let ids: [EntityID]

    /// So many problems.
    init(_ count: Int) {
        ids = (0..<count).map { EntityID(number: UInt128(100 + $0)) }
        packages = Dictionary(ids.map { (Self.package(of: $0), $0) }) { first, _ in first }
    }

    private static func package(of problem: EntityID) -> ContentHash { ContentHash(of: Array("\(problem)".utf8)) }

    func problem(_ id: EntityID, for actor: Actor) async throws -> SubmittableProblem {
        guard ids.contains(id) else { throw DomainError(.notFound, "there is no problem of that id") }
        return SubmittableProblem(id: id, version: 1, package: Self.package(of: id))
    }

    func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage? {
        packages[id].map { problem in
            .with { package in
                (package.id, package.name) = (Data(id.bytes), "\(problem)")
                package.tests = (1...MadeUpFleet.tests).map { "secret/\($0)" }
                package.limits.cpuTimeNs = 1_000_000_000
            }
        }
    }

    func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary? {
        try await find(id).map { PackageSummary(package: $0, tenants: []) }
    }

    func owners(of id: ContentHash) async throws(StorageError) -> Set<String> { [] }
    func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? { nil }
    func measuringJobs() async throws(StorageError) -> [Job] { [] }
    func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError) {}

    func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary {
        throw DomainError(.wrongState, "packages are not added in a rehearsal")
    }

    func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?) { ([], nil) }
}
