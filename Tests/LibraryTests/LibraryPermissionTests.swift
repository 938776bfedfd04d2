import Coordinator
import Kernel
import KernelTestSupport
import Testing

@testable import Library

/// Who may do what with problems.
@Suite("Permissions of the library", .timeLimit(.minutes(1))) struct LibraryPermissionTests {
    private static let problem = EntityID("00000000000000000000000007") ?? .random()
    private static let scope = Scope("problem", "\(problem)")

    /// Everybody of interest, and what they are.
    private static let people: [(name: String, actor: Actor)] = [
        ("anybody", Actor(.anybody)), ("person", .alice), ("owner", .bob),
        ("setter of it", Actor(.person(.random()), grants: [RoleGrant("setter", in: scope)])),
        ("setter of another", Actor(.person(.random()), grants: [RoleGrant("setter", in: Scope("problem", "x"))])),
        ("setter", Actor(.person(.random()), grants: [RoleGrant("setter", in: .site)])),
        ("admin", Actor(.person(.random()), grants: [RoleGrant(.admin, in: .site)])),
        ("judge", Actor(.person(.random()), grants: [RoleGrant("judge", in: .site), RoleGrant("judge", in: scope)])),
        ("owner by a token for something else", Actor(Actor.bob.identity, scopes: ["contests"])),
    ]

    private static let all: Set<String> = [
        "anybody", "person", "owner", "setter of it", "setter of another", "setter", "admin", "judge",
    ]
    private static let carers: Set<String> = ["owner", "setter of it", "setter", "admin"]
    private static let expected: [Action: Set<String>] = [
        "library.read": all, "library.inspect": carers, "library.take-package": ["admin"], "library.validate": carers,
        "library.make": ["setter", "admin"], "library.add-version": carers, "library.describe": carers,
        "library.publish": carers, "library.withdraw": carers, "library.delete": ["owner", "admin"],
        "library.write-editorial": carers, "library.release-editorial": carers,
    ]

    @Test("allow what each row says, and nothing else") func rows() {
        #expect(Set(Library.permits.map(\.action)) == Set(Self.expected.keys))
        let table = PermissionTable(Library.permits)
        let subject = Subject(scopes: [Self.scope], owners: [Actor.bob.person ?? .random()])
        for permit in Library.permits {
            // A problem that is being made has neither owner nor scope.
            let subject = permit.action == MakeProblem.action ? Subject() : subject
            let allowed = Self.people.filter { table.allows($0.actor, permit.action, to: subject) }.map(\.name)
            #expect(Set(allowed) == Self.expected[permit.action], "\(permit.action)")
        }
    }

    @Test("are asked by each route that changes or shows something secret") func routes() async throws {
        try await LibrarySite.with { site in
            let hidden = try await site.make()
            let open = try await site.make(LibrarySite.package(["problem.yaml": "name: Open\n"]))
            try await site.ask(.post, "problems/{id}/publish", by: LibrarySite.setter, ["id": open])
            for route in site.library.module().routes where route.path.contains("{") {
                let path = String(route.path.dropFirst("api/v1/".count))
                let ask = { (id: String, actor: Actor) in
                    try await site.ask(
                        route.method, path, by: actor, ["id": id, "problem": id, "name": "secret/1"],
                        query: ["part": "input"], body: Array("{}".utf8))
                }
                // What they do not see is not there, for whatever they ask; and the same as what never was.
                for actor in [Actor.alice, LibrarySite.setter(of: open)] {
                    var messages: Set<String> = []
                    for id in [hidden, "\(EntityID.random())"] {
                        let refusal = try await expectRefusal(.notFound, "\(route.method) \(path)") {
                            try await ask(id, actor)
                        }
                        messages.insert(refusal?.message ?? "")
                    }
                    #expect(messages == ["there is no problem of that id"])
                    try await expectRefusal(.notFound) { try await ask("garbage", actor) }
                }
                guard route.method != .get || path.hasSuffix("/versions") else { continue }
                // What they see they may not change.
                for actor in [Actor.alice, LibrarySite.setter(of: hidden)] {
                    do {
                        _ = try await ask(open, actor)
                        Issue.record("\(route.method) \(path) was done")
                    } catch let error as DomainError {
                        #expect([.forbidden, .invalid].contains(error.code), "\(route.method) \(path): \(error)")
                    }
                }
            }
            for actor in [LibrarySite.nobody, .alice, LibrarySite.setter(of: open)] {
                try await expectRefusal(.forbidden) { try await site.make(by: actor) }
            }
            let validate = "testcases/validate"
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, validate, by: .alice, json: ["problem": open])
            }
            for id in [hidden, "garbage"] {
                try await expectRefusal(.notFound) {
                    try await site.ask(.post, validate, by: .alice, json: ["problem": id])
                }
            }
            // Nothing was changed.
            let shown = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, ["id": open])
            #expect(try shown.value("version", as: Int.self) == 1 && shown.value("state") == "published")
        }
    }

    @Test("let admins alone name a package of others") func taking() async throws {
        try await LibrarySite.with { site in
            let id = try await site.make()
            let package: String = try await site.ask(.get, "problems/{id}", by: LibrarySite.setter, ["id": id]).value(
                "package")
            try await expectRefusal(.forbidden) {
                try await site.ask(.post, "problems", by: LibrarySite.setter, json: ["package": package])
            }
            let taken = try await site.ask(.post, "problems", by: LibrarySite.admin, json: ["package": package])
            #expect(try taken.value("version", as: Int.self) == 1)
            try await expectRefusal(.notFound) {
                try await site.ask(
                    .post, "problems", by: LibrarySite.admin, json: ["package": String(repeating: "0", count: 64)])
            }
            try await expectRefusal(.invalid) {
                try await site.ask(.post, "problems", by: LibrarySite.admin, json: ["package": "x"])
            }
        }
    }
}
