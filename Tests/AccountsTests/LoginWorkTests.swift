import Coordinator
import Credentials
import Kernel
import Testing

@testable import Accounts

/// Whoever measures how long an answer takes learns nothing from it: the same hashes are computed for all.
@Suite("The work of logging in") struct LoginWorkTests {
    /// Somebody who logs in, as far as the work may depend on it.
    private enum Caller: CaseIterable {
        case right, wrong, wrongByAddress, unknownName, unknownAddress, noName, unconfirmed, erased

        var name: String {
            switch self {
            case .right, .wrong: "alice"
            case .wrongByAddress: "alice@mail.example"
            case .unknownName: "nobody"
            case .unknownAddress: "nobody@mail.example"
            case .noName: "@\u{0}"
            case .unconfirmed: "bob"
            case .erased: "carol"
            }
        }

        var password: String { self == .right ? "correct horse" : "wrong horse" }
    }

    @Test("is one hash, whether somebody is there, is confirmed, has gone, or never was")
    func logins() async throws {
        try await Site.with { site in
            try await site.register()
            try await site.ask(
                .post, "register", ["name": "bob", "email": "bob@mail.example", "password": "correct horse"])
            _ = try await site.inbox.next()
            try await site.register("carol")
            let carol = try await site.person(try await site.logIn("carol").access)
            try await site.ask(.post, "erase", ["password": "correct horse"], by: carol)
            for caller in Caller.allCases {
                let before = site.accounts.hasher.computed
                if caller == .right {
                    _ = try await site.logIn(caller.name, password: caller.password)
                } else {
                    try await expectRefusal(.forbidden, "\(caller)") {
                        try await site.logIn(caller.name, password: caller.password)
                    }
                }
                #expect(site.accounts.hasher.computed == before + 1, "\(caller)")
            }
        }
    }

    @Test("is the same for making an account with an address that is free, and with one that is taken")
    func registering() async throws {
        try await Site.with { site in
            try await site.register()
            for address in ["alice@mail.example", "free@mail.example"] {
                let before = site.accounts.hasher.computed
                let name = "name-\(address.count)"
                let answer = try await site.ask(
                    .post, "register", ["name": name, "email": address, "password": "correct horse"])
                #expect(answer.status == .accepted && site.accounts.hasher.computed == before + 1, "\(address)")
                let asked = try await site.ask(.post, "forgot-password", ["email": address])
                #expect(asked.status == .accepted && site.accounts.hasher.computed == before + 1, "\(address)")
            }
        }
    }
}
