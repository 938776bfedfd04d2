import Coordinator
import EmbeddedStorage
import Identity
import Logging
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Wire

/// What each role may call of all that a coordinator answers.
@Suite(.timeLimit(.minutes(2)))
struct RoleTests {
    /// A method, who may call it, and a call of it with an empty request.
    private struct Row: Sendable {
        let path: String
        let roles: Set<Role>
        let call: @Sendable (WireClient) async -> StatusCode

        init<Request, Response>(_ method: Method<Request, Response>, _ roles: Role...) {
            path = method.path
            self.roles = Set(roles)
            call = { client in
                do {
                    try await client.stream(method) { call in
                        try await call.write(Request())
                        try await call.finish()
                        for try await _ in call.responses {}
                    }
                    return .ok
                } catch {
                    return (error as? WireError)?.code ?? .unknown
                }
            }
        }
    }

    private static let table = [
        Row(JobsMethods.register, .worker), Row(JobsMethods.lease, .worker), Row(JobsMethods.extend, .worker),
        Row(JobsMethods.progress, .worker), Row(JobsMethods.finish, .worker), Row(JobsMethods.giveBack, .worker),
        Row(JobsMethods.attach, .worker),
        Row(BlobsMethods.missing, .worker, .client, .admin), Row(BlobsMethods.put, .worker, .client, .admin),
        Row(BlobsMethods.get, .worker, .admin),
        Row(JudgeMethods.addPackage, .client, .admin), Row(JudgeMethods.cancelMeasuring, .client, .admin),
        Row(JudgeMethods.listPackages, .client, .admin), Row(JudgeMethods.submit, .client, .admin),
        Row(JudgeMethods.follow, .client, .admin), Row(JudgeMethods.get, .client, .admin),
        Row(JudgeMethods.list, .client, .admin), Row(JudgeMethods.cancel, .client, .admin),
        Row(JudgeMethods.rejudge, .client, .admin), Row(RunMethods.execute, .client, .admin),
        Row(ExecutionMethods.perform, .client, .admin),
        Row(AdminMethods.watch, .admin), Row(AdminMethods.listDeadLetters, .admin),
        Row(AdminMethods.requeueDeadLetters, .admin), Row(AdminMethods.discardDeadLetters, .admin),
        Row(AdminMethods.drainWorker, .admin), Row(AdminMethods.setQuota, .admin), Row(AdminMethods.backup, .admin),
        Row(AdminMethods.countContents, .admin), Row(AdminMethods.archiveLog, .admin),
        Row(AdminMethods.getAuditCheckpoint, .admin), Row(AdminMethods.getAuditRecord, .admin),
        Row(AdminMethods.readAudit, .admin),
    ]

    @Test("Each method is answered to the roles that may call it, and refused to all others")
    func everyRoleAndMethod() async throws {
        let folder = try ClientSideFolder()
        let store = try await folder.open()
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: KeyRing(),
            languages: RepositoryLanguages.catalog, logger: logger)
        var services = WireServices()
        coordinator.register(on: &services)
        #expect(services.methods == Self.table.map(\.path).sorted())
        var access = AccessList()
        for role in Role.allCases {
            let principal = Principal(role: role, name: "somebody", tenant: "course")
            access.add(principal, .token, SecretDigest(of: role.rawValue.utf8))
        }
        let address = WireAddress.unix(FilePath("/tmp/verdict-roles-\(UInt64.random(in: 0 ... .max))"))
        let server = try await WireServer.listen(
            ServerConfiguration(address: address, access: access), services, logger: logger)
        let running = Task { await server.run() }
        for role in Role.allCases {
            let client = WireClient(ClientConfiguration(address: address, token: role.rawValue), logger: logger)
            for row in Self.table {
                let code = await row.call(client)
                #expect((code == .permissionDenied) == !row.roles.contains(role), "\(role) \(row.path): \(code)")
                #expect(code != .unauthenticated && code != .unknown, "\(role) \(row.path): \(code)")
            }
            await client.close()
        }
        running.cancel()
        await running.value
        try await store.close()
    }
}
