import Coordinator
import Kernel
import KernelTestSupport
import TestSupport
import Testing
import Units

@testable import Contests

/// Questions, answers and announcements.
@Suite("Clarifications", .timeLimit(.minutes(1))) struct MessageTests {
    @Test("are given with all that contests keep of somebody, to nobody else")
    func kept() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["divisions": ["a", "b"]])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest, ["division": "b"]) }
            _ = try await arena.make()
            arena.move(to: 4000)
            let body = ["text": "Why?", "category": "general"]
            let id: String = try await arena.ask(.post, "/{id}/clarifications", contest, body, by: Cast.alice).value(
                "id")
            try await arena.ask(
                .post, "/{id}/clarifications/{clarification}/answer", contest, ["text": "So."], by: Arena.owner,
                ["clarification": id])
            try await arena.settle()
            let alice = try #require(Cast.alice.person)
            let kept = arena.contests.contests(of: alice)
            #expect(kept.map(\.id) == [contest] && kept.map(\.participant) == [alice])
            #expect(kept.first?.title == "Autumn" && kept.first?.division == "b")
            #expect(kept.first?.questions.map { [$0.text, $0.category, $0.answer] } == [["Why?", "general", "So."]])
            #expect(arena.contests.contests(of: try #require(Cast.bob.person)).first?.questions.isEmpty == true)
            #expect(arena.contests.contests(of: try #require(Cast.carol.person)).isEmpty)
        }
    }

    @Test("are seen by who asked and by judges, and by all when they are answered to all")
    func visibility() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 4000)
            func ask(_ text: String, _ actor: Actor, _ more: [String: Any] = [:]) async throws -> String {
                let body = more.merging(["text": text]) { one, _ in one }
                return try await arena.ask(.post, "/{id}/clarifications", contest, body, by: actor).value("id")
            }
            func texts(_ actor: Actor, _ query: [String: String] = [:]) async throws -> [String] {
                let answer = try await arena.ask(.get, "/{id}/clarifications", contest, by: actor, query: query)
                return try answer.value("clarifications", as: [[String: Any]].self).compactMap { $0["text"] as? String }
            }
            func handle(_ what: String, _ id: String, _ body: [String: Any] = [:], by actor: Actor = Arena.owner)
                async throws
            {
                try await arena.ask(
                    .post, "/{id}/clarifications/{clarification}/\(what)", contest, body, by: actor,
                    ["clarification": id])
            }
            let one = try await ask("one", Cast.alice)
            let two = try await ask("two", Cast.bob, ["problem": "\(Arena.problems[0])", "category": "technical"])
            #expect(try await texts(Cast.alice) == ["one"])
            #expect(try await texts(Cast.bob) == ["two"])
            #expect(try await texts(Cast.nobody).isEmpty)
            #expect(try await texts(Arena.owner) == ["two", "one"])
            #expect(try await texts(Arena.owner, ["category": "technical"]) == ["two"])
            let judge = Cast.judge(of: contest)
            try await handle("claim", one, by: judge)
            try await expectRefusal(.wrongState) { try await handle("claim", one) }
            try await handle("release", one, by: judge)
            try await handle("queue", one, ["queue": "jury"])
            #expect(try await texts(judge, ["queue": "jury"]) == ["one"])
            #expect(try await texts(Cast.alice, ["queue": "jury"]) == ["one"], "queues are the judges'")
            try await handle("answer", one, ["text": "No."])
            #expect(try await texts(Cast.bob) == ["two"])
            try await handle("answer", two, ["text": "Read on.", "isToAll": true], by: judge)
            #expect(try await texts(Cast.alice) == ["two", "one"])
            #expect(try await texts(Cast.nobody) == ["two"])
            #expect(try await texts(judge, ["unanswered": "true"]).isEmpty)
            let page = try await arena.ask(
                .get, "/{id}/clarifications", contest, by: judge, query: ["limit": "1"])
            #expect(try page.value("next", as: String.self) == "1")
            #expect(try await texts(judge, ["limit": "1", "cursor": "1"]) == ["one"])
            let question = try #require(
                try await arena.ask(.get, "/{id}/clarifications", contest, by: Cast.nobody)
                    .value("clarifications", as: [[String: Any]].self).first)
            #expect(question["participant"] == nil && question["claimedBy"] == nil && question["queue"] == nil)
            try await arena.ask(.post, "/{id}/announcements", contest, ["text": "Lunch."], by: judge)
            let seen = try await arena.ask(.get, "/{id}/clarifications", contest, by: Cast.nobody)
            #expect(try seen.value("announcements", as: [[String: Any]].self).first?["text"] as? String == "Lunch.")
        }
    }

    @Test("are refused where they are nonsense, too many, or not wanted")
    func refusals() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            let silent = try await arena.make(["isWithoutQuestions": true])
            for contest in [contest, silent] { try await arena.join(Cast.alice, contest) }
            let path = "/{id}/clarifications"
            func ask(_ body: [String: Any], _ actor: Actor = Cast.alice, _ to: EntityID? = nil) async throws {
                try await arena.ask(.post, path, to ?? contest, body, by: actor)
            }
            try await expectRefusal(.forbidden) { try await ask(["text": "x"], Cast.bob) }
            try await expectRefusal(.wrongState) { try await ask(["text": "x"], Cast.alice, silent) }
            for body in [
                ["text": ""], ["text": String(repeating: "x", count: 4097)], ["text": "\u{0}"], ["category": "x"],
                ["text": "x", "category": "two\nlines"],
            ] { try await expectRefusal(.invalid, "\(body)") { try await ask(body) } }
            // Before the start nobody learns which problems there are.
            for problem in ["\(Arena.problems[0])", "\(EntityID.random())", "x"] {
                try await expectRefusal(.notFound) { try await ask(["text": "x", "problem": problem]) }
            }
            for _ in 0..<20 { try await ask(["text": "x"]) }
            try await expectRefusal(.exhausted) { try await ask(["text": "x"]) }
            for id in ["x", "\(EntityID.random())"] {
                try await expectRefusal(.notFound) {
                    try await arena.ask(
                        .post, path + "/{clarification}/claim", contest, by: Arena.owner, ["clarification": id])
                }
            }
        }
    }

    @Test("say nothing of a problem that nobody may see yet")
    func hiddenProblems() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            try await arena.join(Cast.alice, contest)
            let body: [String: Any] = ["text": "Mind this one.", "problem": "\(Arena.problems[0])"]
            try await arena.ask(.post, "/{id}/announcements", contest, body, by: Arena.owner)
            func about(_ actor: Actor) async throws -> String? {
                try await arena.ask(.get, "/{id}/clarifications", contest, by: actor).value(
                    "announcements", as: [[String: Any]].self
                ).first?["problem"] as? String
            }
            let problem = "\(Arena.problems[0])"
            for actor in [Cast.nobody, Cast.alice] { #expect(try await about(actor) == nil) }
            for topic in ["contests/{id}/messages", "contests/{id}/messages/own"] {
                #expect(try await !arena.watch(topic, contest, by: Cast.alice).contains(problem), "\(topic)")
            }
            #expect(try await about(Cast.judge(of: contest)) == problem)
            arena.move(to: 3600)
            for actor in [Cast.nobody, Cast.alice] { #expect(try await about(actor) == problem) }
        }
    }

    @Test("of the organisers are seen by those whom they are for, and by judges")
    func toSome() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3600)
            let alice = "\(try #require(Cast.alice.person))"
            func announce(_ text: String, _ participants: [String]?) async throws {
                var body: [String: Any] = ["text": text]
                body["participants"] = participants
                try await arena.ask(.post, "/{id}/announcements", contest, body, by: Arena.owner)
            }
            try await announce("To all.", nil)
            try await announce("To you.", [alice])
            func read(_ actor: Actor) async throws -> [[String: Any]] {
                try await arena.ask(.get, "/{id}/clarifications", contest, by: actor).value("announcements")
            }
            for actor in [Cast.alice, Cast.judge(of: contest)] {
                #expect(try await read(actor).map { $0["text"] as? String } == ["To you.", "To all."])
            }
            #expect(try await read(Cast.judge(of: contest)).first?["participants"] as? [String] == [alice])
            #expect(try await read(Cast.alice).allSatisfy { $0["participants"] == nil })
            #expect(try await read(Cast.alice).map { $0["isToAll"] as? Bool } == [false, true])
            for actor in [Cast.bob, Cast.nobody] {
                #expect(try await read(actor).map { $0["text"] as? String } == ["To all."])
            }
            let own = "contests/{id}/messages/own"
            #expect(try await arena.watch(own, contest, by: Cast.alice).contains("To you."))
            #expect(try await !arena.watch(own, contest, by: Cast.bob).contains("To you."))
            #expect(try await !arena.watch("contests/{id}/messages", contest, by: Cast.alice).contains("To you."))
            for nobody in ["x", "\(EntityID.random())", "\(try #require(Cast.carol.person))"] {
                try await expectRefusal(.notFound) { try await announce("To nobody.", [alice, nobody]) }
            }
            try await expectRefusal(.invalid) { try await announce("To none.", []) }
            try await expectRefusal(.invalid) {
                try await announce("To many.", Array(repeating: alice, count: 1001))
            }
        }
    }
}
