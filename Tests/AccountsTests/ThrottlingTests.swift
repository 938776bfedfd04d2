import Coordinator
import Events
import Kernel
import Storage
import TestSupport
import Testing
import Units

@testable import Accounts
@testable import Credentials

/// Whoever guesses waits, and keeps nobody else out.
@Suite("Whoever guesses at accounts", .timeLimit(.minutes(1))) struct ThrottlingTests {
    private static let stranger = Site.somebody("198.51.100.7")

    /// Guesses from elsewhere until that has to wait.
    private static func besiege(_ site: Site, _ names: [String] = ["alice", "alice@mail.example"]) async throws {
        for name in names {
            for _ in 0..<4 {
                try await expectRefusal(.forbidden) {
                    try await site.logIn(name, password: "wrong horse", by: stranger)
                }
            }
            try await expectRefusal(.exhausted) { try await site.logIn(name, password: "wrong horse", by: stranger) }
        }
    }

    @Test("does not keep out who has shown from where they come that the account is theirs")
    func known() async throws {
        try await Site.with { site in
            try await site.register()
            try await Self.besiege(site)
            for name in ["alice", "alice@mail.example", "Alice"] { _ = try await site.logIn(name) }
            let elsewhere = Site.somebody("203.0.113.5")
            try await expectRefusal(.exhausted, "nobody knows that one") { try await site.logIn(by: elsewhere) }
            // Nor does a known place let anybody guess without waiting.
            for _ in 0..<4 { try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") } }
            try await expectRefusal(.exhausted) { try await site.logIn() }
            // In a hall all come from one address: a neighbour keeps nobody out for long.
            for _ in 0..<12 {
                site.clock.manual.advance(by: .seconds(60))
                try await expectRefusal(.forbidden) { try await site.logIn(password: "wrong horse") }
            }
            site.clock.manual.advance(by: .seconds(60))
            _ = try await site.logIn()
        }
    }

    @Test("does not keep out who reads the account's mail, wherever they are")
    func byMail() async throws {
        try await Site.with { site in
            try await site.register()
            try await Self.besiege(site)
            let elsewhere = Site.somebody("203.0.113.5")
            try await expectRefusal(.exhausted) { try await site.logIn(by: elsewhere) }
            try await site.ask(.post, "forgot-password", ["email": "alice@mail.example"], by: elsewhere)
            let code = try await site.inbox.code(behind: "?token=")
            try await site.ask(
                .post, "reset-password", ["token": code, "password": "a better horse"], by: elsewhere)
            _ = try await site.logIn(password: "a better horse", by: elsewhere)
            _ = try await site.logIn("alice@mail.example", password: "a better horse", by: elsewhere)
            try await expectRefusal(.exhausted) {
                try await site.logIn(password: "a better horse", by: Self.stranger)
            }
        }
    }

    @Test("is not who makes accounts: a hall that registers at once can log in at once")
    func hall() async throws {
        try await Site.with { site in
            for number in 0..<160 {
                let body = ["name": "hall-\(number)", "email": "p\(number)@mail.example", "password": "correct horse"]
                #expect(try await site.ask(.post, "register", body).status == .accepted)
                try await site.ask(.post, "forgot-password", ["email": "q\(number)@mail.example"])
            }
            try await expectRefusal(.forbidden, "looked at, and found to be nobody") { try await site.logIn("nobody") }
        }
    }

    @Test("does not count as one who failed while nobody could tell")
    func outage() async throws {
        try await Site.with { site in
            let accounts = site.accounts
            for code in [DomainError.Code.unavailable, .failed, .damaged] {
                for _ in 0..<10 {
                    try await expectRefusal(code) {
                        try await accounts.trying(try accounts.attempt(at: "alice", by: Self.stranger)) { () -> Void in
                            throw DomainError(code, "a test says so")
                        }
                    }
                }
            }
            // What is refused does.
            for _ in 0..<4 {
                try await expectRefusal(.forbidden) {
                    try await accounts.trying(try accounts.attempt(at: "alice", by: Self.stranger)) { () -> Void in
                        throw AccountRefusal.wrongLogin
                    }
                }
            }
            try await expectRefusal(.exhausted) { _ = try accounts.attempt(at: "alice", by: Self.stranger) }
        }
    }

    @Test("is told to come again when too many passwords are looked at, and that is no failure of the server's")
    func overload() async throws {
        try await Site.with { site in
            try await expectRefusal(.unavailable) {
                try await site.accounts.hashing { (_: PasswordHasher) -> Void in
                    throw PasswordHasher.Failure(stage: "check", reason: "too many", advice: "wait")
                }
            }
            #expect(try await site.accounts.hashing { $0.computed } == 0)
        }
    }

    @Test("stands among what was refused, with whose account it was and from where, and with no name")
    func audit() async throws {
        try await Site.with { site in
            try await site.register()
            let alice = try await site.person(try await site.logIn().access)
            let id = try #require(alice.person)
            for name in ["nobody", "nobody@mail.example", "alice"] {
                try await expectRefusal(.forbidden) {
                    try await site.logIn(name, password: "wrong horse", by: Self.stranger)
                }
            }
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, "erase", ["password": "wrong horse"], by: alice)
            }
            var records: [CommandRecorded] = []
            for try await entry in site.log.follow(after: .start) where entry.stream.text == "audit-refusals" {
                records.append(try #require(entry.events.last).unpacked())
                if records.count == 2 { break }
            }
            #expect(records.map(\.action) == ["accounts.open-session", "accounts.erase"])
            #expect(records.map(\.actor) == ["anybody", "person \(id)"])
            #expect(records.first?.address == "198.51.100.7")
            #expect(records.allSatisfy { $0.refusal == "forbidden" && $0.refusedStream == "accounts-person-\(id)" })
        }
    }
}
