import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

/// A coordinator that is attacked by a script, until that says that it is done.
struct AttackedSite: Sendable {
    /// What attacks it.
    let script: ChildProcess
    /// The file that some scripts go on without.
    let enough: URL

    static let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let package = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Testcases/problems/motto")

    /// The interpreter that drives a browser; nil where it cannot be had.
    static let python = PythonEnvironment.interpreter(
        with: tests.deletingLastPathComponent().appending(path: "BrowserTests/Python/requirements.txt"), in: "browser")
    /// Debian's browser; nil where it is not installed.
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    /// The interpreter that has what makes requests of an API's description; nil where it cannot be had.
    static let clients = PythonEnvironment.interpreter(
        with: tests.deletingLastPathComponent().appending(path: "HTTPTests/Facades/Python/requirements.txt"),
        in: "facade-clients")

    /// What it may have in memory at most, at any time: a request that costs more than its size shows here.
    private static let mostMemory = 600_000_000

    /// Runs a script against a coordinator of its own.
    /// - Parameters:
    ///   - script: the script's name.
    ///   - words: what it is told beside where everything is.
    ///   - python: what runs it.
    ///   - hasWorker: whether programs are judged.
    ///   - options: more of the coordinator's.
    ///   - meanwhile: what is done to it beside that.
    static func run(
        _ script: String, words: [String] = [], python: String = "python3", hasWorker: Bool = false,
        options: [String] = [], meanwhile: (AttackedSite) async throws -> Void = { _ in }
    ) async throws {
        let folder = FilePath("/tmp/verdict-attack-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: folder.string) }
        func file(_ name: String) -> URL { URL(fileURLWithPath: folder.appending(name).string) }
        func said(_ name: String) -> String { (try? String(contentsOf: file(name), encoding: .utf8)) ?? "" }
        try JSONEncoder().encode(try await PlatformTable.read()).write(to: file("table"))
        let coordinator = try ChildProcess(
            [
                try ChildProcess.built("verdict-coordinator"), "--create", "--data", "\(folder)/data", "--listen",
                "unix:\(folder)/socket", "--operations-listen", "off", "--http-listen", "unix:\(folder)/http",
                "--accounts-origin", "http://judge.example", "--mail-folder", "\(folder)/mail",
                "--limits-reads", "1000000", "--limits-writes", "1000000",
            ] + options, output: file("coordinator"))
        try await coordinator.line(with: " ready")
        let worker = hasWorker ? try worker(below: folder, output: file("worker")) : nil
        let attack = try ChildProcess(
            [
                "timeout", LongTests.areAskedFor ? "1700" : "240", python, "-B",
                tests.appending(path: "Python/\(script).py").path, "\(folder)/http", "\(folder)/mail",
                "\(folder)/data/tokens/admin", package.path, "\(folder)/table",
            ] + words, output: file("attack"), environment: ["VERDICT_ENOUGH": "\(folder)/enough"])
        try await meanwhile(AttackedSite(script: attack, enough: file("enough")))
        let status = try await NIOThreadPool.singleton.runIfActive { attack.waitForEnd() }
        try #require(
            status == 0 && said("attack").hasSuffix("done\n"),
            "\(said("attack").suffix(8000))\n\(said("coordinator").suffix(2000))\n\(said("worker").suffix(2000))")
        // No input ends it, none makes it fail, and none makes it large.
        #expect(coordinator.isRunning && !said("coordinator").contains(" status=500 "))
        let peak = try peakMemory(of: coordinator.pid)
        #expect(peak < mostMemory, "it had \(peak) bytes")
        for process in [worker, coordinator].compactMap(\.self) {
            process.signal(SIGTERM)
            let ended = try await NIOThreadPool.singleton.runIfActive { process.waitForEnd() }
            #expect(ended == 0)
        }
    }

    private static func worker(below folder: FilePath, output: URL) throws -> ChildProcess {
        try ChildProcess(
            [
                try ChildProcess.built("verdict-worker"), "--coordinator", "unix:\(folder)/socket", "--name", "one",
                "--token-file", "\(folder)/data/tokens/worker", "--cache-folder", "\(folder)/cache", "--cache-size",
                "64MiB", "--jobs", "1", "--operations-listen", "off",
                "--languages", RepositoryLanguages.few.string,
            ], output: output)
    }

    /// The most memory that a process has had at once.
    private static func peakMemory(of process: Int32) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
        return try #require(Int(line.filter(\.isNumber))) * 1024
    }
}
