import Kernel
import Testing

@testable import Accounts

@Suite("Who may do what to accounts") struct AccountPermissionTests {
    private static let owner = EntityID(number: 1)

    private static let actors: [(who: String, actor: Actor)] = [
        ("anybody", Actor(.anybody)), ("owners", Actor(.person(owner))),
        ("people", Actor(.person(EntityID(number: 2)))),
        ("admin", Actor(.person(EntityID(number: 3)), grants: [RoleGrant(.admin, in: .site)])),
        (
            "admin elsewhere",
            Actor(.person(EntityID(number: 4)), grants: [RoleGrant(.admin, in: Scope("contest", "c"))])
        ), ("platform", Actor(.platform("accounts.mail"))), ("program", Actor(.program("course"))),
    ]

    private static let people = ["owners", "people", "admin", "admin elsewhere"]

    /// Every row, written out once more: who of ``actors`` may do it to something of the owner's.
    private static let rows: [(who: [String], actions: [String])] = [
        (
            actors.map(\.who),
            [
                "claim-name", "register", "take-address", "verify-address", "want-reset", "reset-password",
                "rehash-password", "use-second-factor", "open-session", "list-session", "unlist-session",
                "refresh-session", "log-out", "read-keys", "link-identity", "list-identity", "confirm-identity",
                "read-providers", "begin-login",
            ]
        ),
        (people, ["read-sessions", "read-tokens", "export", "link-login", "unlink-login"]),
        (
            ["owners"],
            [
                "change-password", "offer-second-factor", "confirm-second-factor", "remove-second-factor", "make-token",
                "list-token", "unlist-token", "revoke-token", "unlist-identity",
            ]
        ),
        (["owners", "platform"], ["end-session"]),
        (["owners", "admin", "platform"], ["erase", "release-address", "unlink-identity"]),
        (["admin"], ["list", "erase-others", "confirm"]),
        (["platform"], ["offer-code"]),
    ]

    @Test("is as it is written here, row by row, and there is no other row")
    func table() async throws {
        try await Site.with { site in
            let permits = site.module.permits
            let table = PermissionTable(permits)
            let expected = Self.rows.flatMap { row in row.actions.map { (Action(rawValue: "accounts." + $0), row.who) }
            }
            #expect(Set(expected.map(\.0)) == table.actions)
            #expect(expected.count == permits.count)
            for (action, allowed) in expected {
                for (who, actor) in Self.actors {
                    let isAllowed = table.allows(actor, action, to: Subject(owners: [Self.owner]))
                    #expect(isAllowed == allowed.contains(who), "\(who): \(action)")
                }
            }
        }
    }
}
