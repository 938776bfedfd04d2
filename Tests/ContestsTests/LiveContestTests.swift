import Coordinator
import Foundation
import Kernel
import KernelTestSupport
import TestSupport
import Testing
import Units

@testable import Contests

/// All of a contest in one stream.
@Suite("A contest that is followed as a whole", .timeLimit(.minutes(1))) struct LiveContestTests {
    private static let topic = "contests/{id}"

    @Test("shows each the board, their own row, what is said to them, and how long it goes on")
    func whole() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["freezeAfterSeconds": 1800])
            for actor in [Cast.alice, Cast.bob] { try await arena.join(actor, contest) }
            let early = try await arena.watch(Self.topic, contest, by: Cast.nobody)
            #expect(early.contains(#""phase":"before""#) && !early.contains("secondsLeft"))
            arena.move(to: 3600 + 1200)
            try await arena.submit(Cast.alice, contest, verdict: "AC")
            arena.move(to: 3600 + 1900)
            try await arena.submit(Cast.bob, contest, verdict: "AC")
            let bob = "\(try #require(Cast.bob.person))"
            let told: [String: Any] = ["text": "For Bob.", "participants": [bob]]
            try await arena.ask(.post, "/{id}/announcements", contest, told, by: Arena.owner)
            let own = try await arena.watch(Self.topic, contest, by: Cast.bob)
            #expect(own.contains(#""secondsLeft":5300"#) && own.contains("For Bob."), "\(own)")
            #expect(own.contains(#""own":{"#))
            for actor in [Cast.nobody, Cast.carol] {
                let open = try await arena.watch(Self.topic, contest, by: actor)
                #expect(!open.contains("For Bob.") && !open.contains(#""own":{"#), "\(open)")
                // Bob's came in the freeze.
                #expect(open.components(separatedBy: #""solved":1"#).count == 2, "\(open)")
            }
        }
    }

    @Test("is nothing for whoever may not know of it, as one that is not there")
    func hidden() async throws {
        try await Arena.with { arena in
            let contest = try await arena.make(["isHidden": true])
            for actor in [Cast.nobody, Cast.alice] {
                #expect(try await arena.watch(Self.topic, contest, by: actor) == "null")
                #expect(try await arena.watch(Self.topic, .random(), by: actor) == "null")
            }
            #expect(try await arena.watch(Self.topic, contest, by: Arena.owner) != "null")
        }
    }
}
