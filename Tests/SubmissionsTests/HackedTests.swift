import Events
import Foundation
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// A right program on which somebody has found an input that it fails on.
@Suite("Submissions that were hacked", .timeLimit(.minutes(1))) struct HackedTests {
    private static func told(_ summary: [String: Any]) -> String {
        "\(summary["verdict"] as? String ?? "-") \(summary["hack"] as? String ?? "-")"
    }

    @Test("are told as that in each answer and list, by the hack, to whoever sees that they were right")
    func answers() async throws {
        try await Court.with { court in
            court.neighbours.view.withLock { $0 = .verdict }
            let (right, wrong) = (try await court.judged([.accepted]), try await court.judged([.wrongAnswer]))
            let known = "HACKED \(Neighbours.hack)"
            func seen(_ id: EntityID, by actor: Actor) async throws -> Set<String> {
                let result = try await court.ask(
                    .get, "submissions/{id}/result", by: actor, parameters: ["id": "\(id)"])
                let list = try await court.ask(
                    .get, "submissions/user/{id}", by: actor, parameters: ["id": "\(Actor.alice.person ?? .random())"])
                let row = list.list("submissions").first { $0["id"] as? String == "\(id)" } ?? [:]
                return [
                    Self.told(try await court.summary(id, by: actor).object),
                    Self.told(result.object["submission"] as? [String: Any] ?? [:]), Self.told(row),
                ]
            }
            for actor in [Actor.alice, .bob, .admin] { #expect(try await seen(right, by: actor) == ["AC -"]) }
            court.neighbours.hacks.withLock { $0 = [right: Neighbours.hack, wrong: Neighbours.hack] }
            for actor in [Actor.alice, .bob, .admin] {
                #expect(try await seen(right, by: actor) == [known])
                // What was wrong before is as it was.
                #expect(try await seen(wrong, by: actor) == ["WA -"])
            }
            // Who sees no verdict sees no hack.
            court.neighbours.view.withLock { $0 = .pending }
            for actor in [Actor.alice, .bob] { #expect(try await seen(right, by: actor) == ["- -"]) }
        }
    }

    @Test("are in lists of what was hacked, and in none of what is right") func lists() async throws {
        try await Court.with { court in
            court.neighbours.view.withLock { $0 = .verdict }
            let (hacked, right) = (try await court.judged([.accepted]), try await court.judged([.accepted]))
            court.neighbours.hacks.withLock { $0 = [hacked: Neighbours.hack] }
            for (verdict, ids) in [("HACKED", [hacked]), ("AC", [right]), ("WA", [])] {
                let list = try await court.ask(
                    .get, "submissions/user/{id}", by: .bob,
                    parameters: ["id": "\(Actor.alice.person ?? .random())"], query: ["verdict": verdict])
                #expect(list.list("submissions").map { $0["id"] as? String } == ids.map { "\($0)" }, "\(verdict)")
            }
        }
    }

    private struct News: Decodable {
        struct Summary: Decodable { var verdict: String? }
        var submission: Summary?
    }

    private static func verdict(_ news: TopicNews?) throws -> String? {
        try JSONDecoder().decode(News.self, from: Data(try #require(news).bytes)).submission?.verdict
    }

    @Test("are seen by whoever watches them as soon as the contest's log says so") func watched() async throws {
        try await Court.with { court in
            court.neighbours.view.withLock { $0 = .verdict }
            let right = try await court.judged([.accepted])
            let news = try court.platform.topics.follow("submissions/{id}", ["id": "\(right)"], as: .alice)
            var told = news.makeAsyncIterator()
            #expect(try Self.verdict(await told.next()) == "AC")
            court.neighbours.hacks.withLock { $0 = [right: Neighbours.hack] }
            _ = try await court.log.append(
                [try Event(ItemReturned())], to: StreamName("loans-1"), expecting: .anything)
            #expect(try Self.verdict(await told.next()) == "HACKED")
        }
    }

    @Test("have no points any more, altogether or in a group, whatever their test cases gave them") func points()
        async throws
    {
        try await Court.with { court in
            court.neighbours.view.withLock { $0 = .tests }
            let id = try await court.judged([.accepted])
            var judgement = JudgementRecorded()
            (judgement.generation, judgement.fleetGeneration, judgement.verdict) = (1, 2, "AC")
            judgement.score = "100"
            judgement.groups = [.with { ($0.name, $0.verdict, $0.score) = ("secret", "AC", "100") }]
            try await court.services.commands.perform(
                RecordJudgement(id: id, judgement: judgement), by: Actor(.platform("submissions.follow")))
            func points() async throws -> [String?] {
                let result = try await court.desk.result(of: id, for: .alice)
                return [
                    try await court.desk.summary(of: id, for: .alice).score, result.submission.score,
                    result.groups?.first?.score,
                ]
            }
            #expect(try await points() == ["100", "100", "100"])
            court.neighbours.hacks.withLock { $0 = [id: Neighbours.hack] }
            #expect(try await points() == ["0", "0", "0"])
        }
    }
}
