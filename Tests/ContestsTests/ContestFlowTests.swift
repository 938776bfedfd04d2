import Coordinator
import Events
import Kernel
import KernelTestSupport
import Storage
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

/// What happens in a contest from its making to its results.
@Suite("Contests", .timeLimit(.minutes(2))) struct ContestFlowTests {
    @Test("are made, joined, solved and shown")
    func wholeContest() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            #expect(try await arena.board(contest) == ["1 2 0 0", "1 3 0 0"])
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            arena.move(to: 3600 + 600)
            try await expectRefusal(.forbidden) { try await arena.submit(Cast.carol, contest) }
            try await arena.submit(Cast.alice, contest, verdict: "WA")
            arena.move(to: 3600 + 1259)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            try await arena.submit(Cast.bob, contest, problem: 1, verdict: "AC")
            #expect(try await arena.board(contest) == ["1 3 1 20", "2 2 1 40"])
            let file = try await arena.ask(.get, "/{id}/leaderboard/export", contest, by: Cast.nobody)
            #expect(file.file?.name == "leaderboard.csv")
            let lines = String(decoding: file.body, as: UTF8.self).split(separator: "\r\n")
            #expect(lines.first == "rank,participant,name,division,solved,points,time,A,B")
            #expect(lines.last?.hasSuffix(#",person 2,"",1,1,40,100,"#) == true, "\(lines)")
            try await expectRefusal(.invalid) {
                try await arena.ask(
                    .get, "/{id}/leaderboard/export", contest, by: Cast.nobody, query: ["format": "xml"])
            }
            let answer = try await arena.ask(.get, "/{id}", contest, by: Cast.nobody)
            #expect(try answer.value("phase") == "running" && answer.value("participants") == 2)
            arena.move(to: 3600 + 7200)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            #expect(try await arena.ask(.get, "/{id}", contest, by: Cast.nobody).value("phase") == "final")
            let awards = try await arena.ask(.get, "/{id}/awards", contest, by: Cast.nobody)
            let ids = try awards.value("awards", as: [[String: Any]].self).compactMap { $0["id"] as? String }
            #expect(ids.contains("winner") && ids.contains("first-to-solve-A") && ids.contains("gold-medal"))
        }
    }

    @Test("show their problems to nobody but their judges before they begin")
    func problemsBefore() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            try await arena.join(Cast.alice, contest)
            func count(_ actor: Actor) async throws -> Int {
                let answer = try await arena.ask(.get, "/{id}/problems", contest, by: actor)
                let board = try await arena.ask(.get, "/{id}/leaderboard", contest, by: actor)
                let shown = try board.value("problems", as: [Any].self).count
                let listed = try answer.value("problems", as: [Any].self).count
                #expect(shown == 0 || shown == listed)
                return listed
            }
            #expect(try await count(Cast.alice) == 0)
            #expect(try await count(Cast.nobody) == 0)
            #expect(try await count(Arena.owner) == 2)
            #expect(try await count(Cast.judge(of: contest)) == 2)
            arena.move(to: 3600)
            #expect(try await count(Cast.nobody) == 2)
        }
    }

    @Test("are over when their timers say so, and stand still in removed intervals")
    func timers() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["freezeAfterSeconds": 3600])
            arena.move(to: 3600)
            let stream = try contest.stream("contests")
            func happened(_ type: String) async throws {
                while try await !arena.log.read(stream, after: .start, limit: 100).flatMap(\.events).contains(
                    where: { $0.type.hasSuffix(type) })
                { try await Task.sleep(for: .milliseconds(2)) }
            }
            try await happened("ContestStarted")
            let answer = try await arena.ask(
                .post, "/{id}/removed-intervals", contest,
                ["from": "\(Arena.time(3700))", "until": "\(Arena.time(4300))"], by: Arena.owner)
            func end() async throws -> String {
                try await arena.ask(.get, "/{id}", contest, by: Cast.nobody).value("end")
            }
            #expect(try await end() == "\(Arena.time(3600 + 7200 + 600))")
            arena.move(to: 7200 + 600)
            try await happened("ContestFrozen")
            let id = try answer.value("id", as: String.self)
            try await arena.ask(
                .delete, "/{id}/removed-intervals/{interval}", contest, by: Arena.owner, ["interval": id])
            #expect(try await end() == "\(Arena.time(3600 + 7200))")
            arena.move(to: 3600 + 7200)
            try await happened("ContestEnded")
        }
    }

    @Test("are final only when they are over, all is judged, and all questions are answered")
    func finalizing() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            try await arena.join(Cast.alice, contest)
            arena.move(to: 4000)
            let submission = try await arena.submit(Cast.alice, contest)
            let asked = try await arena.ask(
                .post, "/{id}/clarifications", contest, ["text": "How long?", "category": "general"], by: Cast.alice)
            func finalize() async throws { try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner) }
            try await expectRefusal(.wrongState, "it runs") { try await finalize() }
            let extra: [String: Any] = ["participant": "\(try #require(Cast.alice.person))", "seconds": 60]
            try await arena.ask(.post, "/{id}/extra-time", contest, extra, by: Arena.owner)
            arena.move(to: 3600 + 7200 + 59)
            try await expectRefusal(.wrongState, "it runs for alice") { try await finalize() }
            arena.move(to: 3600 + 7200 + 60)
            try await expectRefusal(.wrongState, "not judged") { try await finalize() }
            try await arena.judge(submission, "JE")
            try await expectRefusal(.wrongState, "a judge's error is no judgement") { try await finalize() }
            try await arena.judge(submission, "AC")
            try await expectRefusal(.wrongState, "not answered") { try await finalize() }
            try await arena.ask(
                .post, "/{id}/clarifications/{clarification}/answer", contest, ["text": "Two hours."],
                by: Arena.owner, ["clarification": try asked.value("id")])
            try await finalize()
            try await expectRefusal(.wrongState, "it is final") {
                try await arena.ask(
                    .post, "/{id}/penalty", contest, extra.merging(["minutes": 3]) { one, _ in one },
                    by: Arena.owner)
            }
        }
    }

    @Test("keep what judges put right: penalties, ignored submissions, disqualification")
    func adjusting() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3660)
            let first = try await arena.submit(Cast.alice, contest, verdict: "AC")
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            let judge = Cast.judge(of: contest)
            let alice = "\(try #require(Cast.alice.person))"
            func adjust(_ name: String, _ body: [String: Any]) async throws -> [String] {
                try await arena.ask(.post, "/{id}/\(name)", contest, body, by: judge)
                return try await arena.board(contest)
            }
            #expect(try await adjust("penalty", ["participant": alice, "minutes": 5]) == ["1 3 1 1", "2 2 1 6"])
            #expect(try await adjust("ignore", ["submission": "\(first)"]) == ["1 3 1 1", "2 2 0 5"])
            #expect(try await adjust("count", ["submission": "\(first)"]) == ["1 3 1 1", "2 2 1 6"])
            #expect(try await adjust("disqualify", ["participant": alice, "reason": "two seats"]) == ["1 3 1 1"])
            try await expectRefusal(.forbidden) { try await arena.submit(Cast.alice, contest) }
            #expect(try await adjust("reinstate", ["participant": alice]).count == 2)
            for body in [["participant": "nobody"], ["participant": "\(EntityID.random())"], ["reason": "none"]] {
                try await expectRefusal(.notFound) { try await adjust("disqualify", body) }
                try await expectRefusal(.notFound) { try await adjust("ignore", body) }
            }
            try await expectRefusal(.invalid) { try await adjust("extra-time", ["participant": alice, "seconds": -1]) }
        }
    }

    @Test("go on after the end for those who want to solve more, alone or for no board")
    func afterwards() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["allowsUpsolving": true, "allowsVirtual": true])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3660)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            try await expectRefusal(.wrongState) { try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.bob) }
            arena.move(to: 20_000)
            try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.bob)
            try await expectRefusal(.alreadyExists) {
                try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.bob)
            }
            arena.move(to: 20_120)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            #expect(try await arena.board(contest) == ["1 2 1 1"])
            let own: [String: Any] = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.bob).value("own")
            #expect(own["solved"] as? Int == 1 && own["time"] as? Int == 2)
            arena.move(to: 30_000)
            let late = try await arena.submit(Cast.bob, contest, problem: 1, verdict: "AC")
            #expect(arena.contests.index.read(contest) { $0.board.attempt(late)?.participant } == Cast.bob.person)
        }
    }

    @Test("let nobody submit too often, or for problems that they do not have")
    func limits() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["submissionIntervalSeconds": 60, "submissionsPerProblem": 2])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 4000)
            try await arena.submit(Cast.alice, contest)
            try await arena.submit(Cast.alice, contest, problem: 1)
            do {
                try await arena.submit(Cast.alice, contest)
                Issue.record("it was too early")
            } catch let error as DomainError {
                #expect(error.code == .exhausted && error.retryAfter == .seconds(60))
            }
            arena.move(to: 4060)
            try await arena.submit(Cast.alice, contest)
            arena.move(to: 5000)
            try await expectRefusal(.exhausted) { try await arena.submit(Cast.alice, contest) }
            try await expectRefusal(.notFound) {
                try await arena.contests.entry(
                    of: Cast.alice, for: .random(), in: contest, at: arena.clock.now)
            }
            try await expectRefusal(.notFound) {
                try await arena.contests.entry(
                    of: Cast.alice, for: Arena.problems[0], in: .random(), at: arena.clock.now)
            }
        }
    }

    @Test("are the same again after a restart, from a snapshot or from the log")
    func restart() async throws {
        let place = try TestPlace()
        var contest: EntityID?
        var before: [String] = []
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let id = try await arena.make(["freezeAfterSeconds": 600, "allowsVirtual": true, "divisions": ["a", "b"]])
            for (actor, division) in [(Cast.alice, "a"), (Cast.bob, "b"), (Cast.carol, "b")] {
                try await arena.join(actor, id, ["division": division])
            }
            arena.move(to: 3700)
            try await arena.submit(Cast.alice, id, verdict: "WA", score: "1/3")
            let ignored = try await arena.submit(Cast.bob, id, verdict: "AC")
            try await arena.ask(.post, "/{id}/ignore", id, ["submission": "\(ignored)"], by: Arena.owner)
            arena.move(to: 4500)
            try await arena.submit(Cast.bob, id, problem: 1, verdict: "AC", score: "1")
            try await arena.submit(Cast.carol, id, problem: 1)
        }
        for keepsSnapshots in [true, false] {
            let found = Found()
            try await Arena.with(place, keepsSnapshots: keepsSnapshots) { arena in
                let list = try await arena.ask(.get, by: Arena.owner)
                let id = try #require(
                    EntityID(try list.value("contests", as: [[String: Any]].self).first?["id"] as? String ?? ""))
                for view in ["public", "judges"] {
                    for division in ["", "a", "b"] {
                        let query = ["view": view, "division": division]
                        await found.add(try await arena.board(id, by: Arena.owner, query: query))
                    }
                }
                await found.set(id)
            }
            let rows = await found.rows
            if keepsSnapshots {
                (before, contest) = (rows, await found.id)
            } else {
                #expect(rows == before)
                #expect(await found.id == contest)
            }
        }
        #expect(before.contains("1 3 1 15") && before.contains("1 2 0 0"), "\(before)")
    }

    private actor Found {
        var rows: [String] = []
        var id: EntityID?
        func add(_ rows: [String]) { self.rows += rows }
        func set(_ id: EntityID) { self.id = id }
    }

    @Test("wait for nobody who takes part alone afterwards, and let nobody do so who was disqualified")
    func alone() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make([
                "allowsVirtual": true, "allowsUpsolving": true, "isBoardClosed": true, "submissionsPerProblem": 1,
            ])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3660)
            try await arena.submit(Cast.alice, contest, verdict: "WA")
            arena.move(to: 20_000)
            try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.bob)
            let alone: String = try await arena.ask(.get, "/{id}", contest, by: Cast.bob).value("participant")
            let extra: [String: Any] = ["participant": alone, "seconds": 3600]
            try await arena.ask(.post, "/{id}/extra-time", contest, extra, by: Arena.owner)
            // Others see the board, and who practises has as many tries as they like.
            #expect(try await arena.board(contest) == ["1 2 0 0"])
            arena.move(to: 20_000 + 7200 + 1800)
            for _ in 0..<2 { try await arena.submit(Cast.alice, contest) }
            let last = try await arena.submit(Cast.bob, contest)
            #expect(arena.contests.index.read(contest) { $0.board.attempt(last)?.participant } == EntityID(alone))
            let judge = Cast.judge(of: contest)
            try await arena.ask(
                .post, "/{id}/disqualify", contest, ["participant": alone, "reason": "So."], by: judge)
            try await expectRefusal(.forbidden) { try await arena.submit(Cast.bob, contest, problem: 1) }
        }
    }

    @Test("are listed as long as they run, and hidden ones for those who judge them")
    func list() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["isHidden": true])
            let interval: [String: Any] = ["from": "\(Arena.time(3700))", "until": "\(Arena.time(4300))"]
            let removed = try await arena.ask(.post, "/{id}/removed-intervals", contest, interval, by: Arena.owner)
            func listed(_ phase: String, by actor: Actor) async throws -> [String] {
                try await arena.ask(.get, by: actor, query: ["phase": phase]).value(
                    "contests", as: [[String: Any]].self
                ).compactMap { $0["end"] as? String }
            }
            let judge = Cast.judge(of: contest)
            arena.move(to: 3600 + 7200 + 300)
            for actor in [Arena.owner, judge] {
                #expect(try await listed("running", by: actor) == ["\(Arena.time(3600 + 7200 + 600))"])
                #expect(try await listed("past", by: actor).isEmpty)
            }
            #expect(try await listed("running", by: Cast.judge(of: .random())).isEmpty)
            try await arena.ask(
                .delete, "/{id}/removed-intervals/{interval}", contest, by: Arena.owner,
                ["interval": try removed.value("id")])
            #expect(try await listed("running", by: judge).isEmpty)
            #expect(try await listed("past", by: judge) == ["\(Arena.time(3600 + 7200))"])
        }
    }

    @Test("add minutes only where minutes count, and take back what was given to who has left")
    func minutes() async throws {
        try await Arena.with { arena in
            let person = "\(try #require(Cast.alice.person))"
            for format in ContestRules.Format.allCases {
                let contest = try await arena.make(["counting": ["format": format.rawValue]])
                try await arena.join(Cast.alice, contest)
                let body: [String: Any] = ["participant": person, "minutes": 5]
                guard [.icpc, .atcoder].contains(format) else {
                    try await expectRefusal(.invalid, "\(format)") {
                        try await arena.ask(.post, "/{id}/penalty", contest, body, by: Arena.owner)
                    }
                    continue
                }
                try await arena.ask(.post, "/{id}/penalty", contest, body, by: Arena.owner)
                let extra: [String: Any] = ["participant": person, "seconds": 600]
                try await arena.ask(.post, "/{id}/extra-time", contest, extra, by: Arena.owner)
                try await arena.ask(.post, "/{id}/leave", contest, by: Cast.alice)
                for (what, amount) in [("penalty", "minutes"), ("extra-time", "seconds")] {
                    try await arena.ask(
                        .post, "/{id}/" + what, contest, ["participant": person, amount: 0], by: Arena.owner)
                }
            }
        }
    }

    @Test("in teams show what a team has handed in to all of the team")
    func teams() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["teamSize": 2])
            let team: String = try await arena.ask(.post, "/{id}/teams", contest, ["name": "Two"], by: Cast.alice)
                .value("id")
            let person = "\(try #require(Cast.bob.person))"
            try await arena.ask(
                .post, "/{id}/teams/{team}/invitations", contest, ["person": person], by: Cast.alice, ["team": team])
            try await arena.ask(.post, "/{id}/teams/{team}/join", contest, by: Cast.bob, ["team": team])
            arena.move(to: 3660)
            let id = try await arena.submit(Cast.alice, contest)
            let facts = SubmissionFacts(
                id: id, author: try #require(Cast.alice.person), problem: Arena.problems[0], contest: contest,
                participant: EntityID(team), receivedAt: arena.clock.now)
            for (actor, isOwn) in [(Cast.alice, true), (Cast.bob, true), (Cast.carol, false), (Cast.nobody, false)] {
                #expect(try await arena.contests.isOwn(facts, of: actor) == isOwn, "\(actor)")
            }
        }
    }
}
