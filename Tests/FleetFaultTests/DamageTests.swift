import EmbeddedStorage
import Foundation
import Storage
import SystemPackage
import TestSupport
import Testing

@Suite("A store that is damaged", .timeLimit(.minutes(2)))
struct DamageTests {
    private let folder = FilePath("/tmp/verdict-damage-\(UInt64.random(in: 0 ... .max))")

    private func start(_ log: String) throws -> ChildProcess {
        try ChildProcess(
            [
                try ChildProcess.built("verdict-coordinator"), "--create", "--data", folder.string, "--listen",
                "unix:\(folder)/socket", "--operations-listen", "off",
            ], output: URL(fileURLWithPath: folder.appending(log).string))
    }

    @Test("The daemon ends with status 65, says which entry cannot be applied and what to do, and takes no calls")
    func damagedEntry() async throws {
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let first = try start("first.log")
        try await first.line(with: " ready")
        first.signal(SIGTERM)
        #expect(first.waitForEnd() == 0)

        let store = try await EmbeddedStore.open(
            folder.appending("store"), keys: try KeyRing(file: folder.appending("keys")), leaseDuration: .seconds(30))
        _ = try await store.log.append(
            [Event(type: "verdict.v1.SubmissionAccepted", payload: [0xff])],
            to: try StreamName("submission-00000000000000000000000001"), expecting: .anything)
        try await store.close()

        let second = try start("second.log")
        #expect(second.ends(within: .seconds(20)))
        #expect(second.waitForEnd() == 65)
        let text = try String(contentsOfFile: folder.appending("second.log").string, encoding: .utf8)
        let line = text.split(separator: "\n").last { $0.hasPrefix("verdict-coordinator: ") } ?? ""
        print("the daemon said: \(line)")
        #expect(line.contains("position 1, of the stream submission-00000000000000000000000001, cannot be applied"))
        #expect(line.contains("restore the store from a backup"))
        #expect(!FileManager.default.fileExists(atPath: folder.appending("socket").string))
    }
}
