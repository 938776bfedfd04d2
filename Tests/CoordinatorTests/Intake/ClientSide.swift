import EmbeddedStorage
import Events
import Foundation
import GradingWire
import Identity
import Logging
import Storage
import SystemPackage
import TestSupport
import Toolchains
import Wire

@testable import Coordinator

/// A folder for a store that clients' services work on, removed when nobody has it any more.
final class ClientSideFolder: Sendable {
    let path: FilePath
    let keys = KeyRing()

    init() throws {
        path = FilePath("/tmp/verdict-intake-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(atPath: path.string, withIntermediateDirectories: false)
    }

    deinit {
        _ = try? FileManager.default.removeItem(atPath: path.string)
    }

    func open(leaseDuration: Duration = .seconds(600)) async throws -> EmbeddedStore {
        try await EmbeddedStore.open(path.appending("store"), keys: keys, leaseDuration: leaseDuration)
    }
}

/// The services for clients of one coordinator, on a store.
struct ClientSide: Sendable {
    struct Options: Sendable {
        var limit = 1_000_000
        var quota = Quota()
        var followers = 20_000
        var clock: (@Sendable () -> Duration)?
        var queue: (any JobQueue)?
        var packages: any PackageCatalog = FixedPackages()
        var metrics = CoordinatorMetrics()
    }

    let store: EmbeddedStore
    let submissions: Submissions
    let jobs: OutstandingJobs
    let projections: Projections
    let intake: Intake
    let following: SubmissionFeed
    let service: JudgeService
    let reconciliation: Reconciliation
    let cancelled = Cancelled()

    /// The submissions that dispatch was told are cancelled.
    actor Cancelled {
        private(set) var ids: [SubmissionID] = []
        func add(_ id: SubmissionID) { ids.append(id) }
    }

    init(_ store: EmbeddedStore, _ options: Options = Options()) throws {
        var logger = Logger(label: "tests")
        logger.logLevel = .critical
        self.store = store
        submissions = Submissions(log: store.log)
        jobs = OutstandingJobs(
            queue: options.queue ?? store.queue, submissions: submissions, packages: options.packages, logger: logger)
        let fanout = LogFanout(limit: options.followers)
        projections = Projections(
            log: store.log, admission: Admission(limit: options.limit, clock: options.clock),
            quotas: Quotas(log: store.log, standard: options.quota), fanout: fanout,
            besides: [options.packages as? Packages].compactMap(\.self), logger: logger)
        intake = Intake(
            submissions: submissions, jobs: jobs, blobs: store.blobs, packages: options.packages,
            languages: try RepositoryLanguages.catalog, projections: projections, metrics: options.metrics)
        following = SubmissionFeed(log: store.log, fanout: fanout, packages: options.packages)
        reconciliation = Reconciliation(projections, jobs, options.packages)
        service = JudgeService(
            intake: intake, submissions: submissions, projections: projections, jobs: jobs, following: following,
            packages: options.packages
        ) { [cancelled] id in Task { await cancelled.add(id) } }
    }

    /// Runs the services of a new store, or of `store`, while `body` does.
    static func with<Value: Sendable>(
        _ options: Options = Options(), on store: EmbeddedStore? = nil,
        _ body: @Sendable (ClientSide) async throws -> Value
    ) async throws -> Value {
        let folder = try ClientSideFolder()
        var opened = store
        if opened == nil { opened = try await folder.open() }
        guard let opened else { throw DomainError(.failed, "no store") }
        let side = try ClientSide(opened, options)
        let value = try await side.run(body)
        if store == nil { try await opened.close() }
        return value
    }

    /// Follows the log while `body` runs.
    func run<Value: Sendable>(_ body: @Sendable (ClientSide) async throws -> Value) async throws -> Value {
        let following = Task { try await projections.run() }
        defer { following.cancel() }
        while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
        return try await body(self)
    }

    /// Everything that waits in the queue.
    func waitingJobs() async throws -> Int { try await store.queue.waiting().values.reduce(0, +) }

