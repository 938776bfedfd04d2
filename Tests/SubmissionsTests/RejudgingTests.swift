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
}
