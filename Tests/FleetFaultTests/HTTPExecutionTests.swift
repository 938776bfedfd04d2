import Foundation
import Identity
import SystemPackage
import TestSupport
import Testing
import Wire

/// Executions over HTTP: a coordinator and workers as they are started for real, and a client that knows nothing of them.
@Suite("Executions over HTTP", .timeLimit(.minutes(3))) struct HTTPExecutionTests {
    @Test("A client gets each answer that it is promised")
    func answersAreAsPromised() async throws {
        let port = Int.random(in: 30_000..<32_000)
        try await withFleet(coordinatorFlags: ["--http-listen", "http://127.0.0.1:\(port)"], workers: ["one"]) {
            fleet in
            let token = try SecretFile.token(fleet.token(.client))
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/executions.py")
            let log = URL(filePath: fleet.folder.appending("client.log").string)
            let client = try ChildProcess(["python3", "-u", script.path, "\(port)", token], output: log)
            let ended = await Task.detached { client.waitForEnd() }.value
            let lines = try client.lines()
            #expect(ended == 0, "\(lines.joined(separator: "\n"))")
            #expect(lines.count { $0.hasPrefix("held: ") } == 15)
        }
    }
}
