import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing
import Wire

@testable import HTTP

@Suite("The coordinator's HTTP", .timeLimit(.minutes(2)))
struct CoordinatorHTTPTests {
    @Test("It is served where the settings say, to those in the access list, until the daemon ends")
    func served() async throws {
        let folder = FilePath("/tmp/verdict-http-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let socket = folder.appending("http.socket")
        let daemon = try ChildProcess(
            [
                try ChildProcess.built("verdict-coordinator"), "--create", "--data", folder.string, "--listen",
                "unix:\(folder)/socket", "--operations-listen", "off", "--http-listen", "unix:\(socket)",
            ], output: URL(fileURLWithPath: folder.appending("log").string))
        try await daemon.line(with: "address=unix:\(socket)")
        let address = HTTPAddress(.unix(socket))
        let token = try SecretFile.token(folder.appending("tokens/client"))
        let known = try await fetch(address, "/api/v1/me", "Authorization: Bearer \(token)")
        #expect(known.status == 200 && known.text.contains(#""role":"client""#))
        #expect(try await fetch(address, "/api/v1/me").status == 401)

        let access = folder.appending("access")
        let lines = try String(contentsOfFile: access.string, encoding: .utf8).split(separator: "\n")
        let others = lines.filter { !$0.hasPrefix("client") }.joined(separator: "\n") + "\n"
        try Data(others.utf8).write(to: URL(fileURLWithPath: access.string))
        daemon.signal(SIGHUP)
        try await daemon.line(with: "read the files again")
        #expect(try await fetch(address, "/api/v1/me", "Authorization: Bearer \(token)").status == 401)

        daemon.signal(SIGTERM)
        #expect(daemon.waitForEnd() == 0)
        #expect(!FileManager.default.fileExists(atPath: socket.string))
    }

    @Test(
        "Settings that cannot be are refused, and say what to do",
        arguments: [
            (["--http-listen", "http://0.0.0.0:80"], "tls.allow-unencrypted"),
            (["--http-listen", "https://127.0.0.1:80"], "tls.certificate"),
            (["--http-listen", "127.0.0.1:80"], "http://127.0.0.1:8080"),
            (["--http-cors-origins", "judge.example"], "https://judge.example"),
            (["--http-trusted-proxies", "10.0.0.0/99"], "10.0.0.0/8"),
            (["--http-anonymous", "a b"], "must be a name"),
        ])
    func refused(arguments: [String], advice: String) async throws {
        let log = URL(fileURLWithPath: "/tmp/verdict-http-settings-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(at: log) }
        let daemon = try ChildProcess(
            [try ChildProcess.built("verdict-coordinator")] + arguments + ["--check-config"], output: log)
        #expect(daemon.waitForEnd() == 78)
        #expect(try String(contentsOf: log, encoding: .utf8).contains(advice))
    }
}
