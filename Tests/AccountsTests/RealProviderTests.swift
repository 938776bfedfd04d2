import Coordinator
import Cryptography
import Foundation
import HTTP
import Kernel
import OpenIDConnect
import TestSupport
import Testing
import Units

@testable import Accounts

/// A real provider of logins, and what a browser does there.
private enum RealProvider {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Python")
    static let python = PythonEnvironment.interpreter(
        with: folder.appending(path: "requirements.txt"), in: "oidc-provider")

    static func run(_ script: String, _ words: [String], in place: URL) throws -> ChildProcess {
        try ChildProcess(
            [try #require(python), "-B", folder.appending(path: script).path] + words,
            output: place.appending(path: "output-\(UInt64.random(in: 0 ... .max))"))
    }

    static func client(_ networks: [String]) -> GuardedClient {
        var client = GuardedClient()
        client.timeout = .seconds(30)
        client.allowed = networks.compactMap(NetworkRange.init(parsing:))
        return client
    }

    static func options(_ port: String, networks: [String]) throws -> ProviderOptions {
        let provider = try #require(
            OpenIDProvider(
                name: "mock", title: "Mock", issuer: "http://127.0.0.1:\(port)", clientID: "judge",
                clientSecret: SymmetricKey(Array("secret".utf8))))
        return ProviderOptions([provider]) { [client = client(networks)] request in
            try await client.fetch(
                request.url, headers: request.headers, form: request.form, atMost: request.most)
        }
    }
}

@Suite("A real provider", .enabled(if: RealProvider.python != nil, "needs python3-venv, and PyPI once"))
struct RealProviderTests {
    @Test("logs people in by its form, and is not asked where its network is not allowed", .timeLimit(.minutes(2)))
    func journey() async throws {
        let place = URL(fileURLWithPath: "/tmp/verdict-oidc-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { _ = try? FileManager.default.removeItem(at: place) }
        let process = try RealProvider.run("provider.py", [], in: place)
        let port = String(try await process.line(with: "serving ").dropFirst(8))

        @Sendable func logIn(_ site: Site, _ person: String) async throws -> Site.Answer {
            let begun = try await site.begin("mock")
            let browser = try RealProvider.run("browser.py", [begun.address, person], in: place)
            let back = try await browser.line(with: "location ")
            #expect(back.contains("https://judge.example/login/oidc/mock?"))
            let fields = KnownPeople.fields(String(try #require(back.split(separator: "?").last)))
            return try await site.comeBack(
                "finish", "mock", begun.ticket, (try #require(fields["state"]), try #require(fields["code"])))
        }

        // The provider's tokens are good now.
        let allowed = try RealProvider.options(port, networks: ["127.0.0.0/8"])
        try await Site.with(clock: SiteClock(start: .now), providers: allowed) { site in
            let alice = try await site.person(try await logIn(site, "Alice").value("access_token"))
            let id = try #require(alice.person)
            let state = try await site.accounts.account(id)
            #expect(try await site.accounts.seal.text(state.nameSealed, "name", of: id) == "Alice-Example")
            #expect(
                try await site.accounts.seal.text(state.addressSealed, "address", of: id) == "alice@university.example")
            #expect(try await site.person(try await logIn(site, "Alice").value("access_token")).person == id)
            try await expectRefusal(.wrongState, "no checked address") { try await logIn(site, "bob") }
        }
        let refused = try RealProvider.options(port, networks: [])
        try await Site.with(clock: SiteClock(start: .now), providers: refused) { site in
            try await expectRefusal(.unavailable) { try await site.begin("mock") }
        }
    }
}
