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

/// Sets that are judged anew while something else happens to their submissions, to the fleet, or to the coordinator.
@Suite("Submissions that are judged anew while something goes wrong", .timeLimit(.minutes(1)))
struct RejudgingFailureTests {
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
}
