import Cryptography
import EmbeddedStorage
import Foundation
import Glibc
import Logging
import Storage
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units
import Wire

@testable import Coordinator
@testable import HTTP

@Suite("Files by their hash", .timeLimit(.minutes(2)))
struct FileTests {
    /// A daemon, and clients of two tenants; it can be killed and started again.
    private final class Daemon {
        let folder: FilePath
        let address: HTTPAddress
        private var process: ChildProcess

        init() async throws {
            folder = FilePath("/tmp/verdict-files-\(UInt64.random(in: 0 ... .max))")
            try FileManager.default.createDirectory(
                atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
            let socket = folder.appending("http.socket")
            address = HTTPAddress(.unix(socket))
            process = try Self.start(folder)
            try await process.line(with: "address=unix:\(socket)")
            try await process.line(with: " ready")
        }

        deinit { _ = try? FileManager.default.removeItem(atPath: folder.string) }

        private static func start(_ folder: FilePath) throws -> ChildProcess {
            try ChildProcess(
                [
                    try ChildProcess.built("verdict-coordinator"), "--create", "--data", folder.string, "--listen",
                    "unix:\(folder)/socket", "--operations-listen", "off", "--http-listen",
                    "unix:\(folder)/http.socket",
                ], output: URL(fileURLWithPath: folder.appending("log-\(UInt64.random(in: 0 ... .max))").string))
        }

        /// Kills it as badly as can be, and waits until another one is ready.
        func restart() async throws {
            process.kill()
            _ = process.waitForEnd()
            process = try Self.start(folder)
            try await process.line(with: "address=unix:\(folder)/http.socket")
            try await process.line(with: " ready")
        }

        func token(_ role: String = "client") throws -> String {
            try SecretFile.token(folder.appending("tokens/\(role)"))
        }

        func ask(
            _ method: String, _ path: String, _ body: [UInt8]? = nil, role: String = "client", _ lines: String...
        ) async throws -> RawAnswer {
            var head = ["\(method) \(path) HTTP/1.1", "Host: localhost", "Authorization: Bearer \(try token(role))"]
            if let body { head.append("Content-Length: \(body.count)") }
            let request = Array((head + lines).joined(separator: "\r\n").utf8) + Array("\r\n\r\n".utf8) + (body ?? [])
            return try await blocking { [address] in
                let connection = try RawConnection(address)
                try connection.send(request)
                return try connection.answer(toHead: method == "HEAD")
            }
        }
    }

    private static func bytes(_ count: Int, seed: UInt8 = 1) -> [UInt8] {
        var value = UInt32(seed)
        return (0..<count).map { _ in
            value = value &* 1_664_525 &+ 1_013_904_223
            return UInt8(truncatingIfNeeded: value >> 24)
        }
    }

    private static func path(_ file: [UInt8]) -> String { "/api/v1/files/\(ContentHash(of: file))" }

    @Test("What was answered for is there when the coordinator was killed, part or whole")
    func survives() async throws {
        let daemon = try await Daemon()
        let file = Self.bytes(1 << 20)
        let (path, length) = (Self.path(file), "Upload-Length: \(1 << 20)")
        #expect(try await daemon.ask("HEAD", path).status == 404)
        let first = try await daemon.ask("PUT", path, Array(file[..<600_000]), length)
        // Whole pieces are kept of a part that does not end the file.
        #expect(first.status == 202 && first["upload-offset"] == "524288" && first["upload-complete"] == "?0")

        try await daemon.restart()
        let standing = try await daemon.ask("HEAD", path)
        #expect(standing.status == 200 && standing["upload-offset"] == "524288")
        let gap = try await daemon.ask("PUT", path, Array(file[600_000...]), length, "Upload-Offset: 600000")
        #expect(gap.status == 409 && gap["upload-offset"] == "524288", "\(gap.text)")
        let rest = try await daemon.ask("PUT", path, Array(file[524_288...]), length, "Upload-Offset: 524288")
        #expect(rest.status == 201 && rest["upload-complete"] == "?1", "\(rest.text)")

        try await daemon.restart()
        let whole = try await daemon.ask("HEAD", path)
        #expect(whole.status == 200 && whole["upload-length"] == "1048576" && whole["upload-complete"] == "?1")
        // An execution may name it; what nobody put is told with its place.
        let body = #"{"language": "python3", "source": "1", "files": [{"name": "x", "content": {"sha256": "HASH"}}]}"#
        for (hash, status) in [(ContentHash(of: file), 201), (ContentHash(of: [1]), 400)] {
            let json = body.replacingOccurrences(of: "HASH", with: "\(hash)")
            let answer = try await daemon.ask(
                "POST", "/api/v1/executions", Array(json.utf8), "Content-Type: application/json")
            #expect(answer.status == status, "\(answer.text)")
            #expect(status == 201 || answer.text.contains("files[0].content"), "\(answer.text)")
        }
    }

