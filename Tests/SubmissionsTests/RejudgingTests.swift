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

/// Sets of a contest's submissions that are judged anew while what counts stays.
@Suite("Submissions that are judged anew together", .timeLimit(.minutes(1))) struct RejudgingTests {
    @Test("are found to be different without anything being seen of it, and count all at once when a judge says so")
    func flow() async throws {
        try await Court.with { court in
            let (lost, won, same) = (
                try await court.judged([.accepted]), try await court.judged([.wrongAnswer]),
                try await court.judged([.timeLimit], by: .bob)
            )
            let waiting = try await court.handIn(contest: Neighbours.contest)
            let before = try await court.seen([lost, won, same])
            court.neighbours.judgedBy.withLock { $0 = Neighbours.newer }
            let made = try await court.open(#"{"reason":"new test cases"}"#)
            let id = try #require(EntityID(made["id"] ?? ""))
            #expect(made.object["submissions"] as? Int == 3 && made.object["leftOut"] as? Int == 1)
            try await court.wait(forFleetToHave: JudgingName(lost, 2, of: id))
            let state = try #require(try await court.fleet.load(JudgingName(lost, 2, of: id).fleetID))
            #expect(state.accepted.priority == .rejudge && state.accepted.package == Data(Neighbours.newer.bytes))

            for (submission, verdict) in [
                (lost, LoggedVerdict.wrongAnswer), (won, .accepted), (same, .timeLimit),
            ] {
                try await court.wait(forFleetToHave: JudgingName(submission, 2, of: id))
                try await court.judge(submission, generation: 2, of: id, verdict.everywhere)
            }
            try await court.wait(for: id) { $0.waiting == 0 }
            #expect(try await court.seen([lost, won, same]) == before)
            let one = try await court.askOne(id, .get)
            #expect(one["stage"] == "open" && one["reason"] == "new test cases")
            for (field, number) in [
                ("submissions", 3), ("judged", 3), ("failed", 0), ("changed", 2), ("lost", 1), ("overtaken", 0),
            ] { #expect(one.object[field] as? Int == number, "\(field)") }
            #expect(
                one.list("matrix").map { "\($0["from"] ?? "") \($0["to"] ?? "") \($0["count"] ?? "")" } == [
                    "AC WA 1", "TLE TLE 1", "WA AC 1",
                ])
            let changed = Set(try await court.rejudged(id, only: "changed"))
            #expect(changed == ["\(lost) AC WA judged", "\(won) WA AC judged"])
            #expect(try await court.rejudged(id, only: "lost") == ["\(lost) AC WA judged"])
            #expect(try await court.rejudged(id, only: "all").count == 3)
            #expect(try await court.askOne(id, .get, "/board").object["count"] as? Int == 7)

            // Nobody's problem goes away unseen.
            let refusal = try await expectRefusal(.wrongState) { try await court.askOne(id, .post, "/apply") }
            #expect(refusal?.message == "1 submissions would not be accepted any more")
            for _ in 0..<2 { try await court.askOne(id, .post, "/apply", body: #"{"takesAcceptedAway":true}"#) }
            try await court.wait(for: id) { $0.stage == .applied }
            for (submission, verdict) in [(lost, "WA"), (won, "AC"), (same, "TLE")] {
                #expect(try await court.summary(submission, by: .admin)["verdict"] == verdict)
                #expect(
                    try await court.events(of: submission) == [
                        "SubmissionReceived", "JudgingBegan", "JudgementRecorded", "RejudgingWanted",
                        "JudgementRecorded",
                    ])
            }
            let result = try await court.desk.result(of: lost, for: .admin)
            #expect(result.generation == 2 && result.tests?.first?.verdict == "WA")
            #expect(try await court.rejudged(id, only: "changed").allSatisfy { $0.hasSuffix("applied") })
            try await expectRefusal(.wrongState) { try await court.askOne(id, .post, "/cancel") }
            #expect(try await court.desk.submission(waiting).generation == 1)

            // From now on it is judged by the version that the set has used.
            try await court.ask(.post, "submissions/{id}/rejudge", by: .admin, parameters: ["id": "\(lost)"])
            try await court.wait(for: lost) { $0.phase == .judging }
            let again = try await court.fleet.load(JudgingName(lost, 3).fleetID)
            #expect(again?.accepted.package == Data(Neighbours.newer.bytes))
            #expect(try await court.rejudged(id, only: "lost") == ["\(lost) AC WA applied"])
            #expect(try await court.rejudged(id, only: "overtaken").isEmpty)
        }
    }

    @Test("are those that a judge chooses")
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

    @Test("are given to the fleet few at a time, and the next one when one has ended")
    func window() async throws {
        var options = Court.Options()
        options.submissions.rejudgedAtOnce = 2
        try await Court.with(options) { [options] court in
            for _ in 0..<5 { _ = try await court.judged([.accepted]) }
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            let entries = try await court.desk.rejudging(id).entries
            for (place, entry) in entries.enumerated() {
                try await court.wait(forFleetToHave: entry.judging(by: id))
                let ahead = entries.dropFirst(place + options.submissions.rejudgedAtOnce)
                for other in ahead { #expect(try await court.fleet.load(other.judging(by: id).fleetID) == nil) }
                try await court.judge(entry.submission, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
                try await court.wait(for: id) { $0.ended == place + 1 }
            }
            #expect(try await court.askOne(id, .get).object["changed"] as? Int == 0)
        }
    }

    @Test("are passed over where they were judged again or deleted meanwhile, which is told")
    func overtaken() async throws {
        try await Court.with { court in
            let (again, gone, fleet, plain) = (
                try await court.judged([.wrongAnswer]), try await court.judged([.wrongAnswer]),
                try await court.judged([.wrongAnswer]), try await court.judged([.wrongAnswer])
            )
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            for submission in [again, gone, fleet, plain] {
                try await court.wait(forFleetToHave: JudgingName(submission, 2, of: id))
                try await court.judge(submission, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
            }
            try await court.wait(for: id) { $0.waiting == 0 }
            // One is judged again by itself, one is deleted, one is judged again by the fleet's own admins.
            try await court.ask(.post, "submissions/{id}/rejudge", by: .admin, parameters: ["id": "\(again)"])
            try await court.wait(for: again) { $0.phase == .judging }
            try await court.ask(.delete, "submissions/{id}", by: .admin, parameters: ["id": "\(gone)"])
            _ = try await court.fleet.change(JudgingName(fleet, 1).fleetID) { $0.rejudge(by: "ops") }
            try await court.judge(fleet, [.accepted, .wrongAnswer])
            try await court.wait(for: fleet) { $0.judgement?.fleetGeneration == 2 }
            #expect(try await court.askOne(id, .get).object["overtaken"] as? Int == 3)

            try await court.askOne(id, .post, "/apply")
            try await court.wait(for: id) { $0.stage == .applied }
            #expect(
                Set(try await court.rejudged(id, only: "all")) == [
                    "\(again) WA AC overtaken", "\(gone) WA AC deleted", "\(fleet) WA AC overtaken",
                    "\(plain) WA AC applied",
                ])
            #expect(try await court.rejudged(id, only: "overtaken").count == 3)
            #expect(try await court.summary(fleet, by: .admin)["verdict"] == "WA")
            #expect(try await court.summary(plain, by: .admin)["verdict"] == "AC")
            try await court.judge(again, generation: 2, [.wrongAnswer])
            try await court.wait(for: again) { $0.phase == .judged }
            #expect(try await court.summary(again, by: .admin)["verdict"] == "WA")
            // What the fleet says later of what does not count is nobody's judgement.
            _ = try await court.fleet.change(JudgingName(again, 2, of: id).fleetID) { $0.rejudge(by: "ops") }
            try await court.judge(again, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
            // Of what counts it is.
            _ = try await court.fleet.change(JudgingName(plain, 2, of: id).fleetID) { $0.rejudge(by: "ops") }
            try await court.judge(plain, generation: 2, of: id, [.timeLimit])
            try await court.wait(for: plain) { $0.judgement?.verdict == "TLE" }
            #expect(try await court.summary(again, by: .admin)["verdict"] == "WA")
        }
    }

    @Test("are left as they are when that is cancelled, and the fleet stops")
    func cancelled() async throws {
        try await Court.with { court in
            let (done, open) = (try await court.judged([.wrongAnswer]), try await court.judged([.wrongAnswer]))
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            for submission in [done, open] {
                try await court.wait(forFleetToHave: JudgingName(submission, 2, of: id))
            }
            try await court.judge(done, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
            try await court.wait(for: id) { $0.ended == 1 }
            let refusal = try await expectRefusal(.wrongState) { try await court.askOne(id, .post, "/apply") }
            #expect(refusal?.message == "1 submissions are not judged anew yet")
            for _ in 0..<2 { try await court.askOne(id, .post, "/cancel") }
            let name = JudgingName(open, 2, of: id).fleetID
            while !court.stopped.ids.withLock({ $0.contains(name) }) { try await Task.sleep(for: .milliseconds(2)) }
            #expect(try await court.askOne(id, .get)["stage"] == "cancelled")
            try await expectRefusal(.wrongState) { try await court.askOne(id, .post, "/apply") }
            for submission in [done, open] {
                #expect(try await court.summary(submission, by: .admin)["verdict"] == "WA")
                #expect(try await court.desk.submission(submission).generation == 1)
            }
        }
    }

    @Test("that cannot be judged anew are told of with the reason, and keep what counts")
    func failed() async throws {
        try await Court.with { court in
            let (stuck, broken, plain) = (
                try await court.judged([.wrongAnswer]), try await court.judged([.wrongAnswer]),
                try await court.judged([.wrongAnswer])
            )
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            for submission in [stuck, broken, plain] {
                try await court.wait(forFleetToHave: JudgingName(submission, 2, of: id))
            }
            let name = JudgingName(stuck, 2, of: id).fleetID
            _ = try await court.fleet.change(name) {
                $0.recordStuck(.build(name, generation: 1), reason: "no disk")
            }
            try await court.judge(broken, generation: 2, of: id, [.judgeError])
            try await court.judge(plain, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
            try await court.wait(for: id) { $0.waiting == 0 }
            let one = try await court.askOne(id, .get)
            #expect(one.object["failed"] as? Int == 2 && one.object["judged"] as? Int == 1)
            #expect(try await court.rejudged(id, only: "failed").count == 2)
            try await court.askOne(id, .post, "/apply")
            try await court.wait(for: id) { $0.stage == .applied }
            for (submission, verdict) in [(stuck, "WA"), (broken, "WA"), (plain, "AC")] {
                #expect(try await court.summary(submission, by: .admin)["verdict"] == verdict)
            }
            // A package that is not there judges nothing.
            court.neighbours.judgedBy.withLock { $0 = ContentHash(of: [9]) }
            let lost = try #require(EntityID(try await court.open()["id"] ?? ""))
            try await court.wait(for: lost) { $0.waiting == 0 }
            #expect(try await court.askOne(lost, .get).object["failed"] as? Int == 3)
        }
    }

    @Test("come to the same end wherever a coordinator is killed, and whatever is done again")
    func crashes() async throws {
        var options = Court.Options()
        options.runs = false
        options.submissions.rejudgedAtOnce = 1
        try await Court.with(options) { court in
            let desk = court.desk
            func again() async throws {
                for reaction in [desk.following, desk.judging, desk.judgingAnew, desk.following] {
                    for _ in 0..<2 { try await court.react(reaction) }
                }
            }
            var submissions: [EntityID] = []
            for _ in 0..<2 { submissions.append(try await court.handIn(contest: Neighbours.contest)) }
            try await again()
            for submission in submissions { try await court.judge(submission, [.wrongAnswer]) }
            try await again()
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
            let order = try await desk.rejudging(id).entries
            try await again()
            #expect(try await court.fleet.load(order[1].judging(by: id).fleetID) == nil)
            // Judged before it was said that the fleet has it, and said twice.
            for entry in order {
                try await court.judge(entry.submission, generation: 2, of: id, LoggedVerdict.accepted.everywhere)
                try await again()
            }
            #expect(try await desk.rejudging(id).waiting == 0)
            try await court.askOne(id, .post, "/apply")
            // Killed when one of them had been told.
            let first = try #require(try await desk.rejudging(id).entries.first)
            guard case .judged(let judgement) = first.outcome else {
                Issue.record("it was not judged")
                return
            }
            let version = try #require(try await desk.rejudging(id).version(of: "\(Neighbours.problem)"))
            try await court.services.commands.perform(
                ReplaceJudgement(
                    id: first.submission, rejudging: id, stamp: first.stamp, judgement: judgement, version: version,
                    by: "a judge"), by: Actor(.platform("submissions.rejudge")))
            for _ in 0..<2 { try await again() }
            #expect(try await desk.rejudging(id).stage == .applied)
            for submission in submissions {
                #expect(
                    try await court.events(of: submission).filter { $0 != "JudgingBegan" } == [
                        "SubmissionReceived", "JudgementRecorded", "RejudgingWanted", "JudgementRecorded",
                    ])
                #expect(try await desk.submission(submission).judgement?.verdict == "AC")
            }
        }
    }

    @Test("are as many as a set, a contest and an entry of the log may have, and none where the results are final")
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

    @Test("are there for those only who judge the contest")
    func permissions() async throws {
        try await Court.with { court in
            _ = try await court.judged([.accepted])
            let id = try #require(EntityID(try await court.open()["id"] ?? ""))
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
                .get, "contests/{id}/rejudgings", by: .judge, parameters: ["id": "\(Neighbours.contest)"],
                seen: try await court.log.end())
            #expect(list.list("rejudgings").map { $0["id"] as? String } == ["\(id)"])
        }
    }

    @Test(
        "are known to the fleet by a name that no other judging has",
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

extension LoggedVerdict {
    /// What comes of the three test cases if this comes of each.
    fileprivate var everywhere: [LoggedVerdict] { self == .accepted ? [self, self, self] : [self] }
}

extension Court {
    /// Something that was handed in in the contest, and judged.
    fileprivate func judged(_ verdicts: [LoggedVerdict], by actor: Actor = .alice) async throws -> EntityID {
        let id = try await handIn(by: actor, contest: Neighbours.contest)
        try await wait(for: id) { $0.phase == .judging }
        try await judge(id, verdicts == [.accepted] ? LoggedVerdict.accepted.everywhere : verdicts)
        try await wait(for: id) { $0.phase == .judged }
        return id
    }

    /// Has a set judged anew.
    @discardableResult
    fileprivate func open(_ body: String = "", key: String? = nil) async throws -> Answer {
        try await ask(
            .post, "contests/{id}/rejudgings", by: .judge, parameters: ["id": "\(Neighbours.contest)"], body: body,
            key: key, seen: try await log.end())
    }

    @discardableResult
    fileprivate func askOne(
        _ id: EntityID, _ method: Route.Method, _ path: String = "", query: [String: String] = [:], body: String = ""
    ) async throws -> Answer {
        try await ask(
            method, "contests/{id}/rejudgings/{rejudging}" + path, by: .judge,
            parameters: ["id": "\(Neighbours.contest)", "rejudging": "\(id)"], query: query, body: body,
            seen: try await log.end())
    }

    /// The submissions of a set: what they are called, from which verdict to which, and how far they are.
    fileprivate func rejudged(_ id: EntityID, only: String) async throws -> [String] {
        try await askOne(id, .get, "/submissions", query: ["only": only]).list("submissions").map { row in
            ["id", "from", "to", "state"].map { row[$0] as? String ?? "" }.joined(separator: " ")
        }
    }

    /// All that is shown of submissions.
    fileprivate func seen(_ ids: [EntityID]) async throws -> [SubmissionResult] {
        var results: [SubmissionResult] = []
        for id in ids { results.append(try await desk.result(of: id, for: .admin)) }
        return results
    }

    fileprivate func wait(forFleetToHave name: JudgingName) async throws {
        while try await fleet.load(name.fleetID) == nil { try await Task.sleep(for: .milliseconds(2)) }
    }

    fileprivate func wait(for id: EntityID, _ isSo: (Rejudging) -> Bool) async throws {
        while !isSo(try await desk.rejudging(id)) { try await Task.sleep(for: .milliseconds(2)) }
    }
}
