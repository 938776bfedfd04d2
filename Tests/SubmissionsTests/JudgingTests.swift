import Events
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

/// From the hand of whoever wrote it to its judgement, whatever ends in between.
@Suite("The judging of submissions", .timeLimit(.minutes(1))) struct JudgingTests {
    @Test("A program is put into the fleet once, judged, and its author is told what came of it")
    func flow() async throws {
        try await Court.with { court in
            let id = try await court.handIn()
            try await court.wait(for: id) { $0.phase == .judging }
            let state = try #require(try await court.judging.state(of: JudgingName(id, 1).fleetID))
            #expect(state.accepted.priority == .normal && state.accepted.contest.isEmpty)
            #expect(state.accepted.sources.map(\.name) == ["main.cpp"] && state.accepted.language == "cpp")
            try await court.judge(id, [.accepted, .wrongAnswer])
            try await court.wait(for: id) { $0.phase == .judged }
            #expect(
                try await court.events(of: id) == ["SubmissionReceived", "JudgingBegan", "JudgementRecorded"])
            let judgement = try #require(try await court.desk.submission(id).judgement)
            #expect(judgement.verdict == "WA" && judgement.passed == 1 && judgement.tests == 3)
            #expect(judgement.decidingTest == 1 && judgement.cpuNs == 2_000_000 && judgement.memoryBytes == 4096)
            #expect(judgement.language == "cpp" && judgement.generation == 1)

            let result = try await court.desk.result(of: id, for: .alice)
            #expect(result.tests?.map(\.verdict) == ["AC", "WA", "SK"])
            #expect(result.submission.verdict == "WA" && result.compilation?.log == "a warning")
            // What the checker says of a secret test case is not for its author.
            #expect(result.tests?[1].message.contains("42") == false)
            #expect(try await court.desk.result(of: id, for: .setter).tests?[1].message == "expected 42")
        }
    }

    @Test("What was done before a crash is done again without harm, in whatever order")
    func crashes() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            let (judging, following) = (court.desk.judging, court.desk.following)
            // Killed when the fleet had taken it, before that was said; and it is judged meanwhile.
            let id = try await court.handIn()
            let received = try #require(try await court.desk.submission(id).received)
            #expect(received.problem == "\(Neighbours.problem)" && received.version == 3)
            var request = SubmissionRequest()
            (request.idempotencyKey, request.reference) = ("\(id) 1", "\(id) 1")
            (request.package, request.language, request.priority) = (Neighbours.package.bytes, "cpp", .normal)
            request.sources = [.with { ($0.name, $0.content) = ("main.cpp", .init("int main() {}".utf8)) }]
            try await court.judging.submit(request)
            try await court.judge(id, [.accepted, .accepted, .accepted])
            for _ in 0..<2 {
                try await court.react(following)
                try await court.react(judging)
            }
            #expect(try await court.events(of: id) == ["SubmissionReceived", "JudgementRecorded"])
            #expect(try await court.desk.submission(id).phase == .judged)

            // Killed after each step of another one.
            let other = try await court.handIn()
            for _ in 0..<3 { try await court.react(judging) }
            try await court.judge(other, [.accepted, .wrongAnswer])
            for _ in 0..<3 {
                try await court.react(following)
                try await court.react(judging)
            }
            #expect(
                try await court.events(of: other) == ["SubmissionReceived", "JudgingBegan", "JudgementRecorded"])
        }
    }

    @Test("What others submit to the fleet under a name of this kind judges nothing")
    func forged() async throws {
        var options = Court.Options()
        options.runs = false
        try await Court.with(options) { court in
            let id = try await court.handIn()
            // Somebody else's, that says it is this one.
            let forged = SubmissionID(tenant: "course", key: "\(id) 1")
            var accepted = SubmissionAccepted()
            (accepted.tenant, accepted.reference, accepted.tests) = ("course", "\(id) 1", 1)
            _ = try await court.fleet.accept(forged, accepted)
            _ = try await court.fleet.change(forged) { $0.recordFailure("no") }
            try await court.react(court.desk.following)
            #expect(try await court.events(of: id) == ["SubmissionReceived"])
        }
    }

    @Test("What is not judged in time an admin sees, and has judged again; what comes late counts")
    func overdue() async throws {
        try await Court.with { court in
            let id = try await court.handIn()
            try await court.wait(for: id) { $0.phase == .judging }
            while !court.clock.manual.deadlines.contains(where: { $0.offset == .seconds(300) }) {
                try await Task.sleep(for: .milliseconds(1))
            }
            court.clock.manual.advance(by: .seconds(300))
            try await court.wait(for: id) { $0.phase == .failed }
            let end = try await court.log.end()
            let failed = try await court.ask(.get, "submissions/failed", by: .admin, seen: end).list("submissions")
            #expect(failed.map { $0["reason"] as? String } == ["it was not judged in time"])
            try await expectRefusal(.forbidden) { try await court.ask(.get, "submissions/failed") }
            // Its author sees that it could not be judged, and not why.
            let own = try await court.summary(id)
            #expect(own["state"] == "failed" && own["reason"] == nil)

            try await court.judge(id, [.accepted, .accepted, .accepted])
            try await court.wait(for: id) { $0.phase == .judged }
            #expect(try await court.summary(id)["verdict"] == "AC")
            let later = try await court.log.end()
            #expect(
                try await court.ask(.get, "submissions/failed", by: .admin, seen: later).list("submissions").isEmpty)

            let path = "submissions/{id}/rejudge"
            try await expectRefusal(.forbidden) { try await court.ask(.post, path, parameters: ["id": "\(id)"]) }
            try await court.ask(.post, path, by: .setter, parameters: ["id": "\(id)"])
            try await court.wait(for: id) { $0.generation == 2 && $0.phase == .judging }
            // The verdict of before counts until there is another one.
            #expect(try await court.summary(id)["verdict"] == "AC")
            try await expectRefusal(.wrongState) {
                try await court.ask(.post, path, by: .admin, parameters: ["id": "\(id)"])
            }
            try await court.judge(id, generation: 2, [.wrongAnswer])
            try await court.wait(for: id) { $0.phase == .judged }
            #expect(try await court.summary(id)["verdict"] == "WA")
            // What comes of the first judging now is of the past.
            _ = try await court.fleet.change(JudgingName(id, 1).fleetID) { $0.rejudge(by: "ops") }
            try await court.judge(id, generation: 1, [.timeLimit])
            #expect(try await court.summary(id)["verdict"] == "WA")
        }
    }

    @Test("What the fleet's admins have judged again there counts anew")
    func judgedAgainByTheFleet() async throws {
        try await Court.with { court in
            let id = try await court.handIn()
            try await court.wait(for: id) { $0.phase == .judging }
            try await court.judge(id, [.wrongAnswer])
            try await court.wait(for: id) { $0.phase == .judged }
            _ = try await court.fleet.change(JudgingName(id, 1).fleetID) { $0.rejudge(by: "ops") }
            try await court.judge(id, [.accepted, .accepted, .accepted])
            try await court.wait(for: id) { $0.judgement?.fleetGeneration == 2 }
            #expect(try await court.summary(id)["verdict"] == "AC")
        }
    }

    @Test("What the fleet does not take is told to its author in words, and to nobody else")
    func refused() async throws {
        try await Court.with { court in
            let id = try await court.handIn(language: "klingon")
            try await court.wait(for: id) { $0.phase == .refused }
            let own = try await court.summary(id)
            #expect(own["state"] == "refused" && own["reason"]?.contains("there is no language") == true)
            let others = try await court.summary(id, by: .bob)
            #expect(others["state"] == "refused" && others["reason"] == nil)

            // A package that is not there is no fault of its author.
            court.neighbours.judgedBy.withLock { $0 = ContentHash(of: [9]) }
            let lost = try await court.handIn()
            try await court.wait(for: lost) { $0.phase == .failed }
            #expect(try await court.summary(lost)["reason"] == nil)
            #expect(try await court.summary(lost, by: .admin)["reason"]?.contains("no package") == true)
        }
    }

    @Test("What is deleted while it is judged is judged no more, and the workers are told to stop")
    func deletedMeanwhile() async throws {
        try await Court.with { court in
            let id = try await court.handIn()
            try await court.wait(for: id) { $0.phase == .judging }
            try await court.ask(.delete, "submissions/{id}", parameters: ["id": "\(id)"])
            let fleetID = JudgingName(id, 1).fleetID
            while try await court.fleet.load(fleetID)?.phase != .cancelled {
                try await Task.sleep(for: .milliseconds(2))
            }
            while !court.stopped.ids.withLock({ $0.contains(fleetID) }) { try await Task.sleep(for: .milliseconds(2)) }
            // What somebody else put there is not stopped in this way.
            try await court.judging.cancel(JudgingDesk.id(key: "nothing"), because: "x")

            // One that was judged stays judged.
            let other = try await court.handIn()
            try await court.wait(for: other) { $0.phase == .judging }
            try await court.judge(other, [.accepted, .accepted, .accepted])
            try await court.wait(for: other) { $0.phase == .judged }
            try await court.judging.cancel(JudgingName(other, 1).fleetID, because: "x")
            #expect(try await court.fleet.load(JudgingName(other, 1).fleetID)?.phase == .judged)
        }
    }

    @Test("What the fleet stops, or cannot go on with, has failed, until it is judged after all")
    func stopped() async throws {
        try await Court.with { court in
            let id = try await court.handIn()
            try await court.wait(for: id) { $0.phase == .judging }
            let fleetID = JudgingName(id, 1).fleetID
            _ = try await court.fleet.change(fleetID) {
                $0.recordStuck(.build(fleetID, generation: 1), reason: "no disk")
            }
            try await court.wait(for: id) { $0.phase == .failed }
            #expect(try await court.summary(id, by: .admin)["reason"]?.contains("no disk") == true)
            try await court.judge(id, [.accepted, .accepted, .accepted])
            try await court.wait(for: id) { $0.phase == .judged }

            let other = try await court.handIn()
            try await court.wait(for: other) { $0.phase == .judging }
            _ = try await court.fleet.change(JudgingName(other, 1).fleetID) { $0.cancel(by: "ops", reason: "x") }
            try await court.wait(for: other) { $0.phase == .failed }
        }
    }
}
