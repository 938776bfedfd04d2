import EmbeddedStorage
import Fleet
import Foundation
import Identity
import KernelTestSupport
import Logging
import Storage
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Wire

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// A whole coordinator with the platform on top, and a worker that is a process of its own.
@Suite("Submissions and a whole fleet", .timeLimit(.minutes(2))) struct WholeFleetTests {
    private static var root: FilePath {
        FilePath(#filePath).removingLastComponent().removingLastComponent().removingLastComponent()
    }
    private static var problem: FilePath { root.appending("Testcases/problems/signs") }

    private struct Fleet: Sendable {
        let desk: SubmissionDesk
        let neighbours: Neighbours
        let client: VerdictClient

        /// Hands a file of the package in, and waits for what comes of it.
        func judge(_ path: String) async throws -> SubmissionResult {
            let file = WholeFleetTests.problem.appending("submissions").appending(path)
            var handed = HandedIn(problem: Neighbours.problem)
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.string)))
            handed.files = [HandedIn.File(name: file.lastComponent?.string ?? "", bytes: bytes)]
            let id = EntityID.random()
            _ = try await desk.submit(handed, as: id, by: .alice)
            while try await desk.submission(id).phase != .judged { try await Task.sleep(for: .milliseconds(20)) }
            return try await desk.result(of: id, for: .alice)
        }
    }

    @Test("A program is judged by a real worker, and its author is told test case by test case")
    func judged() async throws {
        try await Self.with { fleet in
            let package = try await fleet.client.addPackage(at: Self.problem)
            let hash = try #require(ContentHash(bytes: package.id))
            fleet.neighbours.judgedBy.withLock { $0 = hash }
            let right = try await fleet.judge("accepted/bytes.c")
            #expect(right.submission.verdict == "AC" && right.submission.language == "c")
            #expect(right.tests?.map(\.verdict).allSatisfy { $0 == "AC" } == true && right.tests?.isEmpty == false)
            #expect(right.submission.passed == right.submission.tests)
            #expect((right.submission.memoryBytes ?? 0) > 0 && right.compilation?.succeeded == true)
            let wrong = try await fleet.judge("wrong_answer/latin1.py")
            #expect(wrong.submission.verdict == "WA" && wrong.decidingTest?.isEmpty == false)
        }
    }

    private static func with(_ body: @escaping @Sendable (Fleet) async throws -> Void) async throws {
        let folder = FilePath("/tmp/verdict-whole-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let (keys, neighbours) = (KeyRing(), Neighbours())
        let logger = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }
        let store = try await EmbeddedStore.open(folder.appending("store"), keys: keys, leaseDuration: .seconds(30))
        var settings = Platform.Options()
        settings.views = Platform.ViewPlace(file: folder.appending("views"), codes: keys.codes(for: "cursor"))
        var made: SubmissionDesk?
        let platform = try Platform(log: store.log, options: settings, logger: logger) { services in
            let desk = SubmissionDesk(services, problems: neighbours, contests: neighbours)
            made = desk
            return [desk.module()]
        }
        let desk = try #require(made)
        var options = VerdictCoordinator.Options()
        options.projections = platform.projections
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: keys,
            languages: try RepositoryLanguages.catalog, options: options, logger: logger)
        desk.connect(to: coordinator.judging)
        let socket = WireAddress.unix(folder.appending("socket"))
        let server = try await listen(coordinator, at: socket, logger)
        let worker = try start(at: socket, in: folder)
        defer {
            worker.signal(SIGTERM)
            if !worker.ends(within: .seconds(5)) { worker.kill() }
        }
        let client = VerdictClient(ClientConfiguration(address: socket, token: "client"), logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { group in
            defer { group.cancelAll() }
            group.addTask { try await coordinator.run() }
            group.addTask { try await platform.run() }
            group.addTask { await server.run() }
            group.addTask {
                while !coordinator.isReady { try await Task.sleep(for: .milliseconds(2)) }
                try await body(Fleet(desk: desk, neighbours: neighbours, client: client))
            }
            // Only the last one ends by itself.
            try await group.next()
        }
        await client.close()
        try await store.close()
    }

    private static func listen(
        _ coordinator: VerdictCoordinator, at socket: WireAddress, _ logger: Logger
    ) async throws -> WireServer {
        var services = WireServices()
        coordinator.register(on: &services)
        var access = AccessList()
        for role in [Role.worker, .client] {
            access.add(
                Principal(role: role, name: role.rawValue), .token, SecretDigest(of: role.rawValue.utf8))
        }
        return try await WireServer.listen(
            ServerConfiguration(address: socket, access: access), services, logger: logger)
    }

    private static func start(at socket: WireAddress, in folder: FilePath) throws -> ChildProcess {
        let token = folder.appending("token")
        let file = try FileDescriptor.open(
            token, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite])
        _ = try file.closeAfter { try file.writeAll("worker".utf8) }
        return try ChildProcess(
            [
                ChildProcess.built("verdict-worker"), "--coordinator", "\(socket)", "--name", "w1", "--token-file",
                token.string, "--cache-folder", folder.appending("cache").string, "--cache-size", "64MiB", "--jobs",
                "2", "--operations-listen", "off",
                "--languages", RepositoryLanguages.few.string,
            ], output: URL(fileURLWithPath: folder.appending("worker.log").string), environment: ["LC_ALL": "C"])
    }
}
