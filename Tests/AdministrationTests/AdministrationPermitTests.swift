import Coordinator
import KernelTestSupport
import Testing

@testable import Administration
@testable import Kernel

/// Who may look after the site: each row, for each kind of actor.
@Suite("Who may look after the site", .timeLimit(.minutes(1))) struct AdministrationPermitTests {
    /// Every row, written out once more, of the administration and of what the kernel itself can do.
    private static let rows: [(who: String, actions: [Action])] = [
        (
            "an admin",
            [
                "administration.read", "administration.drain-worker", "administration.settle-jobs", "roles.grant",
                "roles.revoke", "roles.read", "platform.read-dead-letters", "platform.settle-dead-letter",
            ]
        ), ("the platform", ["platform.end-timer"]),
    ]

    private static let actors =
        Outsiders.all + [
            ("an admin", Actor(.person(.random()), grants: [RoleGrant(.admin, in: .site)])),
            ("the platform", Actor(.platform("platform.end-timer"))),
        ]

    @Test("is as it is written here, row by row, and there is no other row")
    func table() async throws {
        try await Office.with { office in
            #expect(office.platform.permissions.actions == Set(Self.rows.flatMap(\.actions)))
            for (allowed, actions) in Self.rows {
                for action in actions {
                    for (who, actor) in Self.actors {
                        #expect(
                            office.platform.permissions.allows(actor, action) == (who == allowed), "\(who): \(action)")
                    }
                }
            }
        }
    }

    @Test("is asked by every page, and who may not changes nothing", arguments: Outsiders.all.map(\.who))
    func pages(who: String) async throws {
        let actor = try #require(Outsiders.all.first { $0.who == who }?.actor)
        try await Office.with { office in
            try await office.register("w1")
            try await office.bury("gone-1")
            let pages = office.platform.modules.filter { $0.name == "administration" }.flatMap(\.pages)
            #expect(pages.count == 8)
            for page in pages {
                for fields in [["worker": "w1"], ["job": "gone-1"], ["all": "yes"]] {
                    do {
                        try await office.ask(page.method, page.path, fields, by: actor)
                        Issue.record("\(page.path) was not refused")
                    } catch let error as DomainError {
                        // A form in which nothing is named is refused for that, before anybody is asked.
                        let isEmpty = fields["worker"] != nil && page.path.contains("dead-letters")
                        #expect(error.code == .forbidden || isEmpty && error.code == .invalid, "\(page.path): \(error)")
                    }
                }
            }
            #expect(try await office.draining == [])
            #expect(try await office.buried == ["gone-1"])
            #expect(try await office.orders.isEmpty)
            #expect(office.platform.navigation(for: actor).isEmpty)
        }
    }

    @Test("is no question of commands alone: nobody else gets one done")
    func commands() async throws {
        try await Office.with { office in
            for (who, actor) in Self.actors where who != "an admin" {
                try await expectRefusal(.forbidden, "\(who)") {
                    try await office.platform.commands.perform(DrainWorker(worker: "w1", drains: true), by: actor)
                }
                try await expectRefusal(.forbidden, "\(who)") {
                    try await office.platform.commands.perform(SettleJobs(job: nil, retries: false), by: actor)
                }
            }
            #expect(try await office.orders.isEmpty)
        }
    }
}
