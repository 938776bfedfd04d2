import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Contests

/// What is seen of a board without asking.
@Suite("A board that is watched", .timeLimit(.minutes(2))) struct BoardTopicTests {
    private static let board = "contests/{id}/board"

    @Test("of more rows than a page tells of those behind the page, too, and of nothing that may not be seen")
    func rest() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["freezeAfterSeconds": 3600])
            let people = (2..<62).map { Cast.person($0) }
            for person in people { try await arena.join(person, contest) }
            arena.move(to: 3700)
            let first = try await arena.shown(Self.board, contest)
            let page = String(decoding: first.bytes, as: UTF8.self)
            let last = try #require(people.last { !page.contains("\($0.person ?? .random())") })
            var news = try arena.platform.topics.follow(Self.board, ["id": "\(contest)"], as: Cast.nobody)
                .makeAsyncIterator()
            #expect(await news.next()?.bytes == first.bytes)
            let submission = try await arena.submit(last, contest, verdict: "WA")
            #expect(await news.next()?.bytes == first.bytes)
            #expect(try await arena.shown(Self.board, contest).rest != first.rest)
            // The same rows are the same, however they came about.
            try await arena.ask(.post, "/{id}/ignore", contest, ["submission": "\(submission)"], by: Arena.owner)
            try await arena.settle()
            #expect(try await arena.shown(Self.board, contest).rest == first.rest)
        }
    }

    @Test("has one version for all parts of it, as long as nothing of it is otherwise")
    func versions() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["freezeAfterSeconds": 3600])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            func version(_ query: [String: String] = [:], by actor: Actor = Cast.nobody) async throws -> String? {
                try await arena.ask(.get, "/{id}/leaderboard", contest, by: actor, query: query).object["version"]
                    as? String
            }
            arena.move(to: 3660)
            let first = try await version()
            #expect(first != nil)
            for query in [["limit": "1"], ["limit": "1", "cursor": "1"], ["rows": "none"], ["rows": "all"]] {
                #expect(try await version(query) == first, "\(query)")
                #expect(try await version(query, by: Cast.alice) == first, "\(query)")
            }
            let none = try await arena.ask(
                .get, "/{id}/leaderboard", contest, by: Cast.alice, query: ["rows": "none"])
            #expect(try none.value("rows", as: [Any].self).isEmpty && none.value("count") == 2)
            #expect(try none.value("own", as: [String: Any].self)["participant"] as? String != nil)
            #expect(none.object["next"] == nil)
            try await expectRefusal(.invalid) { try await version(["rows": "some"]) }
            let id = try await arena.submit(Cast.alice, contest, verdict: "AC")
            let second = try await version()
            #expect(second != first)
            // What nobody may see changes nothing for them.
            arena.move(to: 3600 + 3600)
            let frozen = try await arena.submit(Cast.bob, contest)
            let third = try await version()
            let judges = try await version(["view": "judges"], by: Arena.owner)
            try await arena.judge(frozen, "AC")
            #expect(try await version() == third)
            #expect(try await version(["view": "judges"], by: Arena.owner) != judges)
            try await arena.judge(id, "WA")
            #expect(try await version() != third)
        }
    }
}
