import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Invocations

/// Who may have solutions judged and see what came of it, and what is refused.
@Suite("Permissions of invocations", .timeLimit(.minutes(1))) struct InvocationPermissionTests {
    @Test("allow what each row says, and nothing else") func rows() {
        let scope = Scope("problem", "7")
        let people: [(name: String, actor: Actor)] = [
            ("anybody", Actor(.anybody)), ("person", .alice), ("owner", .bob),
            ("setter of it", Actor(.person(.random()), grants: [RoleGrant("setter", in: scope)])),
            ("setter of another", Actor(.person(.random()), grants: [RoleGrant("setter", in: Scope("problem", "8"))])),
            ("setter", Actor(.person(.random()), grants: [RoleGrant("setter", in: .site)])),
            ("admin", Actor(.person(.random()), grants: [RoleGrant(.admin, in: .site)])),
            ("judge", Actor(.person(.random()), grants: [RoleGrant("judge", in: .site)])),
            ("platform", Actor(.platform("invocations.judge"))),
            ("owner by a token for something else", Actor(Actor.bob.identity, scopes: ["contests"])),
        ]
        let carers: Set = ["owner", "setter of it", "setter", "admin"]
        let expected: [Action: Set<String>] = [
            "invocations.read": ["person", "owner", "setter of it", "setter of another", "setter", "admin", "judge"],
            "invocations.see": carers, "invocations.begin": carers, "invocations.stop": carers,
            "invocations.refuse-solution": ["platform"],
        ]
        #expect(Set(Invocations.permits.map(\.action)) == Set(expected.keys))
        let table = PermissionTable(Invocations.permits)
        let subject = Subject(scopes: [scope], owners: [Actor.bob.person ?? .random()])
        for permit in Invocations.permits {
            let allowed = people.filter { table.allows($0.actor, permit.action, to: subject) }.map(\.name)
            #expect(Set(allowed) == expected[permit.action], "\(permit.action)")
        }
    }

    @Test("are asked by every route: what somebody may not see is not there") func routes() async throws {
        try await Workbench.with { bench in
            let hidden = try await bench.make()
            var files = Workbench.package
            files["problem.yaml"] = "name: Open\nlimits: {time_limit: 2}\n"
            let open = try await bench.make(files)
            try await bench.ask(.post, "problems/{id}/publish", ["id": "\(open)"])
            let id = try await bench.begin(open)
            let other = Actor(
                .person(.random()), grants: [RoleGrant("setter", in: Scope("problem", "\(hidden)"))])
            for route in bench.module.routes {
                let path = String(route.path.dropFirst("api/v1/".count))
                let isInvocation = path.hasPrefix("invocations/")
                for actor in [Actor.alice, other] {
                    let known = isInvocation ? id : open
                    try await expectRefusal(isInvocation ? .notFound : .forbidden, "\(route.method) \(path)") {
                        try await bench.ask(route.method, path, by: actor, ["id": "\(known)"], body: Array("{}".utf8))
                    }
                    var messages: Set<String> = []
                    for unknown in ["\(EntityID.random())", "garbage"]
                        + (isInvocation ? ["\(id)"] : actor == other ? [] : ["\(hidden)"])
                    {
                        let refusal = try await expectRefusal(.notFound, "\(route.method) \(path)") {
                            try await bench.ask(
                                route.method, path, by: actor, ["id": unknown], body: Array("{}".utf8))
                        }
                        messages.insert(refusal?.message ?? "")
                    }
                    #expect(messages.count == 1, "\(messages)")
                }
                try await expectRefusal(.forbidden) {
                    try await bench.ask(route.method, path, by: Actor(.anybody), ["id": "\(id)"])
                }
            }
            // Watching is asked about with the problem.
            let topic = try #require(bench.module.topics.first)
            let subject = try await topic.subject(["id": "\(id)"])
            for (actor, may) in [(Actor.alice, false), (other, false), (Workbench.owner, true), (.admin, true)] {
                #expect(bench.platform.permissions.allows(actor, topic.action, to: subject) == may)
            }
            for unknown in ["\(EntityID.random())", "garbage"] {
                #expect(
                    !bench.platform.permissions.allows(
                        .alice, topic.action, to: try await topic.subject(["id": unknown])))
            }
        }
    }

    @Test(
        "What is no choice is refused",
        arguments: [
            #"{"solutions":[]}"#, #"{"solutions":["accepted/none.cpp"]}"#, #"{"tests":[]}"#, #"{"tests":["secret/9"]}"#,
            #"{"tests":[""]}"#, #"{"solutions":7}"#, "[", "x", #"{"version":-1}"#,
        ])
    func garbage(body: String) async throws {
        try await Workbench.with { bench in
            let problem = try await bench.make()
            try await expectRefusal(.invalid) { try await bench.begin(problem, body) }
            try await expectRefusal(.notFound) { try await bench.begin(problem, #"{"version":9}"#) }
            try await expectRefusal(.invalid) {
                try await bench.ask(.get, "problems/{id}/solutions", ["id": "\(problem)"], query: ["version": "x"])
            }
        }
    }

    @Test("Test cases are not chosen where the time limit would be another one") func measured() async throws {
        try await Workbench.with { bench in
            var files = Workbench.package
            (files["problem.yaml"], files[".timelimit"]) = ("name: Adding\n", nil)
            let problem = try await bench.make(files)
            try await expectRefusal(.wrongState) { try await bench.begin(problem, #"{"tests":["sample"]}"#) }
        }
    }
}
