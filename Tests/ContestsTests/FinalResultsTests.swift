import Coordinator
import Events
import Foundation
import Hacks
import Kernel
import KernelTestSupport
import Storage
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

/// What keeps results from being final, and what keeps them as they are then.
@Suite("Final results", .timeLimit(.minutes(2))) struct FinalResultsTests {
    private static func add(_ event: some PersistedEvent, to submission: EntityID, _ arena: Arena) async throws {
        _ = try await arena.log.append(
            [try Event(event)], to: submission.stream("submissions"), expecting: .anything)
        try await arena.settle()
    }

    private static func refused() -> JudgingFailed {
        var failed = JudgingFailed()
        (failed.generation, failed.reason, failed.refused) = (1, "no language has such files", true)
        return failed
    }

    private static func wanted(_ generation: UInt32) -> RejudgingWanted {
        var wanted = RejudgingWanted()
        wanted.generation = generation
        return wanted
    }

    private static func facts(
        _ id: EntityID, of person: EntityID, in contest: EntityID, _ participant: EntityID? = nil
    ) -> SubmissionFacts {
        SubmissionFacts(
            id: id, author: person, problem: Arena.problems[0], contest: contest,
            participant: participant ?? person, receivedAt: Arena.time(4000))
    }

    @Test("wait for nothing that the fleet did not take, which is no try and is in nobody's way")
    func refused() async throws {
        let place = try TestPlace()
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let contest = try await arena.make(["submissionsPerProblem": 2])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3660)
            let refused = try await arena.submit(Cast.alice, contest)
            arena.move(to: 3720)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            func firsts() async throws -> [String?] {
                try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.nobody).value(
                    "problems", as: [[String: Any]].self
                ).map { $0["firstToSolve"] as? String }
            }
            #expect(try await firsts() == [nil, nil])
            try await Self.add(Self.refused(), to: refused, arena)
            #expect(try await firsts() == ["\(EntityID(number: 3))", nil])
            #expect(try await arena.board(contest) == ["1 3 1 2", "2 2 0 0"])
            let row = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Cast.alice).value(
                "own", as: [String: Any].self)
            #expect((row["cells"] as? [Any])?.isEmpty == true)
            // It uses up no try: two are left.
            for _ in 0..<2 { try await arena.submit(Cast.alice, contest, verdict: "WA") }
            try await expectRefusal(.exhausted) { try await arena.submit(Cast.alice, contest) }
            arena.move(to: 3600 + 7200)
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
        }
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let list = try await arena.ask(.get, by: Cast.alice).value("contests", as: [[String: Any]].self)
            let contest = try #require(EntityID(list.first?["id"] as? String ?? ""))
            #expect(arena.contests.index.unjudged(in: contest) == 0)
        }
    }

    @Test("count what was not taken as soon as it is asked for again, and is taken")
    func askedAgain() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make()
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3660)
            let id = try await arena.submit(Cast.alice, contest)
            try await Self.add(Self.refused(), to: id, arena)
            #expect(arena.contests.index.unjudged(in: contest) == 0)
            try await Self.add(Self.wanted(2), to: id, arena)
            #expect(arena.contests.index.unjudged(in: contest) == 1)
            try await arena.judge(id, "AC")
            #expect(try await arena.board(contest) == ["1 2 1 1"])
        }
    }

    @Test("wait for what is judged again, which counts as before until then")
    func judgedAgain() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["allowsUpsolving": true])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3660)
            let id = try await arena.submit(Cast.alice, contest, verdict: "AC")
            arena.move(to: 3600 + 7200)
            let late = try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            for submission in [id, late] { try await Self.add(Self.wanted(2), to: submission, arena) }
            #expect(try await arena.board(contest) == ["1 2 1 1"])
            try await expectRefusal(.wrongState) {
                try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            }
            try await arena.judge(id, "WA")
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            #expect(try await arena.board(contest) == ["1 2 0 0"])
        }
    }

    @Test("have what counts in them stay as it is, and nothing else")
    func stay() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["allowsUpsolving": true])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3660)
            let counted = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let ignored = try await arena.submit(Cast.bob, contest, verdict: "AC")
            try await arena.ask(.post, "/{id}/ignore", contest, ["submission": "\(ignored)"], by: Arena.owner)
            arena.move(to: 3600 + 7200)
            let late = try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            let (alice, bob) = (EntityID(number: 2), EntityID(number: 3))
            let rows = [(counted, alice, true), (ignored, bob, false), (late, alice, false)]
            for (id, person, _) in rows {
                #expect(try await !arena.contests.isInFinalResults(Self.facts(id, of: person, in: contest)))
            }
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            for (id, person, isFinal) in rows {
                #expect(try await arena.contests.isInFinalResults(Self.facts(id, of: person, in: contest)) == isFinal)
            }
        }
    }

    @Test("wait for no hack that judges do not have count")
    func hacks() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["counting": ["format": "codeforces"]])
            let hack = EntityID.random()
            var made = HackMade()
            (made.id, made.by, made.participant) = ("\(hack)", "\(EntityID(number: 2))", "\(EntityID(number: 2))")
            (made.submission, made.defender) = ("\(EntityID.random())", "\(EntityID(number: 3))")
            made.problem = "\(Arena.problems[0])"
            made.package = Data(ContentHash(of: [1]).bytes)
            made.inputSha256 = made.package
            let stream = try contest.stream("hacks")
            _ = try await arena.log.append([try Event(made)], to: stream, expecting: .anything)
            arena.move(to: 3600 + 7200)
            try await expectRefusal(.wrongState) {
                try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            }
            var ignored = HackIgnored()
            ignored.id = "\(hack)"
            _ = try await arena.log.append([try Event(ignored)], to: stream, expecting: .anything)
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
        }
    }

    @Test("are not told as final while some of them is hidden")
    func frozen() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["freezeAfterSeconds": 3600])
            try await arena.join(Cast.alice, contest)
            arena.move(to: 3600 + 7000)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            arena.move(to: 3600 + 7200)
            try await arena.ask(.post, "/{id}/finalize", contest, by: Arena.owner)
            func isFinal(_ actor: Actor, _ view: String) async throws -> Bool {
                try await arena.ask(.get, "/{id}/awards", contest, by: actor, query: ["view": view]).value("isFinal")
            }
            #expect(try await !isFinal(Cast.nobody, "public"))
            #expect(try await isFinal(Arena.owner, "judges"))
            try await arena.ask(.post, "/{id}/thaw", contest, by: Arena.owner)
            #expect(try await isFinal(Cast.nobody, "public"))
        }
    }
}
