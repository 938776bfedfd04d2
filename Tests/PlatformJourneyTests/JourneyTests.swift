import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

/// The whole platform with real processes, asked over HTTP by a client that knows nothing but the API.
@Suite("The platform by its API", .serialized, .timeLimit(.minutes(3)))
struct JourneyTests {
    /// A coordinator with people, and a worker, below a folder.
    private struct Place {
        let folder: FilePath

        func file(_ name: String) -> URL { URL(fileURLWithPath: folder.appending(name).string) }
        var socket: String { "unix:\(folder)/socket" }

        func coordinator(_ number: Int) async throws -> ChildProcess {
            let process = try ChildProcess(
                [
                    try ChildProcess.built("verdict-coordinator"), "--create", "--data", "\(folder)/data", "--listen",
                    socket, "--operations-listen", "off", "--lease", "3s", "--http-listen", "unix:\(folder)/http",
                    "--accounts-origin", "http://judge.example", "--mail-folder", "\(folder)/mail",
                ], output: file("coordinator-\(number)"))
            try await process.line(with: " ready")
            return process
        }

        func worker() throws -> ChildProcess {
            try ChildProcess(
                [
                    try ChildProcess.built("verdict-worker"), "--coordinator", socket, "--name", "one", "--token-file",
                    "\(folder)/data/tokens/worker", "--cache-folder", "\(folder)/cache", "--cache-size", "64MiB",
                    "--jobs", "1", "--operations-listen", "off",
                    "--languages", RepositoryLanguages.few.string,
                ], output: file("worker"))
        }

        /// Asks about the audit log, and compares it with the checkpoint of the last time.
        func audit(_ words: String...) async throws {
            let audit = try ChildProcess(
                [try ChildProcess.built("verdict"), "admin", "audit"] + words + [
                    "--coordinator", socket, "--token-file", "\(folder)/data/tokens/admin", "--checkpoint",
                    "\(folder)/checkpoint",
                ], output: file("audit"))
            let status = try await NIOThreadPool.singleton.runIfActive { audit.waitForEnd() }
            #expect(status == 0, "\(said("audit"))")
        }

        func said(_ name: String) -> String { (try? String(contentsOf: file(name), encoding: .utf8)) ?? "" }
    }

    private static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let package = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Testcases/problems/motto")

    @Test(
        "A contest goes from its first mail to its awards, and a coordinator that is killed loses nothing it answered")
    func contest() async throws {
        let folder = FilePath("/tmp/verdict-journey-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        let place = Place(folder: folder)

        let first = try await place.coordinator(1)
        let worker = try place.worker()
        let journey = try ChildProcess(
            [
                "timeout", "150", "python3", "-B", Self.tests.appending(path: "Python/journey.py").path,
                "\(folder)/http", "\(folder)/mail", "\(folder)/data/tokens/admin", Self.package.path,
            ], output: place.file("journey"))
        try await journey.line(with: "kill")
        // What was signed before has to be there afterwards.
        try await place.audit("checkpoint", "--sign-now")
        first.kill()
        let second = try await place.coordinator(2)
        let status = try await NIOThreadPool.singleton.runIfActive { journey.waitForEnd() }
        let logs = ["coordinator-2", "worker"].map { place.said($0).suffix(4000) }.joined(separator: "\n")
        try #require(status == 0 && place.said("journey").hasSuffix("done\n"), "\(place.said("journey"))\n\(logs)")

        try await place.audit("checkpoint", "--sign-now")
        try await place.audit("verify")
        #expect(!place.said("audit").contains("nothing was signed"), "\(place.said("audit"))")
        for process in [worker, second] {
            process.signal(SIGTERM)
            let ended = try await NIOThreadPool.singleton.runIfActive { process.waitForEnd() }
            #expect(ended == 0)
        }
    }
}
