import Coordinator
import Grading
import Kernel
import KernelTestSupport
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

/// Contests in which each has a time of their own.
@Suite("A contest in which each begins when they like", .timeLimit(.minutes(1))) struct WindowTests {
    private static var windows: [String: Any] { ["windowSeconds": 1800, "isBoardClosed": true] }

    private static func problems(_ arena: Arena, _ contest: EntityID, by actor: Actor) async throws -> Int {
        try await arena.ask(.get, "/{id}/problems", contest, by: actor).value("problems", as: [Any].self).count
    }

    @Test("counts for each from their own beginning, until their own end or that of all")
    func counts() async throws {
        let place = try TestPlace()
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let contest = try await arena.make(Self.windows)
            for actor in [Cast.alice, Cast.bob, Cast.carol] { try await arena.join(actor, contest) }
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice) }
            arena.move(to: 3600 + 600)
            // Nobody sees the problems, or hands anything in, before their time.
            for actor in [Cast.alice, Cast.nobody] { #expect(try await Self.problems(arena, contest, by: actor) == 0) }
            #expect(try await Self.problems(arena, contest, by: Arena.owner) == 2)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice)
            try await expectRefusal(.alreadyExists) {
                try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice)
            }
            #expect(try await Self.problems(arena, contest, by: Cast.alice) == 2)
            #expect(try await Self.problems(arena, contest, by: Cast.bob) == 0)
            let answer = try await arena.ask(.get, "/{id}", contest, by: Cast.alice)
            #expect(try answer.value("windowSeconds") == 1800)
            #expect(try answer.value("windowEnd") == "\(Arena.time(3600 + 600 + 1800))")
            #expect(try await arena.ask(.get, "/{id}", contest, by: Cast.bob).object["windowBegun"] == nil)
            arena.move(to: 3600 + 600 + 300)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            arena.move(to: 3600 + 600 + 1799)
            try await arena.submit(Cast.alice, contest, problem: 1, verdict: "WA")
            arena.move(to: 3600 + 600 + 1800)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            // Bob begins so late that the contest ends before his time.
            arena.move(to: 3600 + 6000)
            try await arena.ask(.post, "/{id}/begin", contest, by: Cast.bob)
            arena.move(to: 3600 + 6120)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            #expect(try await arena.board(contest, by: Cast.bob).isEmpty)
            #expect(
                try await arena.board(contest, by: Arena.owner, query: ["view": "judges"]) == [
                    "1 3 1 2", "2 2 1 5", "3 4 0 0",
                ])
            arena.move(to: 3600 + 7200)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.bob, contest) }
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/begin", contest, by: Cast.carol) }
            #expect(try await Self.problems(arena, contest, by: Cast.nobody) == 2)
            #expect(try await arena.board(contest) == ["1 3 1 2", "2 2 1 5", "3 4 0 0"])
        }
        // As it is read from the log, or from a snapshot.
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let list = try await arena.ask(.get, by: Cast.alice).value("contests", as: [[String: Any]].self)
            let contest = try #require(EntityID(list.first?["id"] as? String ?? ""))
            #expect(try await arena.board(contest) == ["1 3 1 2", "2 2 1 5", "3 4 0 0"])
        }
    }

    @Test("shows nobody what others have done while their own time may come")
    func hidden() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(Self.windows)
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3600)
            try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice)
            let id = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let person = try #require(Cast.alice.person)
            let facts = SubmissionFacts(
                id: id, author: person, problem: Arena.problems[0], contest: contest, participant: person,
                receivedAt: arena.clock.now)
            for (actor, view) in [
                (Cast.bob, SubmissionView.nothing), (Cast.nobody, .nothing), (Cast.alice, .verdict),
                (Cast.judge(of: contest), .everything),
            ] {
                #expect(try await arena.contests.view(of: facts, for: actor, at: arena.clock.now) == view, "\(actor)")
            }
            let board = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.bob)
            #expect(try board.value("problems", as: [Any].self).isEmpty && board.value("isClosed") == true)
        }
    }

    @Test("has one time for a whole team, and extra time for who was given some")
    func teams() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(Self.windows.merging(["teamSize": 2]) { $1 })
            let made = try await arena.ask(.post, "/{id}/teams", contest, ["name": "Two"], by: Cast.alice)
            let team: String = try made.value("id")
            let person = "\(try #require(Cast.bob.person))"
            try await arena.ask(
                .post, "/{id}/teams/{team}/invitations", contest, ["person": person], by: Cast.alice, ["team": team])
            try await arena.ask(.post, "/{id}/teams/{team}/join", contest, by: Cast.bob, ["team": team])
            arena.move(to: 3600 + 100)
            try await arena.ask(.post, "/{id}/begin", contest, by: Cast.bob)
            try await expectRefusal(.alreadyExists) {
                try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice)
            }
            try await arena.submit(Cast.alice, contest)
            arena.move(to: 3600 + 1900)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            try await arena.ask(
                .post, "/{id}/extra-time", contest, ["participant": team, "seconds": 60], by: Arena.owner)
            try await arena.submit(Cast.alice, contest)
            arena.move(to: 3600 + 1960)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.bob, contest) }
        }
    }

    @Test("is begun by those alone who take part, where each has a time of their own")
    func refused() async throws {
        try await Arena.with { arena in
            let (own, common) = (try await arena.make(Self.windows), try await arena.make())
            try await arena.join(Cast.alice, common)
            arena.move(to: 3700)
            try await expectRefusal(.forbidden) { try await arena.ask(.post, "/{id}/begin", own, by: Cast.alice) }
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/begin", common, by: Cast.alice) }
            #expect(try await arena.ask(.get, "/{id}", common, by: Cast.alice).object["windowSeconds"] == nil)
            for changes: [String: Any] in [
                ["windowSeconds": 1800], ["windowSeconds": 1800, "isBoardClosed": false],
                ["windowSeconds": 7201, "isBoardClosed": true], ["windowSeconds": 0, "isBoardClosed": true],
                ["windowSeconds": -5, "isBoardClosed": true], ["windowSeconds": "x", "isBoardClosed": true],
            ] {
                try await expectRefusal(.invalid, "\(changes)") { try await arena.make(changes) }
            }
        }
    }

    @Test("ends for each when the contest's clock says so")
    func clocks() {
        let start = Timestamp(milliseconds: 0)
        func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }
        let plain = ContestTimeline(start: start, length: .seconds(1000), window: .seconds(300))
        // The clock stands still from 350 to 450.
        let broken = ContestTimeline(
            start: start, length: .seconds(1000), window: .seconds(300),
            removed: [RemovedInterval(from: at(350), until: at(450))])
        let rows: [(ContestTimeline, Int64?, Int64, Int64)] = [
            (plain, nil, 0, 0), (plain, 0, 0, 300), (plain, 200, 0, 500), (plain, 900, 0, 1000), (plain, 900, 60, 1060),
            (plain, 700, 60, 1060), (broken, 0, 0, 300), (broken, 200, 0, 600), (broken, 400, 0, 750),
            (broken, 1000, 0, 1100),
        ]
        for (timeline, begun, extra, end) in rows {
            let entrant = Entrant(begun: begun.map(at), extraTime: .seconds(extra))
            #expect(entrant.end(in: timeline) == at(end), "\(begun ?? -1) \(extra)")
            #expect(entrant.beginning(in: timeline) == begun.map(at))
        }
        // Who takes part alone afterwards has as long.
        #expect(Entrant(start: at(5000)).end(in: plain) == at(5300))
    }

    @Test("stands still in a removed interval also for who works on alone, and gives no time that was not there")
    func extraTime() {
        let start = Timestamp(milliseconds: 0)
        func at(_ seconds: Int64) -> Timestamp { start + .seconds(seconds) }
        // The others have ended at 1000; the clock stands still from 1010 to 1040.
        let removed = [RemovedInterval(from: at(1010), until: at(1040))]
        let plain = ContestTimeline(start: start, length: .seconds(1000), removed: removed)
        #expect(Entrant().end(in: plain) == at(1000))
        #expect(Entrant(extraTime: .seconds(60)).end(in: plain) == at(1090))
        let own = ContestTimeline(start: start, length: .seconds(1000), window: .seconds(300), removed: removed)
        #expect(Entrant(begun: at(900), extraTime: .seconds(60)).end(in: own) == at(1090))
        // Who begins late has no bonus for minutes after the end of all.
        var rules = ContestRules(.ecoo)
        rules.minutesPerBonus = 1
        var game = ContestGame(
            rules: rules, timeline: ContestTimeline(start: start, length: .seconds(1200), window: .seconds(600)))
        let (person, problem, submission) = (EntityID(number: 1), EntityID(number: 2), EntityID(number: 3))
        game.problems = [problem]
        game.worths[problem] = ProblemWorth()
        var board = ContestBoard(game)
        board.enter(Entrant(begun: at(1000)), as: person)
        board.receive(Attempt(submission: submission, received: at(1020)), of: person, for: problem)
        board.judge(submission, Judgement(verdict: .accepted))
        // Three minutes are left to the end, and ten points are for the first try.
        #expect(board.face(.judges).standings.rows[person]?.totals.points == Score(113))
    }

    @Test("says when one ends, where that is not with the others")
    func ownEnds() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["allowsVirtual": true])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            func end(_ actor: Actor) async throws -> String? {
                try await arena.ask(.get, "/{id}", contest, by: actor).object["ownEnd"] as? String
            }
            let extra: [String: Any] = ["participant": "\(try #require(Cast.alice.person))", "seconds": 60]
            try await arena.ask(.post, "/{id}/extra-time", contest, extra, by: Arena.owner)
            #expect(try await end(Cast.alice) == "\(Arena.time(3600 + 7260))")
            for actor in [Cast.bob, Cast.carol, Cast.nobody] { #expect(try await end(actor) == nil) }
            arena.move(to: 20_000)
            try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.carol)
            #expect(try await end(Cast.carol) == "\(Arena.time(27_200))")
        }
    }
}
