import Foundation
import NIOPosix
import SystemPackage
import TestSupport
import Testing

/// The pages in a real browser, of a real coordinator, with real mails.
@Suite("In a browser", .serialized, .timeLimit(.minutes(5)))
struct BrowserTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let scripts = folder.appending(path: "Python")

    /// The interpreter that has what drives a browser; nil where it cannot be had.
    static let python = PythonEnvironment.interpreter(with: scripts.appending(path: "requirements.txt"), in: "browser")
    /// Debian's browser; nil where it is not installed.
    static let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test(
        "people get in, do what they may, and get out, by keyboard alone and without scripts; no page breaks the site's policy",
        .enabled(if: BrowserTests.python != nil && BrowserTests.chromium != nil, "needs chromium, and PyPI once"),
        arguments: ["accounts", "board", "libraries"])
    func journey(_ script: String) async throws {
        let place = FilePath("/tmp/verdict-browser-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(
            atPath: place.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { _ = try? FileManager.default.removeItem(atPath: place.string) }
        func file(_ name: String) -> URL { URL(fileURLWithPath: place.appending(name).string) }
        let python = try #require(Self.python)

        let catcher = Self.folder.deletingLastPathComponent().appending(path: "MailTests/Python/catcher.py").path
        let mails = try ChildProcess([python, "-B", catcher, place.string, "open"], output: file("mails"))
        let mailPort = try #require(try await mails.line(with: "port ").split(separator: " ").last)
        let daemon = try ChildProcess(
            [
                try ChildProcess.built("verdict-coordinator"), "--create", "--data", place.appending("data").string,
                "--listen", "unix:\(place)/socket", "--operations-listen", "off", "--http-listen",
                "http://127.0.0.1:0", "--accounts-origin", "http://judge.example", "--mail-server", "127.0.0.1",
                "--mail-port", "\(mailPort)",
                "--mail-security", "none",
            ], output: file("log"))
        let listening = try await daemon.line(with: "address=http://")
        let url = String(try #require(listening.firstMatch(of: /address=(http:[^ ]+)/)).1)
        let token = try String(contentsOf: file("data/tokens/admin"), encoding: .utf8)
            .trimmingCharacters(in: .whitespacesAndNewlines)
        var command = [
            python, "-B", Self.scripts.appending(path: "\(script).py").path, url, file("mails").path, token,
            try #require(Self.chromium),
        ]
        // Where somebody wants to look at them.
        if let shots = ProcessInfo.processInfo.environment["VERDICT_SCREENSHOTS"] { command.append(shots) }
        let journey = try ChildProcess(command, output: file("journey"))
        let status = try await NIOThreadPool.singleton.runIfActive { journey.waitForEnd() }
        let told = try String(contentsOf: file("journey"), encoding: .utf8)
        #expect(status == 0 && told.hasSuffix("done\n"), "\(told)")
    }
}
