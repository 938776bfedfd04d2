import Coordinator
import EmbeddedStorage
import Identity
import Logging
import Storage
import SystemPackage
import Wire

/// Serves contents: `contents-server STORE KEYS SOCKET`. Prints `ready` when it answers.
///
/// Who holds the token `worker` is a worker, who holds anything else of the list a client of that name.
@main struct ContentsServer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 4 else { throw StorageError(.badRequest, stage: "read the arguments") }
        let store = try await EmbeddedStore.open(
            FilePath(arguments[1]), keys: try KeyRing(file: FilePath(arguments[2])), leaseDuration: .seconds(60))
        var access = AccessList()
        access.add(Principal(role: .worker, name: "worker"), .token, SecretDigest(of: "worker".utf8))
        access.add(Principal(role: .client, name: "course"), .token, SecretDigest(of: "course".utf8))
        let logger = Logger(label: "contents") { _ in SwiftLogNoOpLogHandler() }
        var services = WireServices()
        BlobsService(blobs: store.blobs, contents: TenantContents(), logger: logger).register(in: &services)
        var configuration = ServerConfiguration(address: .unix(FilePath(arguments[3])), access: access)
        configuration.rates.connections = nil
        let server = try await WireServer.listen(configuration, services, logger: logger)
        try FileDescriptor.standardOutput.writeAll(Array("ready\n".utf8))
        await server.run()
    }
}
