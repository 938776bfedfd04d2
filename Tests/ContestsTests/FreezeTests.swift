import Coordinator
import Kernel
import KernelTestSupport
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

/// What is hidden while a board is frozen.
@Suite("A frozen contest", .timeLimit(.minutes(2))) struct FreezeTests {
    /// Everything that the public, and a participant of others, can learn of a contest.
    private static func publicViews(
        _ arena: Arena, _ contest: EntityID, _ submissions: [SubmissionFacts]
    ) async throws -> [String] {
        var views: [String] = []
        for actor in [Cast.nobody, Cast.carol] {
            for (path, query) in [
                ("/{id}", [:]), ("/{id}/problems", [:]), ("/{id}/awards", [:]), ("/{id}/clarifications", [:]),
                ("/{id}/leaderboard", [:]), ("/{id}/leaderboard", ["limit": "1", "cursor": "1"]),
                ("/{id}/leaderboard", ["around": "me"]), ("/{id}/leaderboard/export", [:]),
                ("/{id}/leaderboard/export", ["format": "jsonl"]), ("/{id}/leaderboard", ["division": "a"]),
            ] {
                let answer = try await arena.ask(.get, path, contest, by: actor, query: query)
                views.append(describe(answer.object))
            }
            for facts in submissions {
                views.append("\(try await arena.contests.view(of: facts, for: actor, at: arena.clock.now))")
            }
            let list = try await arena.ask(.get, by: actor)
            views.append(describe(list.object.merging(["next": ""]) { _, new in new }))
        }
        for path in ["contests/{id}/board", "contests/{id}/messages", "contests/{id}"] {
            views.append(try await arena.watch(path, contest, by: Cast.nobody))
            views.append("\(try await arena.shown(path, contest).rest)")
        }
        // Who brings balloons walks from one to the other.
        let balloons = try await arena.ask(.get, "/{id}/balloons", contest, by: Cast.runner(of: contest))
        views.append(describe(balloons.object))
        return views
    }

    private static func describe(_ value: Any) -> String {
        switch value {
        case let object as [String: Any]:
            "{" + object.sorted { $0.key < $1.key }.map { "\($0):\(describe($1))" }.joined(separator: ",") + "}"
        case let list as [Any]: "[" + list.map(describe).joined(separator: ",") + "]"
        default: "\(value)"
        }
    }

    @Test("shows the public the same, whatever comes of what was received after the freeze", arguments: 1...6)
    func property(seed: UInt64) async throws {
        try await Arena.with { arena in
            var random = SeededGenerator(seed: seed)
            let format = ContestRules.Format.allCases[Int(seed) % ContestRules.Format.allCases.count].rawValue
            let contest = try await arena.make([
                "freezeAfterSeconds": 3600, "divisions": ["a", "b"], "counting": ["format": format],
            ])
            for (actor, division) in [(Cast.alice, "a"), (Cast.bob, "b"), (Cast.carol, "a")] {
                try await arena.join(actor, contest, ["division": division])
            }
            var (early, late, facts): ([EntityID], [EntityID], [SubmissionFacts]) = ([], [], [])
            for place in 0..<12 {
                arena.move(to: 3600 + Int64(place) * 600)
                for actor in [Cast.alice, Cast.bob] where random.chance(2, in: 3) {
                    let problem = random.below(2)
                    let id = try await arena.submit(actor, contest, problem: problem)
                    if place < 6 { early.append(id) } else { late.append(id) }
                    let person = try #require(actor.person)
                    facts.append(
                        SubmissionFacts(
                            id: id, author: person, problem: Arena.problems[problem], contest: contest,
                            participant: person, receivedAt: arena.clock.now))
                }
            }
            try #require(!early.isEmpty && !late.isEmpty)
            // What was received before the freeze is shown at once, also when it is judged after it.
            for id in early { try await arena.judge(id, ["AC", "WA", "CE"][random.below(3)], "\(random.below(100))") }
            let before = try await Self.publicViews(arena, contest, facts)
            for id in late { try await arena.judge(id, ["AC", "WA", "TLE"][random.below(3)], "\(random.below(100))") }
            let after = try await Self.publicViews(arena, contest, facts)
            #expect(before == after)
            // Judges and authors see it.
            let judged = try await arena.board(contest, by: Arena.owner, query: ["view": "judges"])
            #expect(judged.count == 3)
            let last = try #require(facts.last)
            let author = Actor(.person(last.author))
            #expect(try await arena.contests.view(of: last, for: author, at: arena.clock.now) >= .verdict)
            #expect(try await arena.contests.view(of: last, for: Arena.owner, at: arena.clock.now) == .everything)
            #expect(try await arena.contests.view(of: last, for: Cast.nobody, at: arena.clock.now) == .pending)
            let own: [String: Any] = try await arena.ask(.get, "/{id}/leaderboard", contest, by: author).value("own")
            #expect(own["rank"] == nil)
            // Then all is shown.
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/thaw", contest, by: Arena.owner) }
            arena.move(to: 20_000)
            try await arena.ask(.post, "/{id}/thaw", contest, by: Arena.owner)
            #expect(try await arena.board(contest) == judged)
            #expect(try await arena.contests.view(of: last, for: Cast.nobody, at: arena.clock.now) == .verdict)
        }
    }

    @Test("says so, in the words that spectators know, and can begin when somebody says so")
    func words() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            try await arena.join(Cast.alice, contest)
            try await expectRefusal(.wrongState) {
                try await arena.ask(.post, "/{id}/freeze", contest, by: Arena.owner)
            }
            arena.move(to: 3600 + 4200)
            func text() async throws -> String? {
                try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.nobody).object["frozenText"] as? String
            }
            #expect(try await text() == nil)
            try await arena.ask(.post, "/{id}/freeze", contest, by: Arena.owner)
            #expect(
                try await text()
                    == "The scoreboard was frozen with 50 minutes remaining - submissions in the last 50 minutes of the "
                    + "contest are still shown as pending.")
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            #expect(try await arena.board(contest) == ["1 2 0 0"])
            #expect(try await arena.board(contest, by: Arena.owner, query: ["view": "judges"]) == ["1 2 1 70"])
        }
    }

    @Test("with a closed board shows others nothing at all before the end")
    func closed() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["isBoardClosed": true])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3700)
            let id = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let person = try #require(Cast.alice.person)
            let facts = SubmissionFacts(
                id: id, author: person, problem: Arena.problems[0], contest: contest, participant: person,
                receivedAt: arena.clock.now)
            #expect(try await arena.board(contest).isEmpty)
            #expect(try await arena.contests.view(of: facts, for: Cast.bob, at: arena.clock.now) == .nothing)
            #expect(try await arena.shown("contests/{id}/board", contest).rest == 0)
            for path in ["/{id}/awards", "/{id}/leaderboard/export"] {
                try await expectRefusal(.wrongState) { try await arena.ask(.get, path, contest, by: Cast.bob) }
            }
            let own: [String: Any] = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.alice).value(
                "own")
            #expect(own["solved"] as? Int == 1 && own["rank"] == nil)
            arena.move(to: 3600 + 7200)
            #expect(try await arena.board(contest) == ["1 2 1 1"])
            #expect(try await arena.contests.view(of: facts, for: Cast.bob, at: arena.clock.now) == .verdict)
        }
    }

    @Test("that tells nobody what came of their own tells it to nobody, by board or list, until the end")
    func pending() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["feedback": "pending"])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3700)
            let id = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let person = try #require(Cast.alice.person)
            let facts = SubmissionFacts(
                id: id, author: person, problem: Arena.problems[0], contest: contest, participant: person,
                receivedAt: arena.clock.now)
            func view(_ actor: Actor) async throws -> SubmissionView {
                try await arena.contests.view(of: facts, for: actor, at: arena.clock.now)
            }
            for actor in [Cast.alice, Cast.bob, Cast.nobody] { #expect(try await view(actor) == .pending) }
            #expect(try await arena.board(contest).isEmpty)
            #expect(
                try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.alice).object["own"] == nil)
            #expect(try await view(Arena.owner) == .everything)
            arena.move(to: 3600 + 7200)
            for actor in [Cast.alice, Cast.bob, Cast.nobody] { #expect(try await view(actor) == .verdict) }
            #expect(try await arena.board(contest) == ["1 2 1 1"])
        }
    }

    @Test("that is closed is opened for who watches it when the last one has ended")
    func reopened() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["isBoardClosed": true])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3700)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            let extra: [String: Any] = ["participant": "\(try #require(Cast.alice.person))", "seconds": 60]
            try await arena.ask(.post, "/{id}/extra-time", contest, extra, by: Arena.owner)
            var news = try arena.platform.topics.follow("contests/{id}/board", ["id": "\(contest)"], as: Cast.nobody)
                .makeAsyncIterator()
            func says(_ text: String, _ news: TopicNews?) throws -> Bool {
                String(decoding: try #require(news).bytes, as: UTF8.self).contains(text)
            }
            #expect(try says(#""isClosed":true"#, await news.next()))
            // The others have ended, and see nothing yet.
            arena.move(to: 3600 + 7200)
            while true {
                let told = await news.next()
                #expect(try says(#""isClosed":true"#, told))
                if try says(#""phase":"over""#, told) { break }
            }
            arena.move(to: 3600 + 7200 + 60)
            while try says(#""isClosed":true"#, await news.next()) {}
            #expect(try await arena.board(contest) == ["1 2 1 1"])
        }
    }
}
