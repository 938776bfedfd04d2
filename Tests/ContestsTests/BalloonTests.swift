import Coordinator
import Events
import Kernel
import KernelTestSupport
import Submissions
import Testing
import Units

@testable import Contests

/// The balloons of a contest, and those who bring them.
@Suite("Balloons", .timeLimit(.minutes(2))) struct BalloonTests {
    /// A contest that begins at 3600, with Alice and Bob.
    private static func with(
        _ format: String = "icpc", givesFrozen: Bool = false,
        _ body: @Sendable @escaping (Arena, EntityID) async throws -> Void
    ) async throws {
        try await Arena.with { arena in
            let contest = try await arena.make([
                "freezeAfterSeconds": 3600, "counting": ["format": format], "givesFrozenBalloons": givesFrozen,
            ])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3600)
            try await body(arena, contest)
        }
    }

    /// The balloons: `number participant label`, and what else is said of each.
    private static func balloons(
        _ arena: Arena, _ contest: EntityID, query: [String: String] = [:], by actor: Actor? = nil
    ) async throws -> [String] {
        let answer = try await arena.ask(
            .get, "/{id}/balloons", contest, by: actor ?? Cast.runner(of: contest), query: query)
        return try answer.value("balloons", as: [[String: Any]].self).map { balloon in
            var words = [
                "\(balloon["number"] ?? "")", balloon["name"] as? String ?? "", balloon["label"] as? String ?? "",
            ]
            if balloon["isFirst"] as? Bool == true { words.append("first") }
            if balloon["isTakenBack"] as? Bool == true { words.append("taken-back") }
            if balloon["delivered"] != nil { words.append("there") }
            if let minute = balloon["minute"] as? Int { words.append("at \(minute)") }
            return (words + (balloon["others"] as? [String] ?? []).map { "+" + $0 }).joined(separator: " ")
        }
    }

    private static func bring(_ arena: Arena, _ contest: EntityID, _ number: String, _ what: String = "deliver")
        async throws
    {
        try await arena.ask(
            .post, "/{id}/balloons/{balloon}/\(what)", contest, by: Cast.runner(of: contest), ["balloon": number])
    }

    @Test("are earned once for each problem, in the order in which that is known, and brought once")
    func earned() async throws {
        try await Self.with { arena, contest in
            #expect(try await Self.balloons(arena, contest).isEmpty)
            let waiting = try await arena.submit(Cast.bob, contest)
            arena.move(to: 3660)
            try await arena.submit(Cast.alice, contest, verdict: "WA")
            arena.move(to: 3720)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            // Bob may have been first.
            #expect(try await Self.balloons(arena, contest) == ["1 person 2 A at 2"])
            try await arena.judge(waiting, "WA")
            arena.move(to: 3780)
            for _ in 0..<2 { try await arena.submit(Cast.alice, contest, verdict: "AC") }
            try await arena.submit(Cast.bob, contest, problem: 1, verdict: "AC")
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            #expect(
                try await Self.balloons(arena, contest) == [
                    "1 person 2 A first at 2", "2 person 3 B first at 3", "3 person 3 A at 3",
                ])
            for _ in 0..<2 { try await Self.bring(arena, contest, "2") }
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]).map(\.first) == ["1", "3"])
            #expect(try await Self.balloons(arena, contest).last == "3 person 3 A at 3 +B")
            #expect(try await Self.balloons(arena, contest)[1] == "2 person 3 B first there at 3")
            try await Self.bring(arena, contest, "2", "return")
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]).count == 3)
            for number in ["0", "4", "-1", "x", "", "99999999999999999999"] {
                try await expectRefusal(.notFound, "\(number)") { try await Self.bring(arena, contest, number) }
            }
        }
    }

    @Test("are fetched back where a problem turns out not to be solved, and brought again where it is after all")
    func takenBack() async throws {
        try await Self.with { arena, contest in
            let alice = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let bob = try await arena.submit(Cast.bob, contest, verdict: "AC")
            try await Self.bring(arena, contest, "1")
            for submission in [alice, bob] { try await arena.judge(submission, "WA") }
            // One that nobody has brought is nobody's business any more.
            #expect(
                try await Self.balloons(arena, contest, query: ["todo": "true"]) == ["1 person 2 A taken-back there"])
            #expect(try await Self.balloons(arena, contest).last == "2 person 3 A taken-back")
            try await Self.bring(arena, contest, "1", "return")
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]).isEmpty)
            try await arena.judge(bob, "AC")
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]) == ["2 person 3 A first at 0"])
            // What does not count earns none, until it does.
            try await arena.ask(.post, "/{id}/ignore", contest, ["submission": "\(bob)"], by: Arena.owner)
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]).isEmpty)
            try await arena.ask(.post, "/{id}/count", contest, ["submission": "\(bob)"], by: Arena.owner)
            #expect(try await Self.balloons(arena, contest, query: ["todo": "true"]).count == 1)
        }
    }

    @Test("are not there for what was received after the freeze, unless the contest says so", arguments: [false, true])
    func frozen(givesFrozen: Bool) async throws {
        try await Self.with(givesFrozen: givesFrozen) { arena, contest in
            let early = try await arena.submit(Cast.alice, contest)
            arena.move(to: 7200)
            try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            // By when it was received, and not by when it was judged.
            try await arena.judge(early, "AC")
            let wanted = ["1 person 2 B first at 60", "2 person 2 A first at 0"]
            #expect(
                try await Self.balloons(arena, contest) == (givesFrozen ? wanted : ["1 person 2 A first at 0"]))
            let shown = try await arena.watch("contests/{id}/balloons", contest, by: Cast.runner(of: contest))
            #expect(shown.contains(#""label":"B""#) == givesFrozen, "\(shown)")
            // Whoever says so later has them made then.
            guard !givesFrozen else { return }
            try await arena.ask(
                .put, "/{id}", contest, Arena.body(["freezeAfterSeconds": 3600, "givesFrozenBalloons": true]),
                by: Arena.owner)
            #expect(
                try await Self.balloons(arena, contest) == ["1 person 2 A first at 0", "2 person 2 B first at 60"])
        }
    }

    @Test("that are behind what is shown of them are told of, too, to those who watch") func behind() async throws {
        try await Self.with { arena, contest in
            for number in 100..<202 as Range<UInt64> {
                try await arena.join(Cast.person(number), contest)
                for problem in 0..<2 {
                    try await arena.submit(Cast.person(number), contest, problem: problem, verdict: "AC")
                }
            }
            let before = try await arena.shown("contests/{id}/balloons", contest)
            try await arena.ask(
                .post, "/{id}/balloons/{balloon}/deliver", contest, by: Cast.runner(of: contest), ["balloon": "204"])
            try await arena.settle()
            let after = try await arena.shown("contests/{id}/balloons", contest)
            #expect(after.bytes == before.bytes && after.rest != before.rest)
        }
    }

    @Test("are there in contests of solved problems only, and for those only who are on the board")
    func others() async throws {
        try await Self.with("ioi") { arena, contest in
            try await arena.submit(Cast.alice, contest, verdict: "AC", score: "100")
            #expect(try await Self.balloons(arena, contest).isEmpty)
        }
        try await Self.with { arena, contest in
            try await arena.submit(Cast.bob, contest)
            let bob = ["participant": "\(EntityID(number: 3))", "reason": "x"]
            try await arena.ask(.post, "/{id}/disqualify", contest, bob, by: Arena.owner)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            #expect(try await Self.balloons(arena, contest) == ["1 person 2 A first at 0"])
        }
    }

    @Test("are a runner's to see, and nothing else of a contest that is hidden")
    func runners() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["isHidden": true])
            let runner = Cast.runner(of: contest)
            #expect(try await Self.balloons(arena, contest, by: runner).isEmpty)
            #expect(try await arena.watch("contests/{id}/balloons", contest, by: runner).contains(#""balloons":[]"#))
            for path in ["/{id}", "/{id}/problems", "/{id}/leaderboard", "/{id}/awards", "/{id}/clarifications"] {
                try await expectRefusal(.notFound, "\(path)") { try await arena.ask(.get, path, contest, by: runner) }
            }
            for actor in [Cast.alice, Cast.judge(of: EntityID(number: 8)), Cast.runner(of: EntityID(number: 8))] {
                try await expectRefusal(.notFound) { try await Self.balloons(arena, contest, by: actor) }
                try await expectRefusal(.notFound) { try await Self.balloons(arena, .random(), by: actor) }
            }
            let open = try await arena.make()
            for actor in [Cast.alice, runner, Cast.judge(of: EntityID(number: 8))] {
                try await expectRefusal(.forbidden) { try await Self.balloons(arena, open, by: actor) }
            }
            for actor in [Arena.owner, Cast.judge(of: open), Cast.runner(of: open), Cast.admin] {
                #expect(try await Self.balloons(arena, open, by: actor).isEmpty)
            }
            for (actor, sees) in [(Cast.runner(of: open), true), (runner, false), (Cast.nobody, false)] {
                let answer = try await arena.ask(.get, "/{id}", open, by: actor)
                #expect(answer.object["seesBalloons"] as? Bool == sees && answer.object["isJudge"] as? Bool == false)
            }
            for query in [["cursor": "x"], ["cursor": "-1"], ["limit": "0"], ["limit": "1000"]] {
                try await expectRefusal(.invalid) { try await Self.balloons(arena, open, query: query) }
            }
        }
    }

    @Test("have the same numbers after a restart, from a snapshot or from the log", arguments: [true, false])
    func restart(keepsSnapshots: Bool) async throws {
        let place = try TestPlace()
        let kept = Kept()
        try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob, Cast.carol] { try await arena.join(actor, contest) }
            arena.move(to: 3600)
            let late = try await arena.submit(Cast.carol, contest, problem: 1)
            for actor in [Cast.bob, Cast.alice] {
                for problem in [1, 0] { try await arena.submit(actor, contest, problem: problem, verdict: "AC") }
            }
            try await arena.judge(late, "AC")
            try await Self.bring(arena, contest, "2")
            await kept.keep(contest, try await Self.balloons(arena, contest))
        }
        let contest = try #require(await kept.contest)
        let before = await kept.balloons
        #expect(before.count == 5 && before.last?.hasPrefix("5 person 4 B") == true, "\(before)")
        try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
            #expect(try await Self.balloons(arena, contest) == before)
            let page = try await arena.ask(
                .get, "/{id}/balloons", contest, by: Arena.owner, query: ["limit": "2", "todo": "true"])
            #expect(page.object["next"] as? String == "3")
            let rest = try await Self.balloons(arena, contest, query: ["limit": "2", "todo": "true", "cursor": "3"])
            #expect(rest.map(\.first) == ["4", "5"])
        }
    }

    private actor Kept {
        var contest: EntityID?
        var balloons: [String] = []
        func keep(_ contest: EntityID, _ balloons: [String]) { (self.contest, self.balloons) = (contest, balloons) }
    }
}
