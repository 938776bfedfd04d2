import Coordinator
import Cryptography
import Foundation
import JSONText
import Kernel
import Mail
import Storage
import Synchronization
import TestSupport
import Testing
import Units

@testable import Accounts
@testable import Credentials

@Suite("Somebody whom a provider knows", .timeLimit(.minutes(1))) struct ProviderLoginTests {
    private static let address: [String: JSONTree] = [
        "email": .string("alice@mail.example"), "email_verified": .bool(true),
        "preferred_username": .string("Alice Example"),
    ]

    private static func with(_ body: @Sendable (Site, KnownPeople, KnownPeople) async throws -> Void) async throws {
        let clock = SiteClock()
        let (uni, firm) = (KnownPeople("uni", clock), KnownPeople("firm", clock))
        try await Site.with(clock: clock, providers: try KnownPeople.options([uni, firm])) { site in
            try await body(site, uni, firm)
        }
    }

    @Test("gets a confirmed account at first, and into it from then on; the log does not say who it is")
    func firstLogin() async throws {
        try await Self.with { site, uni, _ in
            let alice = try await site.logIn("Subject-1", at: uni, Self.address)
            let id = try #require(alice.person)
            let state = try await site.accounts.account(id)
            #expect(state.isVerified && state.storedPassword == nil)
            #expect(try await site.accounts.seal.text(state.nameSealed, "name", of: id) == "Alice-Example")
            #expect(try await site.logIn("Subject-1", at: uni).person == id, "whatever the address is now")
            let exported = try await site.ask(.get, "export", by: alice)
            let text = String(decoding: exported.body, as: UTF8.self)
            for part in ["Subject-1", "https://uni.example", "alice@mail.example"] { #expect(text.contains(part)) }
            for event in try await site.events() {
                let said = String(decoding: event.payload, as: UTF8.self)
                for part in ["Subject-1", "uni.example", "alice@mail"] {
                    #expect(!said.contains(part), "\(event.type)")
                }
            }
            // Nobody gets in by a password that was never chosen.
            for password in ["", "correct horse"] {
                try await expectRefusal(.forbidden) { try await site.logIn("Alice-Example", password: password) }
            }
            let others = try await site.logIn(
                "subject-1", at: uni, ["email": .string("b@b.example"), "email_verified": .bool(true)])
            #expect(others.person != nil && others.person != id, "capital and small letters differ")
            let list: [[String: Any]] = try await site.ask(.get, "oidc", by: alice).value("providers")
            #expect(list.compactMap { $0["name"] as? String } == ["firm", "uni"])
            #expect(list.compactMap { $0["linked"] as? Bool } == [false, true])
        }
    }

    @Test("gets a name that is free and good, whatever the provider calls them")
    func names() async throws {
        let table: [(JSONTree, String)] = [
            (.string("alice"), "alice"), (.string("alice"), "alice-2"), (.string("élise@x"), "lise"),
            (.string("1234"), "mail"), (.string("a\u{0}<script>"), "a--script-"), (.null, "mail-2"),
            (.string(String(repeating: "x", count: 300)), String(repeating: "x", count: 32)),
        ]
        try await Self.with { site, uni, _ in
            for (number, row) in table.enumerated() {
                let claims: [String: JSONTree] = [
                    "email": .string("mail@\(number).example"), "email_verified": .bool(true),
                    "preferred_username": row.0,
                ]
                let id = try #require(try await site.logIn("\(number)", at: uni, claims).person)
                let state = try await site.accounts.account(id)
                let name = try await site.accounts.seal.text(state.nameSealed, "name", of: id)
                #expect(name == row.1, "\(row.0)")
            }
        }
    }

    @Test("takes over no account by its address, but is linked by its owner, is told so, and can be unlinked")
    func linking() async throws {
        try await Self.with { site, uni, firm in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            try await expectRefusal(.alreadyExists) { try await site.logIn("a", at: uni, Self.address) }
            try await expectRefusal(.alreadyExists) {
                try await site.logIn(
                    "a", at: uni, Self.address.merging(["email": .string("ALICE@mail.example")]) { $1 })
            }
            let begun = try await site.begin("uni", link: true, by: alice)
            let back = try uni.logIn(begun.address, "a")
            #expect(try await site.comeBack("link", "uni", begun.ticket, back, by: alice).status == .nothing)
            #expect(try await site.inbox.next().subject.contains("login was linked"))
            #expect(try await site.logIn("a", at: uni).person == alice.person)

            // What is one's own is nobody else's.
            let bob = try await site.logIn(
                "b", at: firm, ["email": .string("b@b.example"), "email_verified": .bool(true)])
            let again = try await site.begin("uni", link: true, by: bob)
            let taken = try uni.logIn(again.address, "a")
            try await expectRefusal(.alreadyExists) {
                try await site.comeBack("link", "uni", again.ticket, taken, by: bob)
            }
            #expect(try await site.accounts.account(try #require(bob.person)).identities.count == 1)

            try await site.ask(.delete, "oidc/{provider}/link", by: alice, parameters: ["provider": "uni"])
            try await expectRefusal(.alreadyExists) { try await site.logIn("a", at: uni, Self.address) }
            try await expectRefusal(.notFound) {
                try await site.ask(.delete, "oidc/{provider}/link", by: alice, parameters: ["provider": "uni"])
            }
            for path in ["link", "begin"] {
                try await expectRefusal(.forbidden, "who has not logged in") {
                    try await site.ask(
                        .post, "oidc/{provider}/" + path, ["link": true, "ticket": "x"], parameters: ["provider": "uni"]
                    )
                }
            }
            var program = alice
            program.scopes = ["*"]
            try await expectRefusal(.forbidden, "a token for programs") {
                try await site.begin("uni", link: true, by: program)
            }
        }
    }

    @Test("is refused without an address that the provider has checked")
    func unconfirmed() async throws {
        let table: [[String: JSONTree]] = [
            [:], ["email": .string("a@b.example")], ["email": .string("a@b.example"), "email_verified": .bool(false)],
            ["email": .string("nonsense"), "email_verified": .bool(true)],
            ["email": .string("a@b.example\r\nBcc: c@d.example"), "email_verified": .bool(true)],
        ]
        try await Self.with { site, uni, _ in
            for claims in table {
                try await expectRefusal(.wrongState, "\(claims)") { try await site.logIn("a", at: uni, claims) }
            }
            #expect(try await site.events().allSatisfy { !$0.type.hasPrefix("verdict.accounts") })
        }
    }

    @Test("comes back with the ticket of the same login at the same provider, once, and in time")
    func tickets() async throws {
        try await Self.with { site, uni, firm in
            let (first, second) = (try await site.begin("uni"), try await site.begin("uni"))
            let back = try uni.logIn(first.address, "a", Self.address)
            try await expectRefusal(.forbidden, "the ticket of another login") {
                try await site.comeBack("finish", "uni", second.ticket, back)
            }
            try await expectRefusal(.forbidden, "of another provider") {
                try await site.comeBack("finish", "firm", first.ticket, back)
            }
            try await expectRefusal(.forbidden, "not to link") {
                let bob = Actor(.person(.random()))
                return try await site.comeBack("link", "uni", first.ticket, back, by: bob)
            }
            try await expectRefusal(.notFound) { try await site.begin("nobody") }
            for (state, code) in [("", back.code), (back.state + "a", back.code), (back.state, "")] {
                try await expectRefusal(.forbidden) {
                    try await site.comeBack("finish", "uni", first.ticket, (state, code))
                }
            }
            for text in [
                "", "a", first.ticket + "A", String(first.ticket.dropLast(4)), String(repeating: "A", count: 9000),
            ] {
                try await expectRefusal(.forbidden) { try await site.comeBack("finish", "uni", text, back) }
            }
            try await expectRefusal(.forbidden) { try await site.comeBack("finish", "uni", first.ticket) }
            #expect(try await site.comeBack("finish", "uni", first.ticket, back).status == .ok)
            try await expectRefusal(.forbidden, "once") {
                try await site.comeBack("finish", "uni", first.ticket, try uni.logIn(first.address, "a"))
            }
            let late = try await site.begin("uni")
            site.clock.manual.advance(by: .seconds(600))
            try await expectRefusal(.forbidden, "late") {
                try await site.comeBack("finish", "uni", late.ticket, try uni.logIn(late.address, "a"))
            }
            // The code of one provider at the other one.
            let mixed = try await site.begin("firm")
            try await expectRefusal(.forbidden, "a mix-up") {
                let state = try firm.logIn(mixed.address, "a").state
                let begun = try await site.begin("uni")
                return try await site.comeBack(
                    "finish", "firm", mixed.ticket, (state, try uni.logIn(begun.address, "a").code))
            }
        }
    }

    @Test("links nothing to an account with the ticket of somebody else")
    func foreignLink() async throws {
        try await Self.with { site, uni, firm in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let bob = try await site.logIn(
                "b", at: firm, ["email": .string("b@b.example"), "email_verified": .bool(true)])
            let begun = try await site.begin("uni", link: true, by: bob)
            let back = try uni.logIn(begun.address, "evil")
            try await expectRefusal(.forbidden) {
                try await site.comeBack("link", "uni", begun.ticket, back, by: alice)
            }
            try await expectRefusal(.forbidden) { try await site.comeBack("finish", "uni", begun.ticket, back) }
            #expect(try await site.accounts.account(try #require(alice.person)).identities.isEmpty)
        }
    }

    @Test("still needs the code of the account's app, and does not go to the provider again for it")
    func secondFactor() async throws {
        try await Self.with { site, uni, _ in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let begun = try await site.begin("uni", link: true, by: alice)
            _ = try await site.comeBack("link", "uni", begun.ticket, try uni.logIn(begun.address, "a"), by: alice)
            let uri: String = try await site.ask(.post, "second-factor", ["password": "correct horse"], by: alice)
                .value("otpauth")
            let digits = try #require(uri.split(separator: "secret=").last?.prefix { $0 != "&" })
            let app = OneTimePassword(secret: .init(try #require(Base32.bytes(of: digits.lowercased()))))
            func code() -> String { app.code(ofStep: OneTimePassword.step(at: site.clock.now.seconds)) }
            try await site.ask(.post, "second-factor/confirm", ["code": code()], by: alice)
            site.clock.manual.advance(by: .seconds(60))

            let login = try await site.begin("uni")
            let half = try await site.comeBack("finish", "uni", login.ticket, try uni.logIn(login.address, "a"))
            #expect(half.status == .accepted)
            let ticket: String = try half.value("ticket")
            try await expectRefusal(.forbidden, "no code") { try await site.comeBack("finish", "uni", ticket) }
            try await expectRefusal(.forbidden, "elsewhere") {
                try await site.comeBack("finish", "firm", ticket, secondFactor: code())
            }
            try await expectRefusal(.forbidden) {
                try await site.comeBack("finish", "uni", ticket, secondFactor: "123")
            }
            let whole = try await site.comeBack("finish", "uni", ticket, secondFactor: code())
            #expect(try await site.person(try whole.value("access_token")).person == alice.person)
            site.clock.manual.advance(by: .seconds(60))
            try await expectRefusal(.forbidden, "once") {
                try await site.comeBack("finish", "uni", ticket, secondFactor: code())
            }

            let other = try await site.begin("uni")
            let back = try uni.logIn(other.address, "a")
            let atOnce = try await site.comeBack("finish", "uni", other.ticket, back, secondFactor: code())
            #expect(atOnce.status == .ok)
            let guessed = try await site.begin("uni")
            let known: String = try await site.comeBack(
                "finish", "uni", guessed.ticket, try uni.logIn(guessed.address, "a")
            ).value("ticket")
            for _ in 0..<4 {
                try await expectRefusal(.forbidden) {
                    try await site.comeBack("finish", "uni", known, secondFactor: "000000")
                }
            }
            try await expectRefusal(.exhausted, "whoever guesses waits") {
                try await site.comeBack("finish", "uni", known, secondFactor: "000000")
            }
        }
    }

    @Test("is free to come anew once erased, and is told when the provider cannot be asked")
    func erased() async throws {
        try await Self.with { site, uni, _ in
            let alice = try await site.logIn("a", at: uni, Self.address)
            let id = try #require(alice.person)
            let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])
            try await site.ask(.delete, "accounts/{id}", by: admin, parameters: ["id": "\(id)"])
            let again = try await site.logIn("a", at: uni, Self.address)
            #expect(again.person != nil && again.person != id)

            let begun = try await site.begin("uni")
            uni.isDown.withLock { $0 = true }
            try await expectRefusal(.unavailable) {
                try await site.comeBack("finish", "uni", begun.ticket, try uni.logIn(begun.address, "a"))
            }
        }
    }

    @Test("goes on where somebody was stopped while the account was made")
    func resumed() async throws {
        try await Self.with { site, uni, _ in
            // Linked, and nothing else was done.
            let (key, id) = (site.accounts.secrets.identity(uni.issuer, "a"), EntityID.random())
            try await site.accounts.commands.perform(LinkIdentity(identity: key, account: id), by: Site.somebody())
            #expect(try await site.logIn("a", at: uni, Self.address).person == id)
            // Linked to what was never finished; the owner of another account has the login.
            let (other, dead) = (site.accounts.secrets.identity(uni.issuer, "b"), EntityID.random())
            try await site.accounts.commands.perform(LinkIdentity(identity: other, account: dead), by: Site.somebody())
            try await expectRefusal(.alreadyExists) { try await site.logIn("b", at: uni, Self.address) }
            let alice = try await site.logIn("a", at: uni)
            let begun = try await site.begin("uni", link: true, by: alice)
            _ = try await site.comeBack("link", "uni", begun.ticket, try uni.logIn(begun.address, "b"), by: alice)
            #expect(try await site.logIn("b", at: uni).person == id)
        }
    }
}
