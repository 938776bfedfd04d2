import Coordinator
import Cryptography
import EmbeddedStorage
import Foundation
import Kernel
import Mail
import Storage
import TestSupport
import Testing
import Units

@testable import Accounts
@testable import Credentials

@Suite("Accounts") struct AccountFlowTests {
    @Test("are made, confirmed and logged in to; sessions go on, are seen and are ended")
    func wholeLife() async throws {
        try await Site.with { site in
            let body = ["name": "Alice", "email": "alice@mail.example", "password": "correct horse"]
            #expect(try await site.ask(.post, "register", body).status == .accepted)
            let mail = try await site.inbox.next()
            #expect(mail.to.text == "alice@mail.example" && mail.subject.contains("Confirm"))
            let link = try #require(mail.text.split(separator: "\n").first { $0.contains("/verify/") })
            let code = try #require(link.split(separator: "/verify/").last.map(String.init))
            try await expectRefusal(.wrongState, "not confirmed") { try await site.logIn() }
            try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") }
            try await expectRefusal(.forbidden) {
                try await site.ask(.get, "verify/{token}", parameters: ["token": code + "a"])
            }
            try await site.ask(.get, "verify/{token}", parameters: ["token": code])
            try await expectRefusal(.forbidden, "once") {
                try await site.ask(.get, "verify/{token}", parameters: ["token": code])
            }

            let first = try await site.logIn("ALICE")
            let second = try await site.logIn("alice@mail.example", by: Site.somebody("192.0.2.9"))
            let alice = try await site.person(first.access)
            #expect(alice.person != nil && alice.grants == [RoleGrant("setter", in: .site)])
            let sessions: [[String: Any]] = try await site.ask(.get, "sessions", by: alice).value("sessions")
            #expect(sessions.count == 2 && sessions.first?["is_current"] as? Bool == true)
            #expect(sessions.compactMap { $0["address"] as? String } == ["192.0.2.1", "192.0.2.9"])

            let other = try #require(sessions.last?["id"] as? String)
            try await site.ask(.delete, "sessions/{id}", by: alice, parameters: ["id": other])
            try await expectRefusal(.forbidden, "ended at once") { try await site.person(second.access) }
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, "refresh", ["refresh_token": second.refresh])
            }
            try await expectRefusal(.notFound) {
                try await site.ask(.delete, "sessions/{id}", by: alice, parameters: ["id": other])
            }

