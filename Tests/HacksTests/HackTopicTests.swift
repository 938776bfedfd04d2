import Coordinator
import Events
import Foundation
import Kernel
import KernelTestSupport
import Testing

@testable import Hacks
@testable import Submissions

/// What is seen of hacks without asking.
@Suite("Hacks that are watched", .timeLimit(.minutes(2))) struct HackTopicTests {
    /// Waits until somebody who watches a list is shown hacks of just those states.
    private static func wait(
        for states: [String], _ ring: Ring, _ contest: EntityID, by actor: Actor
    ) async throws {
        struct Shown: Decodable {
            struct Hack: Decodable { var state: String }
            var hacks: [Hack]
        }
        for await news in try ring.rig.platform.topics.follow("contests/{id}/hacks", ["id": "\(contest)"], as: actor) {
            let shown = try JSONDecoder().decode(Shown.self, from: Data(news.bytes))
            if shown.hacks.map(\.state) == states { return }
        }
        throw CancellationError()
    }

    /// What somebody is shown first who begins to watch.
    private static func first(_ ring: Ring, _ path: String, _ names: [String: String], by actor: Actor) async throws
        -> String
    {
        for await news in try ring.rig.platform.topics.follow(path, names, as: actor) {
            return String(decoding: news.bytes, as: UTF8.self)
        }
        throw CancellationError()
    }

    @Test("are told to each as far as they may see them, from the first moment to the last") func told() async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest(
                [.ann, .ben, .cat], ["freezeAfterSeconds": 3600, "hacksAfterSeconds": 0])
            let target = try await ring.handIn(.ann, contest, problem)
            _ = try await ring.handIn(.ben, contest, problem)
            try await ring.lock(.ben, contest, problem)
            let hack = try await ring.hack(.ben, contest, target, "1 1\n")
            let judge = Actor.judge(of: contest)
            for actor in [Actor.ben, judge] { try await Self.wait(for: ["waiting"], ring, contest, by: actor) }
            for actor in [Actor.ann, .cat, Actor(.anybody)] {
                try await Self.wait(for: [], ring, contest, by: actor)
            }
            async let everybody: Void = Self.wait(for: ["successful"], ring, contest, by: Actor(.anybody))
            async let author: Void = Self.wait(for: ["successful"], ring, contest, by: .ann)
            try await ring.judge(HackName(contest, hack).fleetID, .wrongAnswer)
            try await everybody
            try await author
            try await ring.wait(for: hack, in: contest)
            // While the board is frozen only those are told who may know of it, until it is thawed.
            ring.move(to: 3600 + 3700)
            let second = try await ring.handIn(.ann, contest, problem)
            try await expectRefusal(.notFound) { try await ring.hack(.ben, contest, second, "1 1\n") }
            try await ring.ask(
                .post, "contests/{id}/hacks/{hack}/ignore", by: judge, ["id": "\(contest)", "hack": "\(hack)"])
            try await Self.wait(for: ["ignored"], ring, contest, by: .ben)
            try await Self.wait(for: [], ring, contest, by: .cat)
        }
    }

    @Test("one by one, too; of what somebody may not know of they are told nothing") func each() async throws {
        try await Ring.with { ring in
            let (contest, problem) = try await ring.contest([.ann, .ben], ["isHidden": true, "accessCode": "sesame"])
            let target = try await ring.handIn(.ann, contest, problem)
            _ = try await ring.handIn(.ben, contest, problem)
            try await ring.lock(.ben, contest, problem)
            let hack = try await ring.hack(.ben, contest, target, "7\n")
            try await ring.wait(for: hack, in: contest)
            let names = ["id": "\(contest)", "hack": "\(hack)"]
            let path = "contests/{id}/hacks/{hack}"
            #expect(try await Self.first(ring, path, names, by: .ben).contains(#""state":"invalid""#))
            // Nobody else sees what was no input; of a hidden contest, and of none, others see the same.
            for (names, actor) in [
                (names, Actor.ann), (names, .dan), (names, Actor(.anybody)),
                (["id": "\(EntityID.random())", "hack": "\(hack)"], .ben), (["id": "x", "hack": "y"], .ben),
            ] { #expect(try await Self.first(ring, path, names, by: actor) == "null") }
            for actor in [Actor.dan, Actor(.anybody)] {
                #expect(try await Self.first(ring, "contests/{id}/hacks", names, by: actor) == "null")
            }
        }
    }
}
