import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Hacks
@testable import Library
@testable import Submissions

/// Who may hack, see what was hacked and say what counts, and what is refused.
@Suite("Permissions of hacks", .timeLimit(.minutes(2))) struct HackPermissionTests {
    private static let contest = EntityID(number: 7)

    @Test("allow what each row says, and nothing else") func rows() {
        let people: [(name: String, actor: Actor)] = [
            ("anybody", Actor(.anybody)), ("person", .ann), ("owner", .ben), ("judge", .judge(of: Self.contest)),
            ("judge of another", .judge(of: EntityID(number: 8))),
            ("admin", Actor(.program("admin"), grants: [RoleGrant(.admin, in: .site)])),
            ("platform", Actor(.platform("hacks.judge"))),
            ("person by a token for something else", Actor(Actor.ann.identity, scopes: ["problems"])),
        ]
        let persons: Set = ["person", "owner", "judge", "judge of another"]
        let judges: Set = ["owner", "judge", "admin"]
        let expected: [Action: Set<String>] = [
            "hacks.read": persons.union(["anybody", "admin", "platform"]), "hacks.keep": persons.union(["admin"]),
            "hacks.lock": persons, "hacks.make": persons, "hacks.see-all": judges, "hacks.judge": judges,
            "hacks.give-input": ["platform"], "hacks.prepare": ["platform"], "hacks.decide": ["platform"],
        ]
        #expect(Set(Hacks.permits.map(\.action)) == Set(expected.keys))
        let table = PermissionTable(Hacks.permits)
        let subject = Subject(
            scopes: [Scope("contest", "\(Self.contest)")], owners: [Actor.ben.person ?? .random()])
        for permit in Hacks.permits {
            let allowed = people.filter { table.allows($0.actor, permit.action, to: subject) }.map(\.name)
            #expect(Set(allowed) == expected[permit.action], "\(permit.action)")
        }
    }

    @Test("are asked by every route: what somebody may not see is not there") func routes() async throws {
        try await Ring.with { ring in
            let problem = try await ring.makeProblem()
            let hidden = try await ring.makeContest(of: problem, ["isHidden": true])
            let open = try await ring.makeContest(of: problem)
            ring.move(to: 3600 + 60)
            let body: [String: Any] = ["problem": "\(problem)", "submission": "\(EntityID.random())", "input": "1"]
            for route in ring.hacks.module().routes {
                let path = String(route.path.dropFirst("api/v1/".count))
                let names = ["submission": "\(EntityID.random())", "hack": "\(EntityID.random())"]
                func refusal(_ contest: String, by actor: Actor) async throws -> String {
                    do {
                        try await ring.ask(
                            route.method, path, by: actor, names.merging(["id": contest]) { $1 },
                            query: ["problem": "\(problem)"], json: body)
                        return "none"
                    } catch let error as DomainError { return "\(error.code) \(error.message)" }
                }
                let unknown = try await refusal("\(EntityID.random())", by: .dan)
                #expect(unknown.hasPrefix("notFound") || unknown.hasPrefix("forbidden"), "\(path): \(unknown)")
                for actor in [Actor.dan, .judge(of: EntityID(number: 8))] {
                    #expect(try await refusal("\(hidden)", by: actor) == unknown, "\(path)")
                    #expect(try await refusal("garbage", by: actor).hasPrefix(unknown.prefix(8)), "\(path)")
                    // Of a contest that all may know of, those who do not take part read what all may read.
                    let isList = route.method == .get && path.hasSuffix("/hacks")
                    #expect(try await refusal("\(open)", by: actor) == "none" || !isList, "\(path)")
                }
                if route.method != .get {
                    #expect(try await refusal("\(open)", by: Actor(.anybody)).hasPrefix("forbidden"), "\(path)")
                }
            }
        }
    }

    @Test(
        "What is no hack is refused",
        arguments: [
            "", "[", "x", "{}", #"{"submission":7}"#, #"{"submission":"x","input":"1"}"#, #"{"submission":"S"}"#,
            #"{"submission":"S","input":""}"#, #"{"submission":"S","base64":"*"}"#,
            #"{"submission":"S","input":"1","base64":"AA=="}"#, #"{"submission":"S","generator":{}}"#,
            #"{"submission":"S","generator":{"language":"python3"}}"#,
            #"{"submission":"S","input":"1","generator":{"language":"python3","source":"1"}}"#,
        ])
    func garbage(text: String) async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest([.ann, .ben])
            let target = try await ring.handIn(.ann, contest, problem)
            _ = try await ring.handIn(.ben, contest, problem)
            try await ring.lock(.ben, contest, problem)
            let body = Array(text.replacing("S", with: "\(target)").utf8)
            let code: DomainError.Code = text.contains(#""x""#) ? .notFound : .invalid
            try await expectRefusal(code, "\(text)") {
                try await ring.ask(.post, "contests/{id}/hacks", by: .ben, ["id": "\(contest)"], body: body)
            }
            let large = String(repeating: "1", count: (256 << 10) + 1)
            try await expectRefusal(.invalid) { try await ring.hack(.ben, contest, target, large) }
            for cursor in ["x", "1:x", ":", "1:\(contest):2"] {
                try await expectRefusal(.invalid) {
                    try await ring.ask(
                        .get, "contests/{id}/hackable", by: .ben, ["id": "\(contest)"],
                        query: ["problem": "\(problem)", "cursor": cursor])
                }
                try await expectRefusal(.invalid) {
                    try await ring.ask(
                        .get, "contests/{id}/hacks", by: .ben, ["id": "\(contest)"], query: ["cursor": cursor])
                }
            }
        }
    }

    @Test("Problems whose package cannot say what is right are not hacked, and those who try are told why")
    func packages() async throws {
        let packages: [[String: String?]] = [
            ["input_validators/check.py": nil], ["submissions/accepted/sum.py": nil],
            [".timelimit": nil, "problem.yaml": "name: Adding\n"],
            [
                "problem.yaml": "name: Adding\nvalidation: custom interactive\nlimits: {time_limit: 2}\n",
                "output_validators/judge.py": "import sys\n",
            ],
        ]
        try await Ring.with { ring in
            for changes in packages {
                let problem = try await ring.makeProblem(changes)
                let package = try await ring.library.problem(problem, for: Ring.owner).package
                try await expectRefusal(.wrongState, "\(changes)") {
                    try await ring.library.requireExaminable(package)
                }
            }
        }
    }
}
