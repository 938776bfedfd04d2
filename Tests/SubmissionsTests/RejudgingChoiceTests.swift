import Events
import Foundation
import KernelTestSupport
import Storage
import SwiftProtobuf
import Synchronization
import TestSupport
import Testing
import Units

@testable import Coordinator
@testable import Kernel
@testable import Submissions

/// Which submissions a set that is judged anew has, what it may have, and who sees it.
@Suite("What is judged anew together", .timeLimit(.minutes(1))) struct RejudgingChoiceTests {
    @Test("is what a judge chooses")
    func chosen() async throws {
        try await Court.with { court in
            let first = try await court.judged([.accepted])
            let second = try await court.judged([.wrongAnswer], by: .bob)
            let practice = try await court.handIn()
            try await court.wait(for: practice) { $0.phase == .judging }
            try await court.judge(practice, [.accepted, .accepted, .accepted])
            try await court.wait(for: practice) { $0.phase == .judged }
            let alice = try #require(Actor.alice.person)
            let now = "\(court.clock.now)", later = "\(court.clock.now + .seconds(1))"
            for (body, wanted) in [
                ("", [first, second]), ("{}", [first, second]), (#"{"verdicts":["WA"]}"#, [second]),
                (#"{"verdicts":["AC","WA"]}"#, [first, second]), (#"{"authors":["\#(alice)"]}"#, [first]),
                (#"{"languages":["cpp"]}"#, [first, second]),
                (#"{"problems":["\#(Neighbours.problem)"]}"#, [first, second]),
                (#"{"participants":["\#(Neighbours.team)"]}"#, [first, second]),
                (#"{"submissions":["\#(second)","\#(practice)"]}"#, [second]),
                (#"{"receivedFrom":"\#(now)","receivedUntil":"\#(now)"}"#, [first, second]),
                (#"{"verdicts":["AC"],"authors":["\#(alice)"]}"#, [first]),
            ] {
                let made = try await court.open(body)
                let id = try #require(EntityID(made["id"] ?? ""))
                let entries = try await court.desk.rejudging(id).entries
                #expect(Set(entries.map(\.submission)) == Set(wanted), "\(body)")
                try await court.askOne(id, .post, "/cancel")
            }
            for body in [
                #"{"verdicts":["CE"]}"#, #"{"languages":["python"]}"#, #"{"submissions":["\#(practice)"]}"#,
                #"{"receivedFrom":"\#(later)"}"#, #"{"participants":["x"]}"#, #"{"receivedFrom":"soon"}"#,
                #"{"verdicts":[""]}"#, #"{"reason":"a\nb"}"#, #"{"reason":7}"#, "[]", "nonsense",
                #"{"submissions":[\#(Array(repeating: "\"\(first)\"", count: 1001).joined(separator: ","))]}"#,
            ] {
                try await expectRefusal(.invalid, "\(body.prefix(60))") { try await court.open(body) }
            }
            try await expectRefusal(.notFound) { try await court.open(#"{"problems":["x"]}"#) }
        }
    }

    @Test("is as much as a set, a contest and an entry of the log may have, and none where the results are final")
    func limits() async throws {
        var options = Court.Options()
        (options.submissions.rejudgedTogether, options.submissions.openRejudgings) = (1, 1)
        try await Court.with(options) { court in
            let first = try await court.judged([.accepted])
            let made = try await court.open(key: "k")
            #expect(try await court.open(key: "k")["id"] == made["id"])
            try await expectRefusal(.exhausted) { try await court.open() }
            let id = try #require(EntityID(made["id"] ?? ""))
            try await court.askOne(id, .post, "/cancel")
            _ = try await court.judged([.accepted])
            let refusal = try await expectRefusal(.invalid) { try await court.open() }
            #expect(refusal?.message == "2 submissions are chosen, and at most 1 are judged anew together")
            let narrow = try await court.open(#"{"submissions":["\#(first)"]}"#)
            let other = try #require(EntityID(narrow["id"] ?? ""))
            try await court.wait(forFleetToHave: JudgingName(first, 2, of: other))
            try await court.judge(first, generation: 2, of: other, LoggedVerdict.accepted.everywhere)
            try await court.wait(for: other) { $0.waiting == 0 }
            court.neighbours.isFinal.withLock { $0 = true }
            try await expectRefusal(.wrongState) { try await court.askOne(other, .post, "/apply") }
            try await court.askOne(other, .post, "/cancel")
            try await expectRefusal(.wrongState) { try await court.open(#"{"submissions":["\#(first)"]}"#) }
        }
        var largest = RejudgingOpened()
        (largest.contest, largest.by) = ("\(EntityID.random())", "person \(EntityID.random())")
        largest.reason = String(repeating: "x", count: 500)
        largest.submissions = (0..<SubmissionOptions().rejudgedTogether).map { _ in
            .with { ($0.id, $0.generation, $0.fleetGeneration, $0.verdict) = ("\(EntityID.random())", 300, 300, "TLE") }
        }
        largest.problems = (0..<200).map { _ in
            .with {
                ($0.problem, $0.version, $0.package) = ("\(EntityID.random())", 300, Data(Neighbours.package.bytes))
            }
        }
        let bytes: [UInt8] = try largest.serializedBytes()
        #expect(bytes.count + 1024 < Event.entryLimit.bytes)
    }

    @Test("is there for those only who judge the contest")
    func permissions() async throws {
        try await Court.with { court in
            _ = try await court.judged([.accepted])
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            // Whoever may not is counted, too: others would have nothing left.
            #expect(court.module.limits.map(\.subject) == [.asker])
            let routes = court.module.routes.filter { $0.path.contains("/rejudgings") }
            #expect(routes.count == 7)
            for route in routes {
                let path = String(route.path.dropFirst("api/v1/".count))
                func refusal(_ actor: Actor, _ contest: EntityID, _ rejudging: EntityID) async throws -> DomainError
                    .Code?
                {
                    do {
                        try await court.ask(
                            route.method, path, by: actor,
                            parameters: ["id": "\(contest)", "rejudging": "\(rejudging)"])
                        return nil
                    } catch let error as DomainError { return error.code }
                }
                for actor in [Actor.alice, .bob, .setter, .otherJudge, Actor(.anybody)] {
                    #expect(try await refusal(actor, Neighbours.contest, id) == .forbidden, "\(path) \(actor)")
                }
                for actor in [Actor.owner, .judge, .admin] {
                    #expect(try await refusal(actor, .random(), id) == .notFound, "\(path) \(actor)")
                    guard path.contains("{rejudging}") else { continue }
                    #expect(try await refusal(actor, Neighbours.contest, .random()) == .notFound, "\(path) \(actor)")
                    guard route.method == .get else { continue }
                    #expect(try await refusal(actor, Neighbours.contest, id) == nil, "\(path) \(actor)")
                }
            }
            let topic = court.desk.rejudgingTopic
            let subject = try await topic.subject(["id": "\(Neighbours.contest)"])
            for (actor, may) in [
                (Actor.judge, true), (.owner, true), (.admin, true), (.otherJudge, false), (.bob, false),
            ] {
                #expect(court.platform.permissions.allows(actor, topic.action, to: subject) == may)
            }
            #expect(try await topic.subject(["id": "x"]) == Subject())
            #expect(try await topic.subject(["id": "\(EntityID.random())"]) == Subject())
            let names = ["id": "\(Neighbours.contest)", "rejudging": "\(id)"]
            for (parameters, isThere) in [
                (names, true), (names.merging(["rejudging": "\(EntityID.random())"]) { $1 }, false),
                (names.merging(["id": "\(EntityID.random())"]) { $1 }, false), (["id": "x", "rejudging": "y"], false),
            ] {
                for await news in try court.platform.topics.follow(topic.path, parameters, as: .judge) {
                    #expect((String(decoding: news.bytes, as: UTF8.self) != "null") == isThere)
                    break
                }
            }
            let list = try await court.ask(
                .get, "contests/{id}/rejudgings", by: .judge, parameters: ["id": "\(Neighbours.contest)"])
            #expect(list.list("rejudgings").map { $0["id"] as? String } == ["\(id)"])
        }
    }

    @Test(
        "is known to the fleet by a name that no other judging has",
        arguments: [
            "", "x", "x 1", "1 x", "\(Neighbours.team)", "\(Neighbours.team) -1", "\(Neighbours.team) 1 x",
            "\(Neighbours.team) 1 \(Neighbours.team) 1",
        ])
    func names(garbage: String) {
        #expect(JudgingName(garbage) == nil)
        for name in [JudgingName(Neighbours.team, 2), JudgingName(Neighbours.team, 2, of: Neighbours.contest)] {
            #expect(JudgingName(name.text) == name)
        }
    }
}
