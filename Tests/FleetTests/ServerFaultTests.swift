import Fleet
import Foundation
import Identity
import Storage
import SwiftProtobuf
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

/// Servers that are killed, whose disk is full, or that lie.
@Suite struct ServerFaultTests {
    /// A server in a process of its own.
    private struct Server {
        let folder: TemporaryFolder
        let process: ChildProcess
        var address: WireAddress { .unix(folder.path.appending("socket")) }

        init(in folder: TemporaryFolder, store: FilePath, wrapper: [String] = []) async throws {
            self.folder = folder
            let keys = folder.path.appending("keys")
            if !FileManager.default.fileExists(atPath: keys.string) { _ = try KeyRing.generate(file: keys) }
            let socket = folder.path.appending("socket")
            if FileManager.default.fileExists(atPath: socket.string) {
                try FileManager.default.removeItem(atPath: socket.string)
            }
            let output = folder.path.appending("output-\(UInt64.random(in: 0 ... .max))")
            process = try ChildProcess(
                wrapper + [try ChildProcess.built("contents-server"), store.string, keys.string, socket.string],
                output: URL(fileURLWithPath: output.string))
            try await process.line(with: "ready")
        }

        func withClient<Result>(
            token: String = "course", patience: Duration = .seconds(20), _ body: (VerdictClient) async throws -> Result
        ) async throws -> Result {
            var options = TransferOptions()
            options.patience = patience
            options.firstDelay = .milliseconds(10)
            var configuration = ClientConfiguration(address: address, token: token)
            configuration.firstDelay = .milliseconds(5)
            configuration.longestDelay = .milliseconds(50)
            let client = VerdictClient(configuration, options: options, logger: FleetServer.logger)
            let result = try await body(client)
            await client.close()
            return result
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aFullDiskIsSaidAndPasses() async throws {
        let folder = try TemporaryFolder()
        let mount = folder.path.appending("mount")
        try FileManager.default.createDirectory(atPath: mount.string, withIntermediateDirectories: false)
        // A small disk in a mount namespace of the process's own: it ends with it.
        let script = "mount -t tmpfs -o size=16m verdict \(mount) && exec \"$@\""
        let server = try await Server(
            in: folder, store: mount.appending("store"),
            wrapper: ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", script, "sh"])
        var random = SeededGenerator(seed: 4)
        let large = random.bytes(24 << 20)
        let small = (0..<12).map { _ in random.bytes(2 << 20) }
        let kept = try await server.withClient(patience: .seconds(2)) { client -> [[UInt8]] in
            let upload = ContentUpload(client: client.wire, options: Self.impatient)
            let error = await failure(WireError.self) {
                try await upload.send(Verdict_V1_BlobRef(of: large), from: .bytes(large))
            }
            #expect(error?.code == .resourceExhausted)
            #expect(error?.retryAfter != nil)
            var kept: [[UInt8]] = []
            var isFull = false
            for bytes in small {
                do {
                    try await upload.send(Verdict_V1_BlobRef(of: bytes), from: .bytes(bytes))
                    kept.append(bytes)
                } catch let error as WireError {
                    #expect(error.code == .resourceExhausted)
                    isFull = true
                }
            }
            #expect(isFull && !kept.isEmpty)
            return kept
        }
        // What was taken is there.
        try await server.withClient(token: "worker") { client in
            let download = ContentDownload(client: client.wire)
            for bytes in kept {
                let got = try await download.bytes(of: Verdict_V1_BlobRef(of: bytes), limit: .mebibytes(4))
                #expect(got == bytes)
            }
        }
        server.process.kill()
    }

    private static var impatient: TransferOptions {
        var options = TransferOptions()
        options.patience = .seconds(2)
        options.firstDelay = .milliseconds(10)
        return options
    }

    @Test(.timeLimit(.minutes(2)), arguments: [9, 17])
    func anUploadOutlivesTheServer(_ mebibytes: Int) async throws {
        let folder = try TemporaryFolder()
        let store = folder.path.appending("store")
        var server = try await Server(in: folder, store: store)
        var random = SeededGenerator(seed: UInt64(mebibytes))
        let bytes = random.bytes(32 << 20)
        let content = Verdict_V1_BlobRef(of: bytes)
        let reached = Atomic<Int64>(0)
        let first = server
        let sending = Task {
            var options = TransferOptions()
            options.firstDelay = .milliseconds(20)
            try await first.withClient { client in
                try await ContentUpload(client: client.wire, options: options).send([content: .bytes(bytes)]) {
                    reached.store($0.bytes, ordering: .relaxed)
                }
            }
        }
        while reached.load(ordering: .relaxed) < Int64(mebibytes) << 20 { try await Task.sleep(for: .milliseconds(1)) }
        server.process.kill()
        server = try await Server(in: folder, store: store)
        try await sending.value
        try await server.withClient(token: "worker") { client in
            let got = try await ContentDownload(client: client.wire).bytes(of: content, limit: .mebibytes(64))
            #expect(got == bytes)
        }
        server.process.kill()
    }

    /// What a server gives instead of 1000 bytes of 7, and what it is called then.
    static let lies: [(name: String, pieces: [[UInt8]], code: StatusCode)] = [
        ("other bytes", [[UInt8](repeating: 8, count: 1000)], .dataLoss),
        ("too much", [[UInt8](repeating: 7, count: 1001)], .dataLoss),
        ("too little", [[UInt8](repeating: 7, count: 999)], .dataLoss),
        ("nothing", [], .dataLoss),
        ("one byte wrong at the end", [[UInt8](repeating: 7, count: 999), [6]], .dataLoss),
    ]

    @Test(.timeLimit(.minutes(1)), arguments: lies.indices)
    func liesAreNoticed(_ index: Int) async throws {
        let (name, pieces, code) = Self.lies[index]
        let content = Verdict_V1_BlobRef(of: [UInt8](repeating: 7, count: 1000))
        var services = WireServices()
        services.serverStreaming(BlobsMethods.get) { _, responses, _ in
            for piece in pieces {
                var response = Verdict_V1_GetResponse()
                response.data = Data(piece)
                try await responses.write(response)
            }
        }
        var access = AccessList()
        access.add(Principal(role: .worker, name: "w"), .token, SecretDigest(of: "w".utf8))
        let server = try await WireServer.listen(
            ServerConfiguration(address: .tcp(host: "127.0.0.1", port: 0), access: access), services,
            logger: FleetServer.logger)
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await server.run() }
            defer { group.cancelAll() }
            let client = WireClient(
                ClientConfiguration(address: server.address, token: "w"), logger: FleetServer.logger)
            let download = ContentDownload(client: client, options: Self.impatient)
            let error = await failure(WireError.self) { try await download.bytes(of: content, limit: .mebibytes(1)) }
            #expect(error?.code == code, "\(name)")
            let file = Verdict_V1_FileRef.with {
                $0.path = "data/secret/1.in"
                $0.content = content
            }
            let second = await failure(WireError.self) {
                try await download.files([file], to: folder.path.appending("package"))
            }
            #expect(second?.code == code, "\(name)")
            // Nothing is left of what was not right.
            let left = try FileManager.default.contentsOfDirectory(atPath: folder.path.string)
            #expect(left.isEmpty)
            await client.close()
        }
    }
}
