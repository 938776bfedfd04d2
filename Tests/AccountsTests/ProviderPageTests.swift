import Coordinator
import Cryptography
import Foundation
import JSONText
import Kernel
import Storage
import Templates
import TestSupport
import Testing
import Units

@testable import Accounts
@testable import Credentials

/// The pages of logging in at those who know people, as a browser goes through them.
@Suite("Somebody in a browser whom a provider knows", .timeLimit(.minutes(1))) struct ProviderPageTests {
    private static let address: [String: JSONTree] = [
        "email": .string("alice@mail.example"), "email_verified": .bool(true), "preferred_username": .string("alice"),
    ]

    private static func with(_ body: @Sendable (Site, KnownPeople, KnownPeople) async throws -> Void) async throws {
        let clock = SiteClock()
        let (uni, firm) = (KnownPeople("uni", clock), KnownPeople("firm", clock))
        try await Site.with(clock: clock, providers: try KnownPeople.options([uni, firm])) { site in
            try await body(site, uni, firm)
        }
    }

    @Test("goes there by a button, comes back, and is where they wanted to be")
    func login() async throws {
        try await Self.with { site, uni, _ in
            let form = try await site.html(.get, "login", query: ["next": "/contests/7"])
            for part in ["Log in with The uni", "Log in with The firm", "/login/oidc/uni/begin"] {
                #expect(form.contains(part))
            }
            let left = try await site.leave("login/oidc/{provider}/begin", "uni", ["next": "/contests/7"])
            #expect(left.name == "The uni" && left.kept.utf8.allSatisfy { $0 != UInt8(ascii: ";") })
            let back = try await site.browse(
                .get, "login/oidc/{provider}", "uni", query: try uni.back(left.address, "a", Self.address),
                kept: left.kept)
            guard case .go(let redirect) = back, case .begun(let cookie) = redirect.session else {
                Issue.record("nobody has logged in")
                return
            }
            #expect(redirect.path.description == "/contests/7" && redirect.isBack)
            let sessions = AccountBrowserSessions(accounts: site.accounts)
            #expect(try await sessions.session(of: cookie, from: "192.0.2.1")?.name == "alice")
        }
    }

    @Test(
        "is led nowhere else, and a path that is too long is forgotten",
        arguments: [
            "//evil.example", "https://evil.example", "javascript:alert(1)", "",
            "/" + String(repeating: "/a", count: 200),
        ])
    func next(text: String) async throws {
        try await Self.with { site, uni, _ in
            let left = try await site.leave("login/oidc/{provider}/begin", "uni", ["next": text])
            // Browsers keep it in a cookie.
            #expect(left.kept.utf8.count < 1024)
            let back = try await site.browse(
                .get, "login/oidc/{provider}", "uni", query: try uni.back(left.address, "a", Self.address),
                kept: left.kept)
            guard case .go(let redirect) = back else {
                Issue.record("nobody has logged in")
                return
            }
            #expect(redirect.path.description == "/")
        }
    }

    @Test("whose longest path fits into a cookie")
    func longest() async throws {
        try await Self.with { site, _, _ in
            let path = "/" + String(repeating: "a/", count: 63)
            let left = try await site.leave("login/oidc/{provider}/begin", "uni", ["next": path])
            #expect(left.kept.utf8.count < 1024)
            #expect(try site.accounts.logins.ticket(left.kept, at: "uni").next == path)
        }
    }

    @Test("is refused with what is not of this browser's own login, and is told so on the page")
    func attacks() async throws {
        try await Self.with { site, uni, firm in
            let mine = try await site.leave("login/oidc/{provider}/begin", "uni")
            let theirs = try await site.leave("login/oidc/{provider}/begin", "uni")
            let elsewhere = try await site.leave("login/oidc/{provider}/begin", "firm")
            let evil = try uni.back(theirs.address, "mallory", Self.address)
            let mixed = try firm.back(elsewhere.address, "mallory", Self.address)
            var stateless = evil
            stateless["state"] = nil
            // Whose browser is sent there by somebody else is not logged in as that one.
            let table: [(String, String, [String: String], String?)] = [
                ("no cookie", "uni", evil, nil), ("another login's state", "uni", evil, mine.kept),
                ("no state", "uni", stateless, theirs.kept), ("another provider's ticket", "uni", evil, elsewhere.kept),
                ("another provider's page", "firm", evil, theirs.kept),
                ("another provider's answer", "uni", mixed, mine.kept), ("garbage", "uni", evil, "AAAA"),
                ("said to be of another provider", "uni", evil.merging(["iss": firm.issuer]) { $1 }, theirs.kept),
                ("nothing at all", "uni", [:], nil),
            ]
            for (what, provider, query, kept) in table {
                let page = try await site.html(.get, "login/oidc/{provider}", provider, query: query, kept: kept)
                #expect(page.contains("complaint:"), "\(what): \(page)")
            }
            for error in ["access_denied", "server_error", "<script>alert(1)</script>"] {
                let page = try await site.html(
                    .get, "login/oidc/{provider}", "uni", query: ["error": error, "error_description": "<script>"],
                    kept: mine.kept)
                #expect(page.contains("complaint:") && !page.contains("script"), "\(page)")
            }
            try await expectRefusal(.notFound) { try await site.browse(.get, "login/oidc/{provider}", "nobody") }
            try await expectRefusal(.notFound) { try await site.browse(.post, "login/oidc/{provider}/begin", "nobody") }
            #expect(try await site.events().allSatisfy { $0.type != "verdict.accounts.v1.SessionOpened" })
        }
    }

    @Test("comes back once: who goes back in the history is not logged in again")
    func once() async throws {
        try await Self.with { site, uni, _ in
            let left = try await site.leave("login/oidc/{provider}/begin", "uni")
            let query = try uni.back(left.address, "a", Self.address).merging(["iss": uni.issuer]) { $1 }
            let first = try await site.browse(.get, "login/oidc/{provider}", "uni", query: query, kept: left.kept)
            guard case .go = first else {
                Issue.record("nobody has logged in")
                return
            }
            let again = try await site.html(.get, "login/oidc/{provider}", "uni", query: query, kept: left.kept)
            #expect(again.contains("complaint:"))
        }
    }

    @Test("links a login to the account, and unlinks it; nobody links theirs to somebody else's account")
    func linking() async throws {
        try await Self.with { site, uni, _ in
            try await site.register()
            try await site.register("bob")
            let alice = try await site.person(try await site.logIn().access)
            let bob = try await site.person(try await site.logIn("bob").access)
            #expect(try await site.html(.get, "account", by: alice).contains("Link The uni"))
            let path = "account/logins/{provider}/"
            let left = try await site.leave(path + "link", "uni", by: alice)
            let query = try uni.back(left.address, "a")
            // Bob, and who has not logged in, come back with what Alice's browser keeps.
            let foreign = try await site.html(
                .get, "login/oidc/{provider}", "uni", query: query, kept: left.kept, by: bob)
            #expect(foreign.contains("complaint:"))
            try await expectRefusal(.forbidden) {
                try await site.browse(.get, "login/oidc/{provider}", "uni", query: query, kept: left.kept)
            }
            guard
                case .go(let redirect) = try await site.browse(
                    .get, "login/oidc/{provider}", "uni", query: query, kept: left.kept, by: alice)
            else {
                Issue.record("it is not linked")
                return
            }
            #expect(redirect.path.description == "/account" && redirect.isBack && redirect.session == .same)
            #expect(try await site.logIn("a", at: uni).person == alice.person)
            #expect(try await site.html(.get, "account", by: alice).contains("Unlink The uni"))
            #expect(try await site.html(.get, "account", by: bob).contains("Link The uni"))
            _ = try await site.browse(.post, path + "unlink", "uni", by: alice)
            #expect(try await !site.html(.get, "account", by: alice).contains("Unlink The uni"))
            try await expectRefusal(.notFound) { try await site.browse(.post, path + "unlink", "uni", by: alice) }
        }
    }

    @Test("is asked for the code of the app where the account has one, and logs in with it")
    func secondFactor() async throws {
        try await Self.with { site, uni, _ in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let link = try await site.leave("account/logins/{provider}/link", "uni", by: alice)
            _ = try await site.browse(
                .get, "login/oidc/{provider}", "uni", query: try uni.back(link.address, "a"), kept: link.kept, by: alice
            )
            let uri: String = try await site.ask(.post, "second-factor", ["password": "correct horse"], by: alice)
                .value("otpauth")
            let digits = try #require(uri.split(separator: "secret=").last?.prefix { $0 != "&" })
            let app = OneTimePassword(secret: .init(try #require(Base32.bytes(of: digits.lowercased()))))
            func code() -> String { app.code(ofStep: OneTimePassword.step(at: site.clock.now.seconds)) }
            try await site.ask(.post, "second-factor/confirm", ["code": code()], by: alice)
            site.clock.manual.advance(by: .seconds(60))

            let left = try await site.leave("login/oidc/{provider}/begin", "uni", ["next": "/account"])
            let form = try await site.html(
                .get, "login/oidc/{provider}", "uni", query: try uni.back(left.address, "a"), kept: left.kept)
            #expect(form.contains("The uni has said who you are") && !form.contains("complaint:"))
            let ticket = try #require(form.firstMatch(of: /name="ticket" value="([^"]+)"/)).1
            var fields = ["ticket": String(ticket), "next": "/account", "code": ""]
            let wrong = try await site.html(.post, "login/oidc/{provider}/code", "uni", fields: fields)
            #expect(wrong.contains("complaint:") && wrong.contains(ticket))
            fields["code"] = code()
            let done = try await site.browse(.post, "login/oidc/{provider}/code", "uni", fields: fields)
            guard case .go(let redirect) = done, case .begun = redirect.session else {
                Issue.record("nobody has logged in")
                return
            }
            #expect(redirect.path.description == "/account")
        }
    }

    @Test("sees no button where there is no provider")
    func without() async throws {
        try await Site.with { site in
            #expect(try await !site.html(.get, "login").contains("elsewhere"))
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            #expect(try await !site.html(.get, "account", by: alice).contains("elsewhere"))
        }
    }
}

extension KnownPeople {
    /// What a browser is sent back with, as a query.
    fileprivate func back(
        _ address: String, _ subject: String, _ claims: [String: JSONTree] = [:]
    ) throws -> [String: String] {
        let back = try logIn(address, subject, claims)
        return ["state": back.state, "code": back.code]
    }
}