    /// How many entries the log has.
    func entryCount() async throws -> Int { Int(try await store.log.end().number) }
}

/// Packages that are known from the start.
struct FixedPackages: PackageCatalog {
    /// One with a time limit, one whose limit is not known yet, and one with a grader of its own, which is not listed.
    static let sum = id(1)
    static let unmeasured = id(2)
    static let graded = id(3)

    static func id(_ number: UInt8) -> ContentHash { ContentHash(of: [number]) }

    var tests = ["sample/1", "secret/1", "secret/2", "secret/3"]
    /// Whose they are; nil: everybody's.
    var tenants: Set<String>?
    /// Why nobody looks for the time limit that is not known.
    var stop: String?

    func find(_ id: ContentHash) async throws(StorageError) -> LoggedPackage? {
        guard [Self.sum, Self.unmeasured, Self.graded].contains(id) else { return nil }
        var package = LoggedPackage()
        package.id = Data(id.bytes)
        package.name = "sum"
        package.tests = tests
        package.testsSha256 = Data(ContentHash(of: [11]).bytes)
        package.checkerSha256 = Data(ContentHash(of: [12]).bytes)
        package.limits.cpuTimeNs = id == Self.unmeasured ? 0 : 1_000_000_000
        if id == Self.graded { package.groups = (try? GradedTree.of(tests: tests.count))?.logged ?? [] }
        return package
    }

    func find(_ id: ContentHash, for principal: Principal) async throws(StorageError) -> PackageSummary? {
        guard let package = try await find(id), tenants.map({ principal.may(.readPackages, of: $0) }) ?? true else {
            return nil
        }
        var summary = PackageSummary(package: package, tenants: [])
        if package.limits.cpuTimeNs == 0 { summary.measuring = stop.map { .stopped(reason: $0) } ?? .wanted }
        return summary
    }

    func owners(of id: ContentHash) async throws(StorageError) -> Set<String> { tenants ?? ["course"] }

    func measuringJob(of id: ContentHash) async throws(StorageError) -> Job? {
        guard id == Self.unmeasured, stop == nil else { return nil }
        let lane = JobLane(priority: 3, tenant: "course", requirement: "")
        return Job(id: "\(JobName.measure(id))", lane: lane, payload: [])
    }

    func measuringJobs() async throws(StorageError) -> [Job] {
        try await measuringJob(of: Self.unmeasured).map { [$0] } ?? []
    }

    func stopMeasuring(_ id: ContentHash, for tenant: String?, reason: String) async throws(StorageError) {}

    func add(tree: LoggedBlobRef, name: String, for principal: Principal) async throws -> PackageSummary {
        guard let id = ContentHash(bytes: tree.hash), let package = try await find(id) else {
            throw DomainError(.wrongState, "there is no such tree")
        }
        return PackageSummary(package: package, tenants: [])
    }

    func list(
        for principal: Principal, limit: Int, page: String
    ) async throws(StorageError) -> (packages: [PackageSummary], next: String?) {
        guard page.isEmpty else { throw StorageError(.badRequest, stage: "list packages") }
        var packages: [PackageSummary] = []
        for id in [Self.sum, Self.unmeasured] {
            if let package = try await find(id, for: principal) { packages.append(package) }
        }
        return (packages, nil)
    }
}

extension Principal {
    static func client(_ name: String) -> Principal { Principal(role: .client, name: name) }
    static let operations = Principal(role: .admin, name: "operations")
}

extension Verdict_V1_SubmitRequest {
    /// A request that nothing is wrong with.
    static func valid(
        _ key: String, package: ContentHash = FixedPackages.sum, contest: String = "", text: String = "int main() {}"
    ) -> Verdict_V1_SubmitRequest {
        var request = Verdict_V1_SubmitRequest()
        request.idempotencyKey = key
        request.package = Data(package.bytes)
        request.contest = contest
        var source = Verdict_V1_SourceFile()
        source.name = "main.cpp"
        source.content = Data(text.utf8)
        request.sources = [source]
        return request
    }
}
