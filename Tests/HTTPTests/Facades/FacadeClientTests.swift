import Coordinator
import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

@testable import HTTP

/// The clients that are there for the APIs of other systems, and their dialects to the letter, against a coordinator with a real
/// worker.
@Suite("Clients of other systems", .serialized)
struct FacadeClientTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python")

    /// The interpreter that has the clients; nil where they cannot be had.
    static let python = PythonEnvironment.interpreter(
        with: folder.appending(path: "requirements.txt"), in: "facade-clients")

    @Test(
        "do with these APIs what they do with the originals",
        .enabled(if: FacadeClientTests.python != nil, "needs python3-venv, and PyPI once"))
    func clientsWork() async throws {
        try await FacadeFleet.run { fleet in
            for script in [
                "judge0_sdk", "judge0_client_library", "judge0_raw", "judge0_callback", "piston", "piston_connect",
                "sandbox_fusion_sdk", "sandbox_fusion_datasets", "verl_semantics", "open_r1_semantics", "facade_fuzz",
                "openapi_fuzz",
            ] {
                try await Self.expectDone(script, fleet.url)
            }
        }
    }

    @Test(
        "are told of a submission's end although the coordinator was started anew before that",
        .enabled(if: FacadeClientTests.python != nil, "needs python3-venv, and PyPI once"))
    func callbacksSurvive() async throws {
        try await FacadeFleet.Place.with { place in
            let log = URL(fileURLWithPath: place.folder.appending("told").string)
            let script = Self.folder.appending(path: "told.py").path
            let listener = try ChildProcess([try #require(Self.python), "-B", script], output: log)
            let port = try await listener.line()
            try await FacadeFleet.run(at: place, makesCallbacks: false) { fleet in
                let answer = URL(fileURLWithPath: place.folder.appending("answer").string)
                let body =
                    #"{"source_code": "print(5)", "language_id": 71, "callback_url": "http://127.0.0.1:\#(port)/"}"#
                let curl = try ChildProcess(
                    [
                        "curl", "--silent", "--fail-with-body", "-H", "X-Auth-Token: alice-token", "--json", body,
                        fleet.url + "/judge0/submissions?wait=true&base64_encoded=false",
                    ], output: answer)
                let status = try await NIOThreadPool.singleton.runIfActive { curl.waitForEnd() }
                #expect(status == 0)
            }
            #expect(try listener.lines().count == 1)
            var counts: [Int] = []
            for _ in 0..<2 {
                try await FacadeFleet.run(at: place) { fleet in
                    try await listener.line(with: "PUT 3 5")
                    while !(try await fleet.desk.untold(by: "judge0").isEmpty) {
                        try await Task.sleep(for: .milliseconds(2))
                    }
                }
                counts.append(try listener.lines().count)
            }
            // What was taken for told is not told again. It may have been told twice before: where an answer was late.
            #expect(counts[0] == counts[1])
        }
    }

    private static func expectDone(_ script: String, _ url: String) async throws {
        let log = URL(fileURLWithPath: "/tmp/verdict-facade-\(script)-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(at: log) }
        let client = try ChildProcess(
            [
                "timeout", "150", try #require(python), "-B", folder.appending(path: script + ".py").path, url,
                "alice-token",
            ], output: log)
        let status = try await NIOThreadPool.singleton.runIfActive { client.waitForEnd() }
        let said = try String(contentsOf: log, encoding: .utf8)
        #expect(status == 0 && said.hasSuffix("done\n"), "\(script): \(said)")
    }
}
