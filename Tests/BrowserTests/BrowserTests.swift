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
        let place = try Place()
        defer { place.remove() }
        let python = try #require(Self.python)
        let catcher = Self.folder.deletingLastPathComponent().appending(path: "MailTests/Python/catcher.py").path
        let mails = try ChildProcess([python, "-B", catcher, place.folder.string, "open"], output: place.file("mails"))
        let mailPort = try #require(try await mails.line(with: "port ").split(separator: " ").last)
        let site = try await place.site([
            "--mail-server", "127.0.0.1", "--mail-port", "\(mailPort)", "--mail-security", "none",
        ])
        try await place.go(script, on: site, mails: place.file("mails"))
    }

    @Test(
        "a contest goes from its first mail to its awards, and programs are hacked; everybody sees without asking what they may see",
        .enabled(if: BrowserTests.python != nil && BrowserTests.chromium != nil, "needs chromium, and PyPI once"),
        arguments: ["contest", "hacks"])
    func contest(_ script: String) async throws {
        let place = try Place()
        defer { place.remove() }
        let site = try await place.site(["--mail-folder", "\(place.folder)/mail"])
        let worker = try place.worker()
        let package = Self.folder.deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Testcases/problems/sum")
        try await place.go(
            script, on: site, mails: place.file("mail"), environment: ["VERDICT_PACKAGE": package.path])
        #expect(worker.isRunning && site.daemon.isRunning)
    }

    /// The interpreter that has a provider of logins; nil where it cannot be had.
    static let providerPython = PythonEnvironment.interpreter(
        with: folder.deletingLastPathComponent().appending(path: "AccountsTests/Python/requirements.txt"),
        in: "oidc-provider")

    @Test(
        "people log in at a provider, and link such a login to their account; what others make up logs nobody in",
        .enabled(
            if: BrowserTests.python != nil && BrowserTests.chromium != nil && BrowserTests.providerPython != nil,
            "needs chromium, and PyPI once"))
    func providers() async throws {
        let place = try Place()
        defer { place.remove() }
        let script = Self.folder.deletingLastPathComponent().appending(path: "AccountsTests/Python/provider.py").path
        let provider = try ChildProcess(
            [try #require(Self.providerPython), "-B", script], output: place.file("provider"))
        let address = "http://127.0.0.1:\(try await provider.line(with: "serving ").dropFirst(8))"
        try "secret".write(to: place.file("client-secret"), atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: place.file("client-secret").path)
        let settings = """
            uni:
              title: The <Uni> & co
              issuer: \(address)
              client-id: judge
              client-secret: client-secret
            """
        try settings.write(to: place.file("providers.yaml"), atomically: true, encoding: .utf8)
        let site = try await place.site([
            "--mail-folder", "\(place.folder)/mail", "--accounts-oidc", place.file("providers.yaml").path,
            "--accounts-oidc-networks", "127.0.0.0/8",
        ])
        try await place.go(
            "providers", on: site, mails: place.file("mail"),
            environment: ["VERDICT_PROVIDER": address, "VERDICT_BY_NAME": "yes"])
    }

    /// A coordinator that people find.
    private struct Site {
        let daemon: ChildProcess
        let url: String
    }

    /// A folder for all that a site has.
    private struct Place {
        let folder = FilePath("/tmp/verdict-browser-\(UInt64.random(in: 0 ... .max))")

        init() throws {
            try FileManager.default.createDirectory(
                atPath: folder.string, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        }

        func remove() { _ = try? FileManager.default.removeItem(atPath: folder.string) }

        func file(_ name: String) -> URL { URL(fileURLWithPath: folder.appending(name).string) }

        func site(_ options: [String]) async throws -> Site {
            let daemon = try ChildProcess(
                [
                    try ChildProcess.built("verdict-coordinator"), "--create", "--data", "\(folder)/data", "--listen",
                    "unix:\(folder)/socket", "--operations-listen", "off", "--http-listen", "http://127.0.0.1:0",
                    "--accounts-origin", "http://judge.example",
                ] + options, output: file("log"))
            let listening = try await daemon.line(with: "address=http://")
            try await daemon.line(with: " ready")
            return Site(daemon: daemon, url: String(try #require(listening.firstMatch(of: /address=(http:[^ ]+)/)).1))
        }

        func worker() throws -> ChildProcess {
            try ChildProcess(
                [
                    try ChildProcess.built("verdict-worker"), "--coordinator", "unix:\(folder)/socket", "--name", "one",
                    "--token-file", "\(folder)/data/tokens/worker", "--cache-folder", "\(folder)/cache", "--cache-size",
                    "64MiB", "--jobs", "1", "--operations-listen", "off",
                    "--languages", RepositoryLanguages.few.string,
                ], output: file("worker"))
        }

        /// Has a script drive a browser, until it is done.
        func go(_ script: String, on site: Site, mails: URL, environment: [String: String] = [:]) async throws {
            let token = try String(contentsOf: file("data/tokens/admin"), encoding: .utf8)
                .trimmingCharacters(in: .whitespacesAndNewlines)
            var command = [
                try #require(BrowserTests.python), "-B", BrowserTests.scripts.appending(path: "\(script).py").path,
                site.url, mails.path, token, try #require(BrowserTests.chromium),
            ]
            // Where somebody wants to look at them.
            if let shots = ProcessInfo.processInfo.environment["VERDICT_SCREENSHOTS"] { command.append(shots) }
            let journey = try ChildProcess(command, output: file("journey"), environment: environment)
            let status = try await NIOThreadPool.singleton.runIfActive { journey.waitForEnd() }
            let told = try String(contentsOf: file("journey"), encoding: .utf8)
            #expect(status == 0 && told.hasSuffix("done\n"), "\(told)")
        }
    }
}
