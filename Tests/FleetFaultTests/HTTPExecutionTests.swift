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
        let port = try freePort()
        try await withFleet(coordinatorFlags: ["--http-listen", "http://127.0.0.1:\(port)"], workers: ["one"]) {
            fleet in
            let token = try SecretFile.token(fleet.token(.client))
            let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/executions.py")
            let log = URL(filePath: fleet.folder.appending("client.log").string)
            let client = try ChildProcess(["python3", "-u", script.path, "\(port)", token], output: log)
            let ended = await Task.detached { client.waitForEnd() }.value
            let lines = try client.lines()
            #expect(ended == 0, "\(lines.joined(separator: "\n"))")
            #expect(lines.count { $0.hasPrefix("held: ") } == 18)
        }
    }

    /// The interpreter that has the package of `Scripts/python`; nil where it cannot be made.
    private static let python: String? = {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let build = folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: ".build/python-client")
        let log = URL(filePath: "/tmp/verdict-python-client-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(at: log) }
        guard
            let script = try? ChildProcess(
                [folder.appending(path: "Python/environment").path, build.path], output: log),
            script.waitForEnd() == 0
        else { return nil }
        return (try? script.lines())?.last.map { String($0) }
    }()

    @Test(
        "The package for Python does what it says, and what its README says",
        .enabled(if: HTTPExecutionTests.python != nil, "needs python3-venv, and PyPI once"))
    func packageWorks() async throws {
        let port = try freePort()
        let python = try #require(Self.python)
        try await withFleet(
            coordinatorFlags: ["--http-listen", "http://127.0.0.1:\(port)"], workers: ["one", "two"]
        ) { fleet in
            let token = try SecretFile.token(fleet.token(.client))
            let tests = URL(filePath: #filePath).deletingLastPathComponent()
            let readme = tests.deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Scripts/python/README.md")
            let client = try ChildProcess(
                [
                    "timeout", "150", python, "-B", "-u", tests.appending(path: "Python/package.py").path,
                    "http://127.0.0.1:\(port)", token, readme.path,
                ], output: URL(filePath: fleet.folder.appending("package.log").string))
            let ended = await Task.detached { client.waitForEnd() }.value
            let lines = try client.lines()
            #expect(ended == 0, "\(lines.joined(separator: "\n"))")
            #expect(lines.count { $0.hasPrefix("held: ") } == 11)
        }
    }
}
