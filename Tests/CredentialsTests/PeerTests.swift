import Cryptography
import Foundation
import JSONText
import TestSupport
import Testing
import Units

@testable import Credentials

@Suite("Other programs") struct PeerTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python")

    @Test("agree about passwords' hashes and access tokens", .enabled(if: LongTests.areAskedFor))
    func agree() async throws {
        let python = try #require(
            PythonEnvironment.interpreter(
                with: Self.folder.appending(path: "requirements.txt"), in: "credential-peers"))
        let hasher = PasswordHasher()
        let service = "https://judge.example"
        var keys = try #require(AccessTokenKeys([P256.PrivateKey()], issuer: service, audience: service))
        let now = SystemTime.now / 1_000_000_000
        let old = keys.token(subject: "alice", session: "s1", roles: ["setter"], at: now)
        keys.rotate(to: P256.PrivateKey(), at: now)
        let new = keys.token(subject: "alice", session: "s1", roles: ["setter"], at: now)
        let password = "correct hörse"
        let given = JSONTree.object([
            .init(key: "password", value: .string(password)),
            .init(key: "hash", value: .string(try await hasher.hash(password))),
            .init(key: "keys", value: keys.document(at: now)),
            .init(key: "tokens", value: .array([.string(old), .string(new)])),
        ])
        let folder = URL(fileURLWithPath: "/tmp/verdict-peers-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { _ = try? FileManager.default.removeItem(at: folder) }
        try Data(given.text.utf8).write(to: folder.appending(path: "given"))
        let command = [
            python, "-B", Self.folder.appending(path: "peers.py").path, folder.appending(path: "given").path,
        ]
        let peer = try ChildProcess(command, output: folder.appending(path: "output"))
        let status = await Task.detached { peer.waitForEnd() }.value
        let lines = try peer.lines()
        #expect(status == 0, "\(lines.joined(separator: "\n"))")
        let hashes = try JSONTree(parsing: try #require(lines.last).utf8)["hashes"]?.array?.compactMap(\.string)
        let answers: [PasswordHasher.Answer] = [.right, .rightButWeaklyStored, .right]
        for (stored, answer) in zip(try #require(hashes), answers) {
            #expect(try await hasher.check(password, against: stored) == answer)
            #expect(try await hasher.check(password + "!", against: stored) == .wrong)
        }
    }
}
