import Coordinator
import Foundation
import KernelTestSupport
import Storage
import Synchronization
import TestSupport
import Testing

@testable import Kernel
@testable import Profiles
@testable import Submissions

/// What people have solved.
@Suite("Practice", .timeLimit(.minutes(1))) struct PracticeTests {
    private static let (alice, bob) = (Actor.alice.person ?? .random(), Actor.bob.person ?? .random())

    @Test("Statistics say what was solved, by difficulty, language and verdict; contests are left out")
    func statistics() async throws {
        try await Village.with { village in
            let (easy, hard) = (Village.easy, Village.hard)
            try await village.judged("WA", easy[0], by: Self.alice, language: "c")
            try await village.judged("AC", easy[0], by: Self.alice)
            try await village.judged("AC", easy[0], by: Self.alice)
            try await village.judged("AC", hard, by: Self.alice, language: "c")
            let unknown = try await village.judged("AC", .random(), by: Self.alice)
            try await village.judged("AC", easy[1], by: Self.alice, contest: .random())
            try await village.judged("AC", easy[1], by: Self.bob)
            func now() async throws -> PracticeStatistics {
                try await village.profiles.statistics(of: Self.alice, seen: try await village.log.end())
            }
            try await village.ask(.get, "{id}/stats", by: Actor(.anybody), id: Self.alice)
            var found = try await now()
            #expect(found.solved == 3 && found.submissions == 5 && found.verdicts == ["AC": 4, "WA": 1])
            #expect(found.difficulties == ["easy": 1, "hard": 1])
            #expect(found.languages["c"] == .init(submissions: 2, solved: 1))
            #expect(found.languages["cpp"] == .init(submissions: 3, solved: 2))
            #expect(found.streak.current == 1 && found.streak.longest == 1)

            // Judged again it is wrong; and one is deleted.
            try await village.services.commands.perform(
                RejudgeSubmission(id: unknown, patience: .seconds(1)), by: .admin)
            #expect(try await now().solved == 3)
            try await village.record("TLE", of: unknown, generation: 2)
            found = try await now()
            #expect(found.solved == 2 && found.verdicts["TLE"] == 1)
            try await village.services.commands.perform(DeleteSubmission(id: unknown), by: .alice)
            #expect(try await now().submissions == 4)
        }
    }

    @Test("The ranking shares ranks, goes page by page, and names only who shows a name")
    func ranking() async throws {
        try await Village.with { village in
            // Solved: 3, 2, 2, 1, 1, 1; none.
            let ids = (0..<7).map { _ in EntityID.random() }
            for (index, solved) in [3, 2, 2, 1, 1, 1, 0].enumerated() {
                for problem in Village.easy.prefix(solved) { try await village.judged("AC", problem, by: ids[index]) }
                if solved == 0 { try await village.judged("WA", Village.hard, by: ids[index]) }
                village.clock.manual.advance(by: .seconds(1))
            }
            try await village.name(ids[0], "Best")
            try await village.name(ids[1], "Hidden", isPublic: false)
            village.strangers.ids.withLock { _ = $0.insert(ids[2]) }
            var (places, cursor): ([[String: Any]], String?) = ([], nil)
            repeat {
                var query = ["limit": "2"]
                query["cursor"] = cursor
                let page = try await village.ask(.get, "leaderboard", by: Actor(.anybody), query: query)
                places += page["places"] as? [[String: Any]] ?? []
                cursor = page["next"] as? String
            } while cursor != nil
            #expect(places.compactMap { $0["rank"] as? Int } == [1, 2, 2, 4, 4, 4])
            #expect(places.map { $0["id"] as? String } == [0, 1, -1, 3, 4, 5].map { $0 < 0 ? nil : "\(ids[$0])" })
            #expect(places.map { $0["displayName"] as? String } == ["Best", nil, nil, nil, nil, nil])
            for query in [["limit": "0"], ["cursor": "x"]] {
                try await expectRefusal(.invalid) { try await village.ask(.get, "leaderboard", query: query) }
            }
        }
    }

    @Test(
        "A streak is days in a row, up to today or yesterday",
        arguments: [
            ([], 0, 0), ([10], 1, 1), ([9], 1, 1), ([8], 0, 1), ([8, 9, 10], 3, 3), ([1, 2, 3, 4, 9, 10], 2, 4),
            ([1, 3, 5], 0, 1), ([7, 9], 1, 1),
        ] as [([Int64], Int, Int)])
    func streaks(days: [Int64], current: Int, longest: Int) {
        let streak = Streak(days: days, today: 10)
        #expect(streak.current == current && streak.longest == longest)
    }
}
