import EmbeddedStorage
import Events
import Fleet
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import Units
import Wire

@testable import Coordinator

/// A server of contents and packages over a store of its own, while a test uses it.
struct FleetServer: Sendable {
    enum Token {
        static let worker = "worker-token"
        static let admin = "admin-token"
        static let course = "course-token"
        static let rival = "rival-token"
    }

    let folder: TemporaryFolder
    let store: EmbeddedStore
    let packages: Packages
    let judge: ScriptedJudge
    let server: WireServer

    var address: WireAddress { server.address }

    static let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

    private static var access: AccessList {
        var access = AccessList()
        access.add(Principal(role: .worker, name: "judge-7"), .token, SecretDigest(of: Token.worker.utf8))
        access.add(Principal(role: .admin, name: "operations"), .token, SecretDigest(of: Token.admin.utf8))
        access.add(Principal(role: .client, name: "course-42"), .token, SecretDigest(of: Token.course.utf8))
        access.add(Principal(role: .client, name: "rival"), .token, SecretDigest(of: Token.rival.utf8))
        return access
    }

    static func with<Result: Sendable>(
        options: BlobsService.Options = BlobsService.Options(),
        quota: Quota = Quota(),
        _ body: (FleetServer) async throws -> Result
    ) async throws -> Result {
        let folder = try TemporaryFolder()
        let store = try await EmbeddedStore.open(
            folder.path.appending("store"), keys: KeyRing(), leaseDuration: .seconds(60))
        let contents = TenantContents()
        let packages = try Packages(log: store.log, blobs: store.blobs, contents: contents)
        var services = WireServices()
        let projections = Projections(
            log: store.log, admission: Admission(), quotas: Quotas(log: store.log, standard: quota),
            fanout: LogFanout(), besides: [packages], logger: logger)
        let following = Task { try await projections.run() }
        defer { following.cancel() }
        // Before, no client may put anything.
        while !projections.isCaughtUp { try await Task.sleep(for: .milliseconds(1)) }
        BlobsService(
            blobs: store.blobs, contents: contents, options: options, logger: logger, accounts: projections.contents
        ).register(in: &services)
        services.addUnary(JudgeMethods.addPackage) { request, context in
            var response = Verdict_V1_AddPackageResponse()
            response.package = Verdict_V1_Package(
                try await packages.add(
                    tree: LoggedBlobRef(request.tree), name: request.name, for: context.principal))
            return response
        }
        services.addUnary(JudgeMethods.listPackages) { request, context in
            let (found, next) = try await DomainError.mapping { () async throws(StorageError) in
                try await packages.list(
                    for: context.principal, limit: Int(request.limit), page: request.page)
            }
            return .with { response in
                response.packages = found.map { Verdict_V1_Package($0) }
                response.nextPage = next ?? ""
            }
        }
        let judge = ScriptedJudge(packages: packages)
        judge.register(in: &services)
        var configuration = ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: access)
        configuration.rates.connections = nil
        let server = try await WireServer.listen(configuration, services, logger: logger)
        let made = FleetServer(folder: folder, store: store, packages: packages, judge: judge, server: server)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            let result = try await body(made)
            try await store.close()
            return result
        }
    }

    /// A client that gives up soon.
    func withClient<Result>(
        token: String = Token.course, at address: WireAddress? = nil, patience: Duration = .seconds(10),
        _ body: (VerdictClient) async throws -> Result
    ) async throws -> Result {
        var options = TransferOptions()
        options.patience = patience
        options.firstDelay = .milliseconds(2)
        options.longestDelay = .milliseconds(100)
        var configuration = ClientConfiguration(address: address ?? self.address, token: token)
        configuration.firstDelay = .milliseconds(1)
        configuration.longestDelay = .milliseconds(5)
        let client = VerdictClient(configuration, options: options, logger: Self.logger)
        do {
            let result = try await body(client)
            await client.close()
            return result
        } catch {
            await client.close()
            throw error
        }
    }
}

extension VerdictClient {
    /// Options of tests for what is not asked through the client.
    static var hasty: TransferOptions {
        var options = TransferOptions()
        options.patience = .seconds(10)
        options.firstDelay = .milliseconds(2)
        options.longestDelay = .milliseconds(100)
        return options
    }

    var upload: ContentUpload { ContentUpload(client: wire, options: Self.hasty) }
    var download: ContentDownload { ContentDownload(client: wire, options: Self.hasty) }
}
