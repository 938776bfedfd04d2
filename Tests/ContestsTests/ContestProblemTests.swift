import Coordinator
import Kernel
import KernelTestSupport
import Testing

@testable import Contests

/// Who is shown a problem because of a contest.
@Suite("A problem of a contest", .timeLimit(.minutes(1))) struct ContestProblemTests {
    private static func sees(_ arena: Arena, _ actor: Actor, problem: Int = 0) async throws -> Bool {
        try await arena.settle()
        return try await arena.contests.version(of: Arena.problems[problem], for: actor) == 1
    }

    @Test("is shown to those who take part from its beginning on, and to those who judge it")
    func time() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["allowsVirtual": true, "problems": [["id": "\(Arena.problems[0])"]]])
            try await arena.join(Cast.alice, contest)
            let judges = [Arena.owner, Cast.judge(of: contest)]
            for actor in judges { #expect(try await Self.sees(arena, actor)) }
            for actor in [Cast.alice, Cast.bob, Cast.nobody] { #expect(try await !Self.sees(arena, actor)) }
            arena.move(to: 3599)
            #expect(try await !Self.sees(arena, Cast.alice))
            arena.move(to: 3600)
            #expect(try await Self.sees(arena, Cast.alice))
            #expect(try await !Self.sees(arena, Cast.alice, problem: 1))
            for actor in [Cast.bob, Cast.nobody] { #expect(try await !Self.sees(arena, actor)) }
            // Also afterwards; and to those who take part alone then.
            arena.move(to: 3600 + 7200)
            #expect(try await Self.sees(arena, Cast.alice))
            #expect(try await !Self.sees(arena, Cast.carol))
            try await arena.ask(.post, "/{id}/virtual", contest, by: Cast.carol)
            #expect(try await Self.sees(arena, Cast.carol))
        }
    }

    @Test("is not shown before one's own time where each has such")
    func windows() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["windowSeconds": 1800, "isBoardClosed": true])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            arena.move(to: 3600 + 60)
            #expect(try await !Self.sees(arena, Cast.alice))
            try await arena.ask(.post, "/{id}/begin", contest, by: Cast.alice)
            #expect(try await Self.sees(arena, Cast.alice))
            #expect(try await !Self.sees(arena, Cast.bob))
            arena.move(to: 3600 + 7200)
            #expect(try await Self.sees(arena, Cast.bob))
        }
    }
}