    @Test("A wrong hash is refused and forgotten, and nobody learns what others have put")
    func hashes() async throws {
        let daemon = try await Daemon()
        let file = Self.bytes(300_000)
        let path = Self.path(file)
        let wrong = try await daemon.ask("PUT", path, Self.bytes(300_000, seed: 2))
        #expect(wrong.status == 400 && wrong.text.contains("do not have the hash"), "\(wrong.status) \(wrong.text)")
        #expect(try await daemon.ask("HEAD", path)["upload-complete"] != "?1")
        #expect(try await daemon.ask("PUT", path, file).status == 201)
        #expect(try await daemon.ask("PUT", path, file).status == 201)
        #expect(try await daemon.ask("GET", path).text.contains(#""complete":true"#))

        // An admin is told of everything, another tenant of nothing.
        #expect(try await daemon.ask("HEAD", path, role: "admin").status == 200)
        let other = Self.bytes(300_000, seed: 3)
        #expect(try await daemon.ask("PUT", Self.path(other), other, role: "admin").status == 201)
        #expect(try await daemon.ask("HEAD", Self.path(other)).status == 404)
        // It can be put all the same, in parts as if it were new; who only guesses it gets nothing.
        let part = try await daemon.ask("PUT", Self.path(other), Array(other[..<290_000]), "Upload-Length: 300000")
        #expect(part.status == 202 && part["upload-offset"] == "262144")
        let guessed = try await daemon.ask(
            "PUT", Self.path(other), Self.bytes(300_000 - 262_144, seed: 4), "Upload-Length: 300000",
            "Upload-Offset: 262144")
        #expect(guessed.status == 400)
        #expect(try await daemon.ask("PUT", Self.path(other), other).status == 201)
    }

    @Test("What cannot be a file is refused with what to change")
    func refused() async throws {
        let daemon = try await Daemon()
        let file = Self.bytes(1000)
        let path = Self.path(file)
        let table: [(path: String, body: [UInt8], lines: String, status: Int, word: String)] = [
            ("/api/v1/files/abc", file, "X-A: b", 422, "sha256"),
            (
                path.uppercased().replacingOccurrences(of: "/API/V1/FILES", with: "/api/v1/files"), file, "X-A: b", 422,
                "lower-case"
            ),
            (path, file, "Upload-Offset: 3", 422, "Upload-Length"),
            (path, file, "Upload-Offset: -3", 422, "Upload-Offset"),
            (path, file, "Upload-Length: 99999999999999999999", 422, "Upload-Length"),
            (path, file, "Upload-Length: 999", 400, "longer than the 999"),
            (path, file, "Upload-Length: 5000", 400, "larger parts"),
            (path, file, "Upload-Length: 99999999999", 413, "allowed"),
        ]
        for row in table {
            let answer = try await daemon.ask("PUT", row.path, row.body, row.lines)
            #expect(answer.status == row.status && answer.text.contains(row.word), "\(row.lines): \(answer.text)")
        }
        #expect(try await daemon.ask("PUT", path, file, role: "worker").status != 500)
        #expect(try await daemon.ask("PUT", Self.path([]), []).status == 201)
        #expect(try await daemon.ask("PUT", path, file).status == 201)
    }

    @Test("Everything of executions, languages and files is described")
    func described() async throws {
        let folder = FilePath("/tmp/verdict-described-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let logger = Logger(label: "described") { _ in SwiftLogNoOpLogHandler() }
        let keys = KeyRing()
        let store = try await EmbeddedStore.open(folder, keys: keys, leaseDuration: .seconds(30))
        let coordinator = try VerdictCoordinator(
            log: store.log, queue: store.queue, blobs: store.blobs, keys: keys,
            languages: try FacadeFleet.languages, logger: logger)
        let desk = coordinator.executions
        try await Serving.run(routes: { router in
            ExecutionRoutes(desk).add(to: router)
            LanguageRoutes(desk).add(to: router)
            FileRoutes(desk.files).add(to: router)
        }) { serving in
            #expect(serving.server.undescribed { $0 != "/hello" } == [])
            // No worker has ever come: every language is there, and none runs.
            let answer = try await fetch(serving.address, "/api/v1/languages", "Authorization: Bearer alice-token")
            let languages = try JSON.decoder().decode(JSONValue.self, from: Data(answer.body))["languages"]
            guard case .array(let all)? = languages else {
                Issue.record("\(answer.text)")
                return
            }
            #expect(all.count == desk.rules.languages.languages.count)
            let python = try #require(all.first { $0["id"] == .text("python3") })
            #expect(python["name"] == .text("Python 3") && python["available"] == .bool(false))
            #expect(python["source_name"] == .text("main.py") && python["version"] == nil)
            #expect(try await fetch(serving.address, "/api/v1/languages").status == 401)
        }
        try await store.close()
    }
}
