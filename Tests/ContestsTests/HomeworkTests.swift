import Coordinator
import Grading
import Kernel
import KernelTestSupport
import Submissions
import TestSupport
import Testing
import Units

@testable import Contests

/// Homework: problems that are due at times of their own.
@Suite("Homework", .timeLimit(.minutes(1))) struct HomeworkTests {
    @Test("is taken late, for less, by when each problem is due, and then no more")
    func due() async throws {
        let place = try TestPlace()
        let day: Int64 = 86_400
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let contest = try await arena.make([
                "lengthSeconds": 7 * day, "counting": ["format": "homework", "latePercentPerDay": 20, "lateDays": 2],
                "problems": [
                    ["id": "\(Arena.problems[0])", "dueAfterSeconds": day], ["id": "\(Arena.problems[1])"],
                ],
            ])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            let alice = "\(try #require(Cast.alice.person))"
            arena.move(to: 3600)
            let answer = try await arena.ask(.get, "/{id}/problems", contest, by: Cast.alice)
            let dues = try answer.value("problems", as: [[String: Any]].self).map { $0["due"] as? String }
            #expect(dues == ["\(Arena.time(3600 + day))", nil])
            arena.move(to: 3600 + day)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            try await arena.submit(Cast.bob, contest, problem: 1, verdict: "AC")
            arena.move(to: 3600 + 2 * day)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            #expect(try await Self.points(arena, contest) == ["bob": "180", "alice": "60"])
            arena.move(to: 3600 + 3 * day)
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            // Who has more time has it at each problem.
            try await arena.ask(
                .post, "/{id}/extra-time", contest, ["participant": alice, "seconds": 2 * day], by: Arena.owner)
            #expect(try await Self.points(arena, contest) == ["bob": "180", "alice": "100"])
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            // Of the other problem the time goes on for everybody.
            arena.move(to: 3600 + 6 * day)
            try await arena.submit(Cast.alice, contest, problem: 1, verdict: "AC")
            try await expectRefusal(.wrongState) { try await arena.submit(Cast.alice, contest) }
            #expect(try await Self.points(arena, contest) == ["bob": "180", "alice": "200"])
        }
        // As it is read from the log, or from a snapshot.
        try await Arena.with(place, keepsSnapshots: true) { arena in
            let list = try await arena.ask(.get, by: Cast.alice).value("contests", as: [[String: Any]].self)
            let contest = try #require(EntityID(list.first?["id"] as? String ?? ""))
            #expect(try await Self.points(arena, contest) == ["bob": "180", "alice": "200"])
        }
    }

    private static func points(_ arena: Arena, _ contest: EntityID) async throws -> [String: String] {
        let board = try await arena.ask(.get, "/{id}/leaderboard", contest, by: Arena.owner, query: ["view": "judges"])
        let names = ["\(try #require(Cast.alice.person))": "alice", "\(try #require(Cast.bob.person))": "bob"]
        return try board.value("rows", as: [[String: Any]].self).reduce(into: [:]) { points, row in
            guard let name = names[row["participant"] as? String ?? ""] else { return }
            points[name] = row["points"] as? String
        }
    }
}
