import Coordinator
import Events
import Kernel
import Mail
import Storage
import Synchronization
import TestSupport
import Testing
import Units

@testable import Accounts

/// Mails that somebody has the platform send to somebody else.
@Suite("Mail to an address", .timeLimit(.minutes(1))) struct MailingTests {
    /// How many mails with codes follow from what happened.
    private static func mails(_ site: Site) async throws -> Int {
        try await site.events().count { $0.type == CodeOffered.persistedType }
    }

    @Test("is sent few times an hour for one who asks, and somewhat more for many, who are all answered alike")
    func flood() async throws {
        try await Site.with { site in
            func register(_ number: Int, from place: String) async throws {
                let email = number.isMultiple(of: 2) ? "Victim@mail.example" : "victim@mail.example"
                let body = ["name": "name-\(number)", "email": email, "password": "correct horse"]
                let answer = try await site.ask(.post, "register", body, by: Site.somebody(place))
                #expect(answer.status == .accepted, "\(number)")
            }
            for number in 0..<12 { try await register(number, from: "192.0.2.1") }
            for number in 12..<60 { try await register(number, from: "198.51.100.\(number)") }
            #expect(try await Self.mails(site) == 20)
            site.clock.manual.advance(by: .seconds(2 * 3600))
            try await register(100, from: "192.0.2.1")
            #expect(try await Self.mails(site) == 21)
        }
    }

    @Test("is sent few times for one who asks")
    func one() async throws {
        try await Site.with { site in
            for number in 0..<12 {
                let body = ["name": "name-\(number)", "email": "victim@mail.example", "password": "correct horse"]
                #expect(try await site.ask(.post, "register", body).status == .accepted)
            }
            #expect(try await Self.mails(site) == 5)
            for _ in 0..<5 { #expect(try await site.inbox.next().to.text == "victim@mail.example") }
            // Whose mails were not sent can have one later, with the password.
            site.clock.manual.advance(by: .seconds(2 * 3600))
            try await expectRefusal(.wrongState) { try await site.logIn("name-11") }
            let code = try await site.inbox.code(behind: "/verify/")
            try await site.ask(.get, "verify/{token}", parameters: ["token": code])
            _ = try await site.logIn("name-11")
        }
    }

    @Test("with a code for a new password comes although others have had many sent there")
    func reset() async throws {
        try await Site.with { site in
            try await site.register()
            for number in 0..<30 {
                let body = ["name": "name-\(number)", "email": "alice@mail.example", "password": "correct horse"]
                try await site.ask(.post, "register", body, by: Site.somebody("198.51.100.\(number)"))
            }
            // With the one that confirmed it.
            #expect(try await Self.mails(site) == 20)
            for _ in 0..<19 { _ = try await site.inbox.next() }
            try await site.ask(.post, "forgot-password", ["email": "alice@mail.example"])
            let code = try await site.inbox.code(behind: "?token=")
            try await site.ask(.post, "reset-password", ["token": code, "password": "a better horse"])
        }
    }

    @Test("whose server will not have it is tried once, and what is written down of that names nobody")
    func refused() async throws {
        let tries = Mutex(0)
        try await Site.with(sending: { mail in
            tries.withLock { $0 += 1 }
            throw MailFailure(.permanent, stage: "send the mail", reason: "550", advice: "look at the address")
        }) { site in
            try await site.ask(
                .post, "register", ["name": "alice", "email": "alice@mail.example", "password": "correct horse"])
            for try await entry in site.log.follow(after: .start) {
                guard let event = entry.events.first(where: { $0.type == ReactionFailed.persistedType }) else {
                    continue
                }
                let failure: ReactionFailed = try event.unpacked()
                #expect(failure.reaction == "accounts.mail" && failure.attempts == 1)
                #expect(!failure.reason.contains("alice") && failure.reason.contains("550"))
                break
            }
            #expect(tries.withLock { $0 } == 1)
        }
    }
}
