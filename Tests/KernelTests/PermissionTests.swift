import Coordinator
import KernelTestSupport
import Storage
import Testing

@testable import Kernel

/// The table of permissions, and what modules must be like.
struct PermissionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var actor: Actor
        var subject = Subject()
        var allowed: Set<String>

        var testDescription: String { name }
    }

    static let table = PermissionTable([
        Permit("t.anybody", .anybody), Permit("t.people", .people), Permit("t.owners", .owners),
        Permit("t.judges", .role("judge")), Permit("t.owners-or-judges", .owners),
        Permit("t.owners-or-judges", .role("judge")),
        Permit("t.platform", .platform),
    ])

    private static let contest = Scope("contest", "c1")
    private static let judge = RoleGrant("judge", in: contest)

    @Test(
        "A role that an admin writes down has a name, and a scope or none, none of them long",
        arguments: [
            ("judge", "contest", "c1", true), ("judge", "", "", true), ("", "", "", false),
            ("judge", "contest", "", false),
            ("judge", "", "c1", false), (long(64), long(64), long(64), true), (long(65), "", "", false),
            ("judge", long(65), "c1", false), ("judge", "contest", long(65), false),
        ])
    func writtenRoles(_ role: String, _ kind: String, _ thing: String, _ isOne: Bool) {
        if isOne {
            #expect(throws: Never.self) { try RoleGrant(role, kind: kind, thing: thing) }
        } else {
            #expect(throws: DomainError.self) { try RoleGrant(role, kind: kind, thing: thing) }
        }
    }

    private static func long(_ count: Int) -> String { String(repeating: "x", count: count) }

    @Test(
        "Who may do what, to what",
        arguments: [
            Case(name: "nobody who is known", actor: Actor(.anybody), allowed: ["anybody"]),
            Case(name: "a person", actor: .alice, allowed: ["anybody", "people"]),
            Case(
                name: "an owner", actor: .alice, subject: Subject(owners: Set([Actor.alice.person].compactMap(\.self))),
                allowed: ["anybody", "people", "owners", "owners-or-judges"]),
            Case(
                name: "another's", actor: .bob, subject: Subject(owners: Set([Actor.alice.person].compactMap(\.self))),
                allowed: ["anybody", "people"]),
            Case(
                name: "a program with a person's token for two things",
                actor: Actor(.person(.random()), grants: [judge], scopes: ["t.people", "t.judges"]),
                subject: Subject(scopes: [contest]), allowed: ["people", "judges"]),
            Case(
                name: "a program with a person's token for the module", actor: Actor(.person(.random()), scopes: ["t"]),
                allowed: ["anybody", "people"]),
            Case(
                name: "a program with a person's token for all", actor: Actor(.person(.random()), scopes: ["*"]),
                allowed: ["anybody", "people"]),
            Case(
                name: "a program with a person's token for something else",
                actor: Actor(.person(.random()), scopes: ["other", "t."]), allowed: []),
            Case(
                name: "a judge of the contest", actor: Actor(.person(.random()), grants: [judge]),
                subject: Subject(scopes: [contest]),
                allowed: ["anybody", "people", "judges", "owners-or-judges"]),
            Case(
                name: "a judge of another contest", actor: Actor(.person(.random()), grants: [judge]),
                subject: Subject(scopes: [Scope("contest", "c2")]), allowed: ["anybody", "people"]),
            Case(
                name: "a judge of a problem of that name", actor: Actor(.person(.random()), grants: [judge]),
                subject: Subject(scopes: [Scope("problem", "c1")]), allowed: ["anybody", "people"]),
            Case(
                name: "a judge everywhere", actor: Actor(.program("p"), grants: [RoleGrant("judge", in: .site)]),
                subject: Subject(scopes: [contest]), allowed: ["anybody", "judges", "owners-or-judges"]),
            Case(
                name: "an admin has no role by that", actor: .admin, subject: Subject(scopes: [contest]),
                allowed: ["anybody"]),
            Case(name: "the platform", actor: Actor(.platform("t.x")), allowed: ["anybody", "platform"]),
        ])
    func rows(_ example: Case) {
        let actions = Self.table.actions
        let allowed = actions.filter { Self.table.allows(example.actor, $0, to: example.subject) }
        #expect(Set(allowed.map { $0.rawValue.dropFirst(2) }) == Set(example.allowed.map { $0[...] }))
        #expect(!Self.table.allows(example.actor, "t.no-row", to: example.subject))
        // What is asked before the thing is known refuses nobody who may.
        #expect(allowed.allSatisfy { Self.table.mayAllow(example.actor, $0) })
    }

    @Test("Modules that do not fit together are refused with the reason")
    func modules() {
        func error(_ change: (inout Module) -> Void, _ others: Module...) -> String {
            var module = Module("loans")
            change(&module)
            do throws(ModuleError) {
                try Module.check([module] + others)
                return ""
            } catch {
                return error.description
            }
        }
        #expect(error { _ in } == "")
        #expect(error { $0.name = "Loans" }.contains("small letters"))
        #expect(error({ _ in }, Module("loans")).contains("two modules"))
        #expect(error { $0.commands = ["loans.borrow"] }.contains("loans.borrow has no row"))
        #expect(error { $0.permits = [Permit("loans.borrow", .anybody)] }.contains("nothing asks for loans.borrow"))
        #expect(
            error {
                $0.commands = ["stocks.borrow"]
                $0.permits = [Permit("stocks.borrow", .anybody)]
            }.contains("does not begin with its name"))
        #expect(error { $0.timers = [TimerRule("x") { _, _ in }] }.contains("does not begin with its name"))
        #expect(
            error {
                $0.permits = [Permit("loans.see", .anybody)]
                let route = Route(.get, "api/v1/x", "loans.see", "Sees.") { _ in RouteAnswer() }
                $0.routes = [route, route]
            }.contains("GET /api/v1/x is there twice"))
    }
}
