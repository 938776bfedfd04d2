import Coordinator
import EmbeddedStorage
import Kernel
import Storage
import TestSupport
import Testing

@testable import Accounts

/// What an admin sees of all accounts.
@Suite("The list of accounts", .timeLimit(.minutes(1))) struct AccountListTests {
    private static let admin = Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])

    /// A page of the list; waits while the views are made.
    private static func page(
        _ site: Site, _ query: [String: String] = [:]
    ) async throws -> (names: [String], next: String?) {
        while true {
            do {
                let answer = try await site.ask(.get, "accounts", by: admin, query: query)
                let accounts: [[String: Any]] = try answer.value("accounts")
                return (accounts.map { $0["name"] as? String ?? "erased" }, try? answer.value("next"))
            } catch let error as DomainError where error.code == .unavailable {
                try await Task.sleep(for: .milliseconds(5))
            }
        }
    }

    @Test("is the newest first, page by page, and for admins only")
    func pages() async throws {
        try await Site.with { site in
            for name in ["alice", "bob", "carol"] {
                try await site.register(name)
                site.clock.manual.advance(by: .seconds(1))
            }
            let first = try await Self.page(site, ["limit": "2"])
            #expect(first.names == ["carol", "bob"])
            let next = try #require(first.next)
            let second = try await Self.page(site, ["limit": "2", "cursor": next])
            #expect(second.names == ["alice"] && second.next == nil)

            let carol = try await site.person(try await site.logIn("carol").access)
            let id = try #require(carol.person)
            try await site.keys.destroy(PersonID(id))
            #expect(try await Self.page(site).names == ["erased", "bob", "alice"])

            for query in [["cursor": next + "x"], ["limit": "0"], ["limit": "many"]] {
                await #expect(throws: DomainError.self) { try await Self.page(site, query) }
            }
            await #expect(throws: DomainError.self) { try await site.ask(.get, "accounts", by: carol) }
            await #expect(throws: DomainError.self) { try await site.ask(.get, "accounts") }
        }
    }

    @Test("An admin makes accounts that can be used at once; nobody else does, and who is refused has taken nothing")
    func making() async throws {
        try await Site.with { site in
            let body = ["name": "team-7", "email": "team-7@mail.example", "password": "correct horse"]
            let id: String = try await site.ask(.post, "accounts", body, by: Self.admin).value("id")
            #expect(try await site.person(try await site.logIn("team-7").access).person == EntityID(id))
            let taken = await #expect(throws: DomainError.self) {
                try await site.ask(.post, "accounts", body, by: Self.admin)
            }
            #expect(taken?.code == .alreadyExists)

            let ofContest = Actor(.person(.random()), grants: [RoleGrant(.admin, in: Scope("contest", "c1"))])
            let free = ["name": "team-8", "email": "team-8@mail.example", "password": "correct horse"]
            for actor in [ofContest, Actor(.person(.random())), Site.somebody()] {
                let refused = await #expect(throws: DomainError.self) {
                    try await site.ask(.post, "accounts", free, by: actor)
                }
                #expect(refused?.code == .forbidden)
            }
            try await site.register("team-8")
        }
    }
}
