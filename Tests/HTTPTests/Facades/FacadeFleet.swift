import Coordinator
import EmbeddedStorage
import Evaluation
import Foundation
import Identity
import Logging
import Storage
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Wire
import WireTestSupport

@testable import HTTP

/// A coordinator of this process, the APIs of other systems in front of it, and a worker that is a process of its own.
struct FacadeFleet: Sendable {
    /// Where the APIs are, without a path.
    let url: String
    let desk: ExecutionDesk

    private static let root = FilePath(#filePath).removingLastComponent().removingLastComponent()
        .removingLastComponent().removingLastComponent()

    /// The languages that there are.
    static var languages: LanguageCatalog {
        get throws { try RepositoryLanguages.catalog }
    }

    /// The data sets in `Testcases/evaluation/tables`.
    static var datasets: SandboxFusionDatasets {
        get throws {
            SandboxFusionDatasets(
                try RecordTables(root.appending("Testcases/evaluation/tables")),
                harnesses: try Harnesses(root.appending("Languages/harness")))
        }
    }

    /// Where it keeps what it keeps: one fleet after the other may.
    struct Place: Sendable {
        let folder: FilePath
        let keys = KeyRing()

        /// Lends a new one to `body`.
        static func with(_ body: (Place) async throws -> Void) async throws {
            let folder = FilePath("/tmp/verdict-facades-\(UInt64.random(in: 0 ... .max))")
            try FileManager.default.createDirectory(
                atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
            try await body(Place(folder: folder))
        }
    }

    /// Runs `body` while it is there and the worker has come, which knows all languages.
    static func run(_ body: @escaping @Sendable (FacadeFleet) async throws -> Void) async throws {
        try await Place.with { place in try await run(at: place, known: RepositoryLanguages.folder, body) }
    }

    /// The same on what is kept at `place`.
    /// - Parameters:
    ///   - makesCallbacks: whether anybody is told of an end.
    ///   - known: the folder of the languages that the worker knows.
    static func run(
        at place: Place, makesCallbacks: Bool = true, known: FilePath = RepositoryLanguages.few,
        _ body: @escaping @Sendable (FacadeFleet) async throws -> Void
    ) async throws {
        let (folder, keys) = (place.folder, place.keys)
        let logger = Logger(label: "facades") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(
            folder.appending("store"), keys: keys, leaseDuration: .seconds(30))
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: keys,
            languages: try languages, logger: logger)
        let (server, worker) = try await start(coordinator, in: folder, known, logger)
        defer {
            worker.signal(SIGTERM)
            if !worker.ends(within: .seconds(5)) { worker.kill() }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await coordinator.run() }
            group.addTask { await server.run() }
            let callbacks = try callbacks(of: coordinator.executions, logger)
            group.addTask {
                if makesCallbacks { try await callbacks.run() }
                try await Task.sleep(for: .seconds(86_400))
            }
            group.addTask {
                try await serve(coordinator.executions, callbacks) { url in
                    try await worker.line(with: "connected")
                    while coordinator.executions.languages.isEmpty, worker.isRunning {
                        try await Task.sleep(for: .milliseconds(5))
                    }
                    try await body(FacadeFleet(url: url, desk: coordinator.executions))
                }
            }
            // Only the last one ends by itself.
            try await group.next()
        }
        try await store.close()
    }

    private static func start(
        _ coordinator: VerdictCoordinator, in folder: FilePath, _ languages: FilePath, _ logger: Logger
    ) async throws -> (WireServer, ChildProcess) {
        var services = WireServices()
        coordinator.register(on: &services)
        let socket = WireAddress.unix(folder.appending("socket"))
        let server = try await WireServer.listen(
            ServerConfiguration(address: socket, access: TestAccess.list), services, logger: logger)
        let token = folder.appending("token")
        let file = try FileDescriptor.open(
            token, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        _ = try file.closeAfter { try file.writeAll("worker-token".utf8) }
        let worker = try ChildProcess(
            [
                ChildProcess.built("verdict-worker"), "--coordinator", "\(socket)", "--name", "w1",
                "--token-file", token.string, "--cache-folder", folder.appending("cache").string, "--cache-size",
                "64MiB", "--jobs", "2", "--operations-listen", "off", "--languages", languages.string,
            ], output: URL(fileURLWithPath: folder.appending("worker-\(UInt64.random(in: 0 ... .max)).log").string),
            environment: ["LC_ALL": "C"])
        return (server, worker)
    }

    /// Callbacks that may go to this machine, and wait for nothing.
    private static func callbacks(of desk: ExecutionDesk, _ logger: Logger) throws -> Judge0Callbacks {
        var client = GuardedClient()
        client.allowed = [try #require(NetworkRange(parsing: "127.0.0.0/8"))]
        return Judge0Callbacks(
            desk, client, secret: Array("callback-secret".utf8), pause: .zero, logger: logger)
    }

    private static func serve(
        _ desk: ExecutionDesk, _ callbacks: Judge0Callbacks,
        _ body: @escaping @Sendable (String) async throws -> Void
    ) async throws {
        var judge0 = Judge0Options()
        judge0.maxQueueSize = 1000
        try await Serving.run(
            configure: { configuration in
                configuration.anonymous = Principal(role: .client, name: "anonymous", tenant: "local")
            },
            routes: { [judge0, datasets = try Self.datasets] router in
                Judge0Routes(desk, options: judge0, callbacks: callbacks).add(to: router, below: "/judge0")
                ExecutionRoutes(desk).add(to: router)
                PistonRoutes(desk).add(to: router, below: "/piston")
                SandboxFusionRoutes(desk, datasets: datasets).add(to: router, below: "/sandboxfusion")
            }
        ) { serving in
            try await body("\(serving.address)")
        }
    }
}
