import Kernel
import KernelTestSupport
import Markup
import Testing

@testable import Pages

/// Who may look at the site's pages: each row, for each kind of actor.
@Suite("Who may look at the site's pages") struct PagePermitTests {
    private static let actors: [(who: String, actor: Actor)] = [
        ("anybody", Actor(.anybody)), ("a person", .alice), ("a program", Actor(.program("course"))),
        ("an admin", Actor(.person(.random()), grants: [RoleGrant(.admin, in: .site)])),
        ("an admin of a contest", Actor(.person(.random()), grants: [RoleGrant(.admin, in: Scope("contest", "c1"))])),
        ("the platform", Actor(.platform("site.read"))),
    ]

    /// Every row, written out once more.
    private static let rows: [(action: Action, who: Set<String>)] = [
        ("site.read", Set(actors.map(\.who))),
        ("site.own-submissions", ["a person", "an admin", "an admin of a contest"]),
        ("site.own-profile", ["a person", "an admin", "an admin of a contest"]), ("site.look-after", ["an admin"]),
    ]

    @Test("is as it is written here, row by row, and every page has its row")
    func table() {
        let pages = SitePages(
            title: "Site", modules: ["library", "submissions", "contests", "profiles"], languages: []
        ) { _ in nil }
        let table = PermissionTable(pages.module.permits)
        #expect(table.actions == Set(Self.rows.map(\.action)))
        for (action, allowed) in Self.rows {
            for (who, actor) in Self.actors {
                #expect(table.allows(actor, action) == allowed.contains(who), "\(who): \(action)")
            }
        }
        #expect(Set(pages.module.pages.map(\.action)).isSubset(of: table.actions))
    }
}
