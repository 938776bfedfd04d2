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
}
