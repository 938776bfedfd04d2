import Coordinator
import Kernel
import KernelTestSupport
import TestSupport
import Testing
import Units

@testable import Contests

/// Who may do what.
@Suite("Permissions of contests", .timeLimit(.minutes(2))) struct ContestPermissionTests {
    private enum Who: String, CaseIterable {
        case anybody, person, organizer, owner, judge, otherJudge, runner, otherRunner, admin, platform
    }

    private static let contest = EntityID(number: 7)

    private static func actor(_ who: Who) -> Actor {
        switch who {
        case .anybody: Cast.nobody
        case .person: Cast.alice
        case .organizer: Actor(.person(EntityID(number: 60)), grants: [RoleGrant("organizer", in: .site)])
        case .owner: Actor(.person(EntityID(number: 61)))
        case .judge: Cast.judge(of: contest)
        case .otherJudge: Cast.judge(of: EntityID(number: 8))
        case .runner: Cast.runner(of: contest)
        case .otherRunner: Cast.runner(of: EntityID(number: 8))
        case .admin: Cast.admin
        case .platform: Actor(.platform("contests.end"))
        }
    }

    /// Who may, of each action, by hand.
    private static let rows: [(String, Set<Who>)] = {
        let all = Set(Who.allCases), people = all.subtracting([.anybody, .admin, .platform])
        let judges: Set<Who> = [.owner, .judge, .admin], owners: Set<Who> = [.owner, .admin]
        let runners = judges.union([.runner])
        return [
            ("list", all), ("read", all), ("read-awards", all), ("watch", all), ("read-teams", people),
            ("watch-own", people), ("judge", judges), ("watch-all", judges), ("create", [.organizer, .admin]),
            ("edit", owners), ("remove-interval", owners), ("restore-interval", owners), ("freeze", owners),
            ("thaw", owners), ("finalize", owners), ("adjust", judges), ("answer", judges), ("announce", judges),
            ("mark", [.platform]), ("join", people), ("leave", people), ("begin-virtual", people),
            ("begin-window", people),
            ("form-team", people), ("invite", people), ("join-team", people), ("ask", people),
            ("read-balloons", people.union([.admin])), ("see-balloons", runners), ("watch-balloons", runners),
            ("deliver-balloon", runners), ("read-tokens", people), ("spend-token", people),
        ]
    }()

    @Test("are as the table says, for each action and each kind of caller")
    func table() throws {
        let table = PermissionTable(Contests.permits)
        #expect(Set(Self.rows.map { "contests.\($0.0)" }) == Set(Contests.permits.map(\.action.rawValue)))
        let owner = try #require(Self.actor(.owner).person)
        let subject = Subject(scopes: [Scope("contest", "\(Self.contest)")], owners: [owner])
        for (name, allowed) in Self.rows {
            for who in Who.allCases {
                let may = table.allows(Self.actor(who), Action(rawValue: "contests.\(name)"), to: subject)
                #expect(may == allowed.contains(who), "\(who) \(name)")
            }
        }
    }

    /// What all routes can read.
    private static var body: [String: Any] {
        Arena.body([
            "text": "x", "queue": "x", "name": "x", "person": "\(EntityID(number: 5))", "from": "\(Arena.time(1))",
            "until": "\(Arena.time(2))", "minutes": 1, "seconds": 1, "participant": "x", "submission": "x",
        ])
    }
    private static let names = ["interval", "clarification", "team", "person", "balloon"]

    @Test("hold on each route, and a hidden contest is not there for those who may not see it")
    func routes() async throws {
        try await Arena.with { arena in
            let seen = try await arena.make()
            let hidden = try await arena.make(["isHidden": true])
            let names = Dictionary(Self.names.map { ($0, "\(EntityID(number: 9))") }) { first, _ in first }
            let paths = arena.contests.module.routes.map {
                ($0.method, String($0.path.dropFirst(Contests.path.count)), $0.action.rawValue)
            }
            for (method, path, action) in paths {
                let allowed = Self.rows.first { "contests.\($0.0)" == action }?.1 ?? []
                for who in [Who.anybody, .person, .otherJudge, .otherRunner] {
                    let actor = Self.actor(who)
                    func refusal(_ contest: EntityID) async throws -> DomainError.Code? {
                        do {
                            try await arena.ask(method, path, contest, Self.body, by: actor, names)
                            return nil
                        } catch let error as DomainError { return error.code }
                    }
                    if !allowed.contains(who) {
                        #expect(try await refusal(seen) == .forbidden, "\(method) \(path) by \(who)")
                    }
                    guard path.contains("{id}") else { continue }
                    let code = try await refusal(hidden)
                    #expect(
                        code == .notFound
                            || code == .forbidden && !arena.platform.mayAsk(actor, Action(rawValue: action)),
                        "\(method) \(path) by \(who)")
                    #expect(try await refusal(EntityID(number: 77)) == code, "\(method) \(path) of none by \(who)")
                }
            }
        }
    }

    @Test("have hidden contests in the lists and topics of those only who may know of them")
    func lists() async throws {
        try await Arena.with { arena in
            let open = try await arena.make(["title": "open"])
            let hidden = try await arena.make(["title": "hidden", "isHidden": true, "accessCode": "x"])
            try await arena.join(Cast.alice, hidden, ["accessCode": "x"])
            func titles(_ actor: Actor, _ query: [String: String] = [:]) async throws -> Set<String> {
                let answer = try await arena.ask(.get, by: actor, query: query)
                let contests = try answer.value("contests", as: [[String: Any]].self)
                return Set(contests.compactMap { $0["title"] as? String })
            }
            let both: Set = ["open", "hidden"]
            #expect(try await titles(Cast.nobody) == ["open"])
            #expect(try await titles(Cast.bob) == ["open"])
            #expect(try await titles(Cast.alice) == both)
            #expect(try await titles(Arena.owner) == both)
            #expect(try await titles(Cast.admin) == both)
            #expect(try await titles(Cast.alice, ["mine": "true"]) == ["hidden"])
            #expect(try await titles(Cast.bob, ["mine": "true"]).isEmpty)
            #expect(try await titles(Cast.alice, ["phase": "upcoming"]) == both)
            #expect(try await titles(Cast.alice, ["phase": "past"]).isEmpty)
            for query in [["phase": "soon"], ["limit": "0"], ["cursor": "x"], ["limit": "999"]] {
                try await expectRefusal(.invalid, "\(query)") { try await titles(Cast.alice, query) }
            }
            let first = try await arena.ask(.get, by: Cast.alice, query: ["limit": "1"])
            let second = try await arena.ask(
                .get, by: Cast.alice, query: ["limit": "1", "cursor": first.value("next")])
            #expect(second.object["next"] == nil && (second.object["contests"] as? [Any])?.count == 1)
            // What each sees for themselves is nothing for those who may not know of it.
            let isOwn = { (topic: Topic) in topic.audience(Cast.alice) != topic.audience(Cast.bob) }
            for topic in arena.contests.topics where !isOwn(topic) {
                let isJudges = topic.path.hasSuffix("/judges") || topic.path.hasSuffix("/balloons")
                do {
                    let subject = try await topic.subject(["id": "\(hidden)"])
                    #expect(isJudges && !arena.platform.permissions.allows(Cast.alice, topic.action, to: subject))
                } catch let error as DomainError {
                    #expect(!isJudges && error.code == .notFound)
                }
                _ = try await topic.subject(["id": "\(open)"])
            }
            // Who judges everything is told that there is none, and nobody waits for it.
            for topic in arena.contests.topics where topic.path.hasSuffix("/judges") {
                #expect(try await arena.watch(topic.path, .random(), by: Cast.admin) == "null")
                #expect(try await arena.watch(topic.path, hidden, by: Cast.admin) != "null")
            }
            for topic in arena.contests.topics where topic.path.hasSuffix("/own") {
                func shown(_ actor: Actor, _ contest: EntityID) async throws -> String {
                    try await arena.watch(topic.path, contest, by: actor)
                }
                #expect(try await shown(Cast.bob, hidden) == "null")
                #expect(try await shown(Cast.bob, .random()) == "null")
                #expect(try await shown(Cast.alice, hidden) != "null")
                #expect(try await shown(Cast.bob, open) != "null")
            }
        }
    }
}