            site.clock.manual.advance(by: .seconds(601))
            try await expectRefusal(.forbidden, "expired") { try await site.person(first.access) }
            let next = try await site.ask(.post, "refresh", ["refresh_token": first.refresh])
            #expect(try await site.person(try next.value("access_token")).person == alice.person)
            try await site.ask(.post, "logout", ["refresh_token": try next.value("refresh_token", as: String.self)])
            try await expectRefusal(.forbidden) { try await site.person(try next.value("access_token")) }
            #expect(try await site.ask(.post, "logout", ["refresh_token": "nonsense"]).status == .nothing)
        }
    }

    @Test("get another mail if the one before is too old, and are asked for by whoever knows the password only")
    func anotherMail() async throws {
        try await Site.with { site in
            let body = ["name": "alice", "email": "alice@mail.example", "password": "correct horse"]
            try await site.ask(.post, "register", body)
            let old = try await site.inbox.code(behind: "/verify/")
            site.clock.manual.advance(by: .seconds(601))
            try await expectRefusal(.forbidden) {
                try await site.ask(.get, "verify/{token}", parameters: ["token": old])
            }
            try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") }
            try await expectRefusal(.wrongState) { try await site.logIn() }
            let new = try await site.inbox.code(behind: "/verify/")
            try await expectRefusal(.forbidden) {
                try await site.ask(.get, "verify/{token}", parameters: ["token": old])
            }
            try await site.ask(.get, "verify/{token}", parameters: ["token": new])
            _ = try await site.logIn()
        }
    }

    @Test(
        "give a client whose answer got lost the same tokens, and end a session whose spent token comes from elsewhere")
    func stolen() async throws {
        try await Site.with { site in
            try await site.register()
            let tokens = try await site.logIn()
            let body = ["refresh_token": tokens.refresh]
            let answers = try await [site.ask(.post, "refresh", body), site.ask(.post, "refresh", body)]
            let next: [String] = try answers.map { try $0.value("refresh_token") }
            #expect(next[0] == next[1] && next[0] != tokens.refresh)
            try await expectRefusal(.forbidden, "a thief") {
                try await site.ask(.post, "refresh", body, by: Site.somebody("198.51.100.1"))
            }
            try await expectRefusal(.forbidden, "whoever was robbed") {
                try await site.ask(.post, "refresh", ["refresh_token": next[0]])
            }
            try await expectRefusal(.forbidden) { try await site.person(try answers[1].value("access_token")) }
        }
    }

    @Test("are not betrayed: whoever has none is answered alike, and the log names nobody")
    func noEnumeration() async throws {
        try await Site.with { site in
            try await site.register()
            let body = ["name": "mallory", "email": "Alice@mail.example", "password": "another horse"]
            #expect(try await site.ask(.post, "register", body).status == .accepted)
            let mail = try await site.inbox.next()
            #expect(mail.subject.contains("You have an account") && !mail.text.contains("/verify/"))
            try await expectRefusal(.alreadyExists, "names are seen by everybody") {
                try await site.ask(
                    .post, "register", ["name": "ALICE", "email": "x@y.example", "password": "another horse"])
            }

            var errors: Set<DomainError> = []
            for name in ["alice", "nobody", "alice@mail.example", "nobody@mail.example", "mallory", "\u{0}"] {
                do {
                    _ = try await site.logIn(name, password: "wrong horse")
                } catch let error as DomainError {
                    errors.insert(error)
                }
            }
            #expect(errors == [AccountRefusal.wrongLogin])

            for address in ["nobody@mail.example", "alice@mail.example"] {
                #expect(try await site.ask(.post, "forgot-password", ["email": address]).status == .accepted)
            }
            #expect(try await site.inbox.next().to.text == "alice@mail.example", "the only one that was sent")

            let tokens = try await site.logIn()
            let secrets = ["alice", "mallory", "mail.example", "horse", "192.0.2.1", tokens.refresh, tokens.access]
            for event in try await site.events() where event.type.hasPrefix("verdict.accounts") {
                let text = String(decoding: event.payload, as: UTF8.self).lowercased()
                for secret in secrets { #expect(!text.contains(secret), "\(event.type) has \(secret)") }
            }
        }
    }

    @Test("get a new password by mail, and all sessions are over then")
    func forgotten() async throws {
        try await Site.with { site in
            try await site.register()
            let tokens = try await site.logIn()
            try await site.ask(.post, "forgot-password", ["email": "alice@mail.example"])
            let code = try await site.inbox.code(behind: "?token=")
            func reset(_ password: String) async throws {
                try await site.ask(.post, "reset-password", ["token": code, "password": password])
            }
            try await expectRefusal(.invalid, "too common") { try await reset("password") }
            try await expectRefusal(.invalid, "too personal") { try await reset("alice12345") }
            site.clock.manual.advance(by: .seconds(1))
            try await reset("a better horse")
            #expect(try await site.inbox.next().subject.contains("changed"))
            try await expectRefusal(.forbidden, "once") { try await reset("a third horse") }
            try await expectRefusal(.forbidden) { try await site.person(tokens.access) }
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, "refresh", ["refresh_token": tokens.refresh])
            }
            try await expectRefusal(.forbidden) { try await site.logIn() }
            site.clock.manual.advance(by: .seconds(1))
            let alice = try await site.person(try await site.logIn(password: "a better horse").access)
            let change = ["password": "a better horse", "new_password": "the best horse"]
            try await expectRefusal(.forbidden) {
                try await site.ask(
                    .post, "change-password", ["password": "wrong", "new_password": "the best horse"], by: alice)
            }
            site.clock.manual.advance(by: .seconds(1))
            try await site.ask(.post, "change-password", change, by: alice)
            site.clock.manual.advance(by: .seconds(1))
            _ = try await site.logIn(password: "the best horse")
        }
    }

    @Test("want a code of an app, once it has shown one, or a recovery code")
    func secondFactor() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let uri: String = try await site.ask(.post, "second-factor", ["password": "correct horse"], by: alice)
                .value("otpauth")
            let digits = try #require(uri.split(separator: "secret=").last?.prefix { $0 != "&" })
            let app = OneTimePassword(secret: .init(try #require(Base32.bytes(of: digits.lowercased()))))
            func code() -> String { app.code(ofStep: OneTimePassword.step(at: site.clock.now.seconds)) }
            _ = try await site.logIn()
            let recovery: [String] = try await site.ask(.post, "second-factor/confirm", ["code": code()], by: alice)
                .value("recovery_codes")
            #expect(recovery.count == 10)
            #expect(try await site.inbox.next().subject.contains("needs a code"))

            try await expectRefusal(.wrongState, "no code") { try await site.logIn() }
            try await expectRefusal(.forbidden, "the same step") { try await site.logIn(code: code()) }
            site.clock.manual.advance(by: .seconds(60))
            _ = try await site.logIn(code: code())
            try await expectRefusal(.forbidden, "used") { try await site.logIn(code: code()) }
            _ = try await site.logIn(code: recovery[3])
            site.clock.manual.advance(by: .seconds(60))
            try await expectRefusal(.forbidden, "used") { try await site.logIn(code: recovery[3]) }
            try await expectRefusal(.forbidden, "the code does not help without the password") {
                try await site.logIn(password: "wrong horse", code: code())
            }
            try await site.ask(.post, "second-factor/remove", ["code": code()], by: alice)
            site.clock.manual.advance(by: .seconds(60))
            _ = try await site.logIn()
        }
    }

    @Test("have tokens for programs, which are good for what they are for, and until they are revoked")
    func programTokens() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let made = try await site.ask(
                .post, "tokens", ["name": "ci", "scopes": ["contests"], "days": 30], by: alice)
            let token: String = try made.value("token")
            #expect(token.hasPrefix("vrd_"))
            let program = try await site.person(token)
            #expect(program.person == alice.person && program.scopes == ["contests"])
            try await expectRefusal(.forbidden, "another module") { try await site.ask(.get, "tokens", by: program) }
            var greedy = program
            greedy.scopes = ["*"]
            for path in ["tokens", "second-factor", "change-password"] {
                try await expectRefusal(.forbidden, "nobody gets more with a token") {
                    try await site.ask(
                        .post, path, ["name": "x", "scopes": ["*"], "password": "correct horse", "new_password": "y"],
                        by: greedy)
                }
            }
            for other in [token + "a", String(token.dropLast()), OpaqueToken(.api).text, "", "vrd_", "a.b.c"] {
                try await expectRefusal(.forbidden) { try await site.person(other) }
            }
            let list: [[String: Any]] = try await site.ask(.get, "tokens", by: alice).value("tokens")
            #expect(list.count == 1 && list.first?["name"] as? String == "ci" && list.first?["token"] == nil)
            try await expectRefusal(.invalid) {
                try await site.ask(.post, "tokens", ["name": "x", "scopes": [String]()], by: alice)
            }
            let id: String = try made.value("id")
            let bob = Actor(.person(.random()))
            try await expectRefusal(.notFound, "somebody else's") {
                try await site.ask(.delete, "tokens/{id}", by: bob, parameters: ["id": id])
            }
            try await site.ask(.delete, "tokens/{id}", by: alice, parameters: ["id": id])
            try await expectRefusal(.forbidden) { try await site.person(token) }
            let none: [Any] = try await site.ask(.get, "tokens", by: alice).value("tokens")
            #expect(none.isEmpty)
            let short = try await site.ask(.post, "tokens", ["name": "s", "scopes": ["*"], "days": 1], by: alice)
            site.clock.manual.advance(by: .seconds(86_400))
            try await expectRefusal(.forbidden, "too old") { try await site.person(try short.value("token")) }
        }
    }

    @Test("make whoever guesses wait, longer each time, and nobody else")
    func throttled() async throws {
        try await Site.with { site in
            try await site.register()
            try await site.register("bob")
            for _ in 0..<4 { try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") } }
            try await expectRefusal(.exhausted, "also with the right one") { try await site.logIn() }
            _ = try await site.logIn("bob")
            site.clock.manual.advance(by: .seconds(1))
            try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") }
            site.clock.manual.advance(by: .seconds(1))
            do {
                _ = try await site.logIn()
            } catch let error as DomainError {
                #expect(error.code == .exhausted && error.retryAfter == .seconds(1))
            }
            site.clock.manual.advance(by: .seconds(1))
            _ = try await site.logIn()
            for _ in 0..<3 { _ = try await site.logIn() }
        }
    }

    @Test(
        "are guessed at no faster by other spellings of a name or an address, whether they are there or not",
        arguments: [
            ["alice", "ALICE", "Alice", "aLICE", "alicE"], ["nobody", "NOBODY", "Nobody", "nOBODY", "nobodY"],
            // Letters of other kinds that are the same one by Unicode.
            ["alice@mail.example", "ALICE@mail.example", "\u{ff41}lice@mail.example", "alic\u{1d41e}@mail.example"]
                + ["\u{ff21}LICE@m\u{ff41}il.example"],
            ["nobody@mail.example", "NOBODY@mail.example", "\u{ff4e}obody@mail.example", "n\u{1d428}body@mail.example"]
                + ["\u{ff2e}OBODY@m\u{ff41}il.example"],
        ])
    func spellings(_ names: [String]) async throws {
        try await Site.with { site in
            try await site.register()
            for name in names.dropLast() {
                try await expectRefusal(.forbidden, "\(name)") { try await site.logIn(name, password: "wrong horse") }
            }
            for name in names { try await expectRefusal(.exhausted, "\(name)") { try await site.logIn(name) } }
        }
    }

    @Test("live on when the coordinator is started anew, and passwords are kept with the work that is wanted then")
    func restart() async throws {
        let (place, clock) = (try Site.Place(), SiteClock())
        try await Site.with(place, clock: clock) { try await $0.register() }
        try await Site.with(place, clock: clock, cost: PasswordCost(memory: 128, passes: 1, lanes: 1)) { site in
            let tokens = try await site.logIn()
            #expect(try await site.person(tokens.access).person != nil)
            #expect(try await site.events().contains { $0.type == PasswordRehashed.persistedType })
            _ = try await site.logIn()
            #expect(try await site.events().count { $0.type == PasswordRehashed.persistedType } == 1)
            site.accounts.rotateKeys(to: .init())
            #expect(try await site.person(tokens.access).person != nil, "of the key before")
            let keys: [[String: Any]] = try await site.ask(.get, "keys").value("keys")
            #expect(keys.count == 2)
        }
    }

    @Test("are nobody's once their key is destroyed")
    func erased() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let id = try #require(alice.person)
            let account = try await site.accounts.account(id)
            #expect(try await site.accounts.seal.text(account.addressSealed, "address", of: id) == "alice@mail.example")
            await #expect(throws: (any Error).self, "of another kind") {
                try await site.accounts.seal.text(account.addressSealed, "name", of: id)
            }
            try await site.keys.destroy(PersonID(id))
            try await site.keys.destroy(PersonID(id))
            #expect(try await site.accounts.seal.text(account.addressSealed, "address", of: id) == nil)
            try await expectRefusal(.notFound) {
                try await site.ask(.post, "second-factor", ["password": "correct horse"], by: alice)
            }
        }
    }

    @Test("ask for what they need before any work, and from whoever may only")
    func refused() async throws {
        try await Site.with { site in
            for (name, email, password) in [
                ("al", "a@b.example", "correct horse"), ("alice", "nonsense", "correct horse"),
                ("alice", "a@b.example\r\nBcc: c@d.example", "correct horse"), ("alice", "a@b.example", "short"),
                ("alice", "a@b.example", "password1"), ("correct", "a@b.example", "correct1"),
            ] {
                try await expectRefusal(.invalid, "\(name) \(email) \(password)") {
                    try await site.ask(.post, "register", ["name": name, "email": email, "password": password])
                }
            }
            for path in ["sessions", "tokens"] {
                try await expectRefusal(.forbidden) { try await site.ask(.get, path) }
            }
            for path in ["second-factor", "second-factor/confirm", "change-password", "tokens"] {
                try await expectRefusal(.forbidden) { try await site.ask(.post, path) }
            }
            for token in ["", ".", "a.b", "vrm_x", String(repeating: "a", count: 10_000)] {
                try await expectRefusal(.forbidden) {
                    try await site.ask(.get, "verify/{token}", parameters: ["token": token])
                }
                try await expectRefusal(.forbidden) { try await site.ask(.post, "refresh", ["refresh_token": token]) }
                try await expectRefusal(.forbidden) { try await site.person(token) }
            }
            #expect(try await site.events().allSatisfy { !$0.type.hasPrefix("verdict.accounts") })
        }
    }
}
